import { ActionError } from '../../errors.js';
import type { Deployments } from '../../ports/deployments.js';
import type { Stack, StateIdentity } from '../../ports/terraform.js';
import { lastApplied, markOf, requireOwnState } from '../deployments/state-memory.js';
import { deployTask } from '../deployments/task.js';
import type { RunContext } from '../run/context.js';

/**
 * Whether nothing is deployed: the state is empty, and the deployment records agree. A wrong key, bucket or workspace
 * shows an empty state as well, while all that the stage has runs on.
 *
 * A destroy that was cut off at its end leaves the state that it emptied, with a lineage; so does a first deploy that
 * failed. Where there never was a state there is none, and nothing tells it from a wrong key.
 * @throws where the state is empty and the records speak against it
 */
export async function isNothingDeployed(
  { identity }: Pick<RunContext, 'identity'>,
  terraform: Stack & StateIdentity,
  deployments: Pick<Deployments, 'remembered'>,
): Promise<boolean> {
  if ((await terraform.resources()).length > 0) return false;
  // A module may consist of outputs alone; a destroy removes them too.
  if (Object.keys(await terraform.outputs()).length > 0) return false;
  const mark = await markOf(terraform);
  const memory = await deployments.remembered(deployTask(identity), identity.stage, mark);
  const { begun, beside } = memory;
  const now = beside || lastApplied(memory) !== undefined ? 'deployed' : 'destroyed';
  if (now === 'destroyed' && begun.length === 0) return true;
  const isKnown = mark.lineage !== undefined;
  if (isKnown && (now === 'destroyed' || begun.some(({ kind }) => kind === 'destroy'))) return true;
  const { stage, directory, workspace } = identity;
  throw new ActionError({
    what: `The state of ${stage} is empty, but the deployment records say that ${stage} ${now === 'deployed' ? 'is deployed' : 'was partly deployed'}`,
    found: `${isKnown ? 'a state without resources' : 'no state'} (directory "${directory}", workspace "${workspace}")`,
    expected: 'the state that the deploys have written',
    wayOut:
      'Compare "backend-config" and "workspace" with those of the deploy; if something else has destroyed the stage, deploy it again and destroy that',
  });
}

/**
 * Throws where the state that a destroy found is not one of this stage: another stage's, or one beside those that it was
 * deployed to.
 */
export async function requireDestroyable(
  { identity }: Pick<RunContext, 'identity'>,
  terraform: StateIdentity,
  deployments: Pick<Deployments, 'remembered'>,
): Promise<void> {
  const mark = await markOf(terraform);
  const memory = await deployments.remembered(deployTask(identity), identity.stage, mark);
  const wayOut = `If this state is meant, deploy ${identity.stage} to it first, then run the destroy again`;
  requireOwnState(identity, mark, memory, wayOut);
  if (!memory.beside || memory.begun.length > 0) return;
  throw new ActionError({
    what: 'Nothing was ever deployed to this state by this stage',
    found: `a state with resources, beside the one that ${identity.stage} was deployed to`,
    wayOut: `Nothing was changed. Compare "backend-config" and "workspace" with those of the deploy. ${wayOut}`,
  });
}
