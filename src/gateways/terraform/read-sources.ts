import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ActionError } from '../../errors.js';
import type { ModuleFiles } from '../../terraform/configuration/configuration.js';
import {
  isConfigurationFile,
  type ModuleFolder,
  moduleFolders,
} from '../../terraform/configuration/module-manifest.js';
import type { ReadSources } from '../../terraform/configuration/plan-sources.js';
import { SourceFiles } from './source-files.js';

export interface SourcesPlace {
  /** Absolute path of the checkout. */
  readonly repository: string;
  /** Absolute path of the root module. */
  readonly directory: string;
  /** `TF_DATA_DIR` where it is set, else `.terraform`. */
  readonly dataDirectory?: string | undefined;
  /** Absolute paths of files that the inputs name: variables, backend settings. */
  readonly inputFiles: readonly string[];
}

/** Reads everything that a plan was made from, after `init`. Throws `ActionError` where something cannot be read. */
export function readSources({ repository, directory, dataDirectory, inputFiles }: SourcesPlace): ReadSources {
  const files = new SourceFiles(repository);
  const root = files.nameOf(directory);
  const data = resolve(directory, dataDirectory ?? '.terraform');
  const folders = moduleFolders(textIfThere(join(data, 'modules', 'modules.json')));
  if (folders === undefined) {
    throw new ActionError({
      what: "Terraform's list of modules cannot be read",
      found: `${files.nameOf(data)}/modules/modules.json in a form that is not known`,
      expected: 'the file that `terraform init` writes',
      wayOut: 'Remove the folder and run the job again',
    });
  }
  const modules = folders.map((folder) => moduleFiles(folder, directory, files));
  for (const place of inputFiles) files.digestOf(place);
  const lists = [root, ...folders.map(({ directory: inside }) => resolve(directory, inside)), join(data, 'modules')];
  return {
    modules,
    files,
    root,
    sourceFiles: () => files.list(lists),
    initialised: parsed(textIfThere(join(data, 'terraform.tfstate'))),
  };
}

function moduleFiles({ path, directory: inside }: ModuleFolder, directory: string, files: SourceFiles): ModuleFiles {
  const place = resolve(directory, inside);
  const names = readdirSync(place).filter((name) => isConfigurationFile(name) && statSync(join(place, name)).isFile());
  return {
    path,
    directory: files.nameOf(place),
    files: names.map((name) => ({
      path: files.nameOf(join(place, name)),
      text: readFileSync(join(place, name), 'utf8'),
    })),
  };
}

function textIfThere(place: string): string | undefined {
  if (statSync(place, { throwIfNoEntry: false }) === undefined) return undefined;
  return readFileSync(place, 'utf8');
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ActionError({
      what: 'The file in which Terraform keeps its backend cannot be read',
      expected: 'the JSON that `terraform init` writes to .terraform/terraform.tfstate',
      wayOut: 'Remove the folder and run the job again',
    });
  }
}
