import { ActionError } from '../../../errors.js';
import { SHOW_STATE_ARGUMENTS, STATE_PULL_ARGUMENTS } from '../../../terraform/command/arguments.js';
import { lackingIn, type MadeResource, unknownTo } from '../../../terraform/command/made-resources.js';
import { attributesOf } from '../../../terraform/command/state-addresses.js';
import { type CommandSettings, readCommand } from '../command.js';
import { shown } from './shown-plan.js';
import { lineageIn, resourcesOf } from './state.js';
import { pulledState, type ReadState, readState } from './state-beside.js';

/**
 * Reads the state after an apply that ended well. A store that answers without storing, as a proxy may, has told Terraform
 * that everything is saved: the next run would make it a second time.
 *
 * @param made what the apply has created
 */
export async function savedState(settings: CommandSettings, made: readonly MadeResource[]): Promise<ReadState> {
  const text = await readCommand(settings, STATE_PULL_ARGUMENTS);
  const state = pulledState(text);
  const known = (state && attributesOf(state)) ?? new Map();
  // An address that is written in another way here than there is no loss, nor is a form of a state that only a newer Terraform
  // knows: Terraform itself has the last word.
  if (unknownTo(known, made).length > 0) {
    const shownState = await shown(settings, await readCommand(settings, SHOW_STATE_ARGUMENTS), 'state');
    const lacking = lackingIn(shownState, made);
    if (lacking.length > 0) {
      settings.left.failedAlone();
      throw notSaved(lacking);
    }
  }
  return readState(text, state) ?? { lineage: lineageIn(text), resources: await resourcesOf(settings) };
}

function notSaved(lacking: readonly MadeResource[]): ActionError {
  return new ActionError({
    what: 'The state lacks what this apply has made',
    found: lacking.map(({ address, id }) => (id === undefined ? address : `${address} (${id.value})`)).join(', '),
    expected: 'all of it in the state, which the backend told Terraform is saved',
    wayOut:
      'Apply nothing before it is imported: the post step of this job prints the blocks. Look what answers in place of the ' +
      "state's backend, such as a proxy",
  });
}
