import { ActionError } from '../../errors.js';
import type { Log } from '../../ports/run.js';
import type { StateReader } from '../../ports/terraform.js';
import type { UnsavedState, UnsavedStates } from '../../ports/unsaved-states.js';
import { importBlocks, type LackingResource, lackingIn } from '../../terraform/command/made-resources.js';
import { readPlan } from '../../terraform/plan/read-plan.js';
import { deployTask } from '../deployments/task.js';
import type { RunContext } from '../run/context.js';

export interface RequireSavedPorts {
  readonly github: { readonly unsaved: Pick<UnsavedStates, 'unsaved' | 'clearUnsaved'> };
  readonly terraform: StateReader;
  readonly log: Log;
}

/**
 * Refuses to apply while an earlier apply has made what the state lacks: Terraform would make it a second time. What this
 * plan imports is as good as saved. A mark whose resources are all in the state is cleared.
 *
 * @returns the marks that are to be cleared when this plan has been applied: it may replace what it imports
 */
export async function requireSaved(
  { identity, repository }: Pick<RunContext, 'identity' | 'repository'>,
  json: unknown,
  { github, terraform, log }: RequireSavedPorts,
): Promise<readonly UnsavedState[]> {
  const marks = await github.unsaved.unsaved(deployTask(identity), identity.stage);
  if (marks.length === 0) return [];
  const state = await terraform.state();
  const imported = new Set(
    readPlan(json).resource_changes.flatMap(({ address, change }) => (change.importing ? [address] : [])),
  );
  const importing: UnsavedState[] = [];
  for (const mark of marks) {
    const lacking = lackingIn(state, mark.made);
    const left = lacking.filter(({ address }) => !imported.has(address));
    if (left.length > 0) throw refusal(mark, left, `${repository.owner}/${repository.name}`);
    if (lacking.length > 0) {
      importing.push(mark);
      continue;
    }
    await github.unsaved.clearUnsaved(mark.id);
    log.info(`Everything that ${mark.runUrl} has made is in the state`);
  }
  return importing;
}

function refusal(mark: UnsavedState, lacking: readonly LackingResource[], repository: string): ActionError {
  const { id, runUrl, isLost = false } = mark;
  if (isLost) {
    return new ActionError({
      what: 'An earlier apply was lost with its machine, and what it meant to create is not in the state',
      found: lacking.map(({ address }) => address).join(', '),
      wayOut:
        `Look in AWS which of them exist: they would be made a second time. The apply was ${runUrl}. Delete those, or merge a pull ` +
        `request that adds the blocks for them, with their ids:\n${importBlocks(lacking)}\n` +
        `When none exists outside of the state: gh api repos/${repository}/deployments/${id}/statuses -f state=inactive`,
    });
  }
  const unsure = lacking.some(({ id: named }) => named === undefined)
    ? '. What has no id here was perhaps still being made when it ended: look in AWS whether it exists'
    : '';
  return new ActionError({
    what: 'The state lacks what an earlier apply has made, so nothing is applied',
    found: lacking.map(({ address, id }) => (id === undefined ? address : `${address} (${id.value})`)).join(', '),
    wayOut:
      `Merge a pull request that adds these blocks, or delete the resources in AWS. The apply was ${runUrl}${unsure}\n` +
      `${importBlocks(lacking)}\n` +
      `When none of them exists any more: gh api repos/${repository}/deployments/${id}/statuses -f state=inactive`,
  });
}
