import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readSources } from '../../src/gateways/terraform/read-sources.js';
import { planSources } from '../../src/terraform/configuration/plan-sources.js';
import { readPlan } from '../../src/terraform/plan/read-plan.js';
import { type OpenedConfiguration, openedConfiguration } from './configurations.js';
import { notListed, openedFiles, tracedTerraform } from './tracer.js';

export interface OpenedCase {
  readonly configuration: OpenedConfiguration;
  readonly opened: readonly string[];
  /** What Terraform opened and the list of sources lacks. */
  readonly missing: readonly string[];
}

/** Plans the configuration of a seed under a tracer, init and plan, and compares with what the product lists. */
export function openedCase(seed: number): OpenedCase {
  const configuration = openedConfiguration(seed);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'opened-')));
  try {
    const repository = join(folder, 'repository');
    const { files, links, root } = configuration;
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(repository, path)), { recursive: true });
      writeFileSync(join(repository, path), text);
    }
    for (const [path, target] of Object.entries(links)) {
      mkdirSync(dirname(join(repository, path)), { recursive: true });
      symlinkSync(target, join(repository, path));
    }
    const directory = join(repository, root);
    const absolute = (paths: readonly string[]) => paths.map((path) => join(repository, path));
    const [varFiles, backendFiles] = [absolute(configuration.varFiles), absolute(configuration.backendFiles)];
    const environment = { HOME: folder, TF_CLI_CONFIG_FILE: join(repository, configuration.cliFile) };
    const run = (args: readonly string[], log?: string) => tracedTerraform(args, { directory, environment, log });
    const logs = [join(folder, 'init'), join(folder, 'plan')] as const;
    run(['init', '-input=false', ...backendFiles.map((path) => `-backend-config=${path}`)], logs[0]);
    run(['plan', '-input=false', ...varFiles.map((path) => `-var-file=${path}`), '-out=a.tfplan'], logs[1]);
    const plan = readPlan(JSON.parse(run(['show', '-json', 'a.tfplan'])));
    const read = readSources({ repository, directory, inputFiles: [...varFiles, ...backendFiles] });
    const words = { text: (value: unknown) => JSON.stringify(value), keyed: (text: string) => text };
    const { sources } = planSources(plan, read, { words, volatile: new Set() });
    const opened = [...new Set(logs.flatMap((log) => openedFiles(log, directory, repository)))].sort();
    const listed = sources.files.map(({ path }) => path);
    return { configuration, opened, missing: notListed(opened, listed) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
