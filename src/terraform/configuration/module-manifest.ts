import { posix } from 'node:path';
import { isObject } from '../plan/fields.js';

/** A module and the folder that Terraform reads it from. */
export interface ModuleFolder {
  /** Names of the calls that lead to it; `[]` for the root module. */
  readonly path: readonly string[];
  /** Relative to the root module's folder. */
  readonly directory: string;
}

/**
 * The modules that `terraform init` installed, from `.terraform/modules/modules.json`. Without that file there is the
 * root module alone. `undefined` where it cannot be read: then it is not known which folders count.
 */
export function moduleFolders(text: string | undefined): readonly ModuleFolder[] | undefined {
  const root: ModuleFolder = { path: [], directory: '.' };
  if (text === undefined) return [root];
  const manifest = parsed(text);
  if (!isObject(manifest) || !Array.isArray(manifest.Modules)) return undefined;
  const folders: ModuleFolder[] = [root];
  for (const module of manifest.Modules) {
    if (!isObject(module) || typeof module.Key !== 'string' || typeof module.Dir !== 'string') return undefined;
    if (module.Key === '') continue;
    folders.push({ path: module.Key.split('.'), directory: posix.normalize(module.Dir.replaceAll('\\', '/')) });
  }
  return folders;
}

/** Whether Terraform reads this file of a module's folder: https://developer.hashicorp.com/terraform/language/files */
export function isConfigurationFile(name: string): boolean {
  if (name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#'))) return false;
  return /\.(?:tf|tofu)(?:\.json)?$/.test(name);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
