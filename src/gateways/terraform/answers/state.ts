import { ActionError } from '../../../errors.js';
import { STATE_LIST_ARGUMENTS, STATE_PULL_ARGUMENTS } from '../../../terraform/command/arguments.js';
import { TerraformFailure } from '../../../terraform/command/failure.js';
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
  const text = await readCommand(settings, STATE_PULL_ARGUMENTS);
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
