import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ActionError } from '../../../errors.js';
import type { DestroyGround } from '../../../ports/terraform.js';
import { STATE_LIST_ARGUMENTS, STATE_PULL_ARGUMENTS } from '../../../terraform/command/arguments.js';
import { TerraformFailure } from '../../../terraform/command/failure.js';
import { moduleFolders } from '../../../terraform/configuration/module-manifest.js';
import { isObject } from '../../../terraform/plan/fields.js';
import type { Json } from '../../../terraform/plan/json.js';
import { addressesIn } from '../../../terraform/stream/address-lines.js';
import { parseDiagnosticsText } from '../../../terraform/stream/diagnostics-text.js';
import { type CommandSettings, readCommand } from '../command.js';

/** Addresses in the state. Terraform calls it an error when there is no state; here that is an empty list. */
export async function resourcesOf(settings: CommandSettings): Promise<readonly string[]> {
  try {
    const listed = await readCommand(settings, STATE_LIST_ARGUMENTS);
    return addressesIn(listed);
  } catch (thrown) {
    if (thrown instanceof TerraformFailure && saysNoState(thrown)) return [];
    throw thrown;
  }
}

/** The state's lineage: made at random with the state, and known only to those who may read it. */
export async function lineageOf(settings: CommandSettings): Promise<string | undefined> {
  return lineageIn(await readCommand(settings, STATE_PULL_ARGUMENTS));
}

/** @param text as `terraform state pull` prints it */
export function lineageIn(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const lineage = /"lineage":\s*"([^"]*)"/.exec(text)?.[1];
  // A backend without a state prints an empty one, which nobody has named yet.
  if (lineage !== undefined) return lineage === '' ? undefined : lineage;
  // Nothing but the backend's warnings is no state either.
  if (parseDiagnosticsText(text).every(({ severity }) => severity === 'warning')) return undefined;
  throw new ActionError({
    what: 'The state has no lineage',
    found: `${text.length} characters that are not a state`,
    expected: 'a state as `terraform state pull` prints it',
  });
}

function saysNoState({ diagnostics }: TerraformFailure): boolean {
  return diagnostics.length === 1 && diagnostics[0]?.summary.startsWith('No state file was found') === true;
}

/** Settings of a provider that a `dynamic` block may make, which the JSON of a plan leaves out. */
const DYNAMIC = /\bdynamic\s+"?(assume_role|assume_role_with_web_identity|endpoints)"?/;

/** Endpoints that the AWS provider takes from the environment, and the SDK does not. */
const ENDPOINTS = ['TF_AWS_S3_ENDPOINT', 'AWS_S3_ENDPOINT'];

/** Where `init` has found the state, and what a provider may be told that the plan does not show. */
export function destroyGround({
  directory,
  environment,
}: Pick<CommandSettings, 'directory' | 'environment'>): Awaited<ReturnType<DestroyGround['ground']>> {
  const data = resolve(directory, environment.TF_DATA_DIR ?? '.terraform');
  const initialised: unknown = JSON.parse(textIfThere(join(data, 'terraform.tfstate')) ?? '{}');
  const { type = 'local', config = null } = isObject(initialised)
    ? ((initialised.backend as { type?: string; config?: Json } | undefined) ?? {})
    : {};
  const hiddenProvider = hidden(directory, data, environment);
  return { backend: { type, config }, hiddenProvider };
}

function hidden(directory: string, data: string, environment: Readonly<Record<string, string>>): string | undefined {
  const endpoint = ENDPOINTS.find((name) => (environment[name] ?? '') !== '');
  if (endpoint !== undefined) return `${endpoint} names an S3 of its own for Terraform`;
  const folders = moduleFolders(textIfThere(join(data, 'modules', 'modules.json')));
  if (folders === undefined) return "Terraform's list of modules cannot be read";
  for (const { directory: inside } of folders) {
    const place = resolve(directory, inside);
    const files = readdirSync(place).filter((name) => /\.(tf|tofu)(\.json)?$/.test(name));
    const file = files.find((name) => DYNAMIC.test(textIfThere(join(place, name)) ?? ''));
    if (file !== undefined) return `a provider may be set by a dynamic block (${join(inside, file)})`;
  }
  return undefined;
}

function textIfThere(place: string): string | undefined {
  return statSync(place, { throwIfNoEntry: false })?.isFile() ? readFileSync(place, 'utf8') : undefined;
}
