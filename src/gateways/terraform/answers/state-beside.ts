import { STATE_PULL_ARGUMENTS } from '../../../terraform/command/arguments.js';
import { addressesOf } from '../../../terraform/command/state-addresses.js';
import { type StateSecrets, stateSecrets } from '../../../terraform/command/state-secrets.js';
import { machineOutput } from '../../../terraform/stream/machine-output.js';
import { HeldLog } from '../../runner/held-log.js';
import { type CommandSettings, readCommand } from '../command.js';
import { LeftForPost } from '../left-for-post.js';
import { lineageIn } from './state.js';

export interface ReadState {
  /** `undefined` where there is no state yet. */
  readonly lineage: string | undefined;
  /** Addresses, as `terraform state list` has them. */
  readonly resources: readonly string[];
}

/** What is read of the state while the plan is made from it: `undefined` where it could not be read. Never rejects. */
export type StateBeside = Promise<ReadState | undefined>;

/**
 * Reads the state while a plan is made, which takes longer. A provider that fails may quote what the state holds, and no
 * plan will say then what of it is secret. What goes wrong here goes wrong in the plan too, and is said there.
 */
export function stateBeside(settings: CommandSettings, found: (secrets: StateSecrets) => void): StateBeside {
  const log = new HeldLog(settings.log);
  // What `post` looks for is the plan beside it, which may hold the lock.
  const unheard = { ...settings, log, left: LeftForPost.nothing(log) };
  const read = async () => {
    const text = await readCommand(unheard, STATE_PULL_ARGUMENTS);
    const state = pulledState(text);
    if (state !== undefined) found(stateSecrets(state));
    return readState(text, state);
  };
  return read().catch(() => undefined);
}

/** @param text as `terraform state pull` prints it @returns `undefined` where there is no state */
export function pulledState(text: string): object | undefined {
  const isState = (value: unknown) => typeof value === 'object' && value !== null && 'lineage' in value;
  return machineOutput(text, isState)?.value;
}

/**
 * @param state that of the text, read once: it may be large
 * @returns `undefined` where its form is not known, as that of a newer Terraform
 */
export function readState(text: string, state: object | undefined): ReadState | undefined {
  const resources = state === undefined ? [] : addressesOf(state);
  return resources && { lineage: lineageIn(text), resources };
}
