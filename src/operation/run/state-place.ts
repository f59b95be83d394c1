import { digest } from '../../terraform/plan/digest.js';

/** Settings of all backends that say where a state lies, and not how one signs in. */
const WHERE =
  /^(?:bucket|key|prefix|path|workspace_dir|workspace_key_prefix|storage_account_name|container_name|resource_group_name|subscription_id|address|namespace|secret_suffix|schema_name|endpoint|endpoints\.s3|storage_custom_endpoint)$/;
/** Of these the first that is set names the state to people. */
const NAMES = ['key', 'prefix', 'path'];
const LENGTH = 12;

/**
 * Where the input `backend-config` says that the state lies: known before Terraform has run, so that a failed plan has
 * its place in a comment too. What the configuration itself says is the same for all stacks of its folder.
 *
 * @param settings `key=value`, or the path of a file with such lines; a later one goes before an earlier
 * @param read a file's text by its path
 */
export function statePlace(
  settings: readonly string[],
  read: (path: string) => string,
): { readonly digest: string; readonly name?: string | undefined } | undefined {
  const where = new Map<string, string>();
  for (const line of settings.flatMap((setting) =>
    setting.includes('=') ? [setting] : read(setting).split(/\r?\n/),
  )) {
    const [, name = '', value = ''] = /^\s*"?([\w.]+)"?\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (WHERE.test(name)) where.set(name, withoutPassword(unquoted(value)));
  }
  if (where.size === 0) return undefined;
  const named = NAMES.map((name) => where.get(name)).find((value) => value !== undefined && value !== '');
  const all = [...where].sort(([a], [b]) => (a < b ? -1 : 1)).flat();
  return { digest: digest(all).slice(0, LENGTH), name: named };
}

/** Of an address who signs in is no place, and may be a secret. */
function withoutPassword(value: string): string {
  return value.replace(/^(\w+:\/\/)[^/@]*@/, '$1');
}

/** A file's values are HCL: in quotes, and a comment may follow. */
function unquoted(value: string): string {
  return /^"((?:[^"\\]|\\.)*)"/.exec(value)?.[1] ?? value;
}
