import { ActionError } from '../../errors.js';
import type { Deployments } from '../../ports/deployments.js';
import type { Stack, StateIdentity } from '../../ports/terraform.js';
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
  github: Pick<Deployments, 'standing'>,
): Promise<boolean> {
  if ((await terraform.resources()).length > 0) return false;
  // A module may consist of outputs alone; a destroy removes them too.
  if (Object.keys(await terraform.outputs()).length > 0) return false;
  const { now, begun } = await github.standing(deployTask(identity), identity.stage);
  if (now === 'destroyed' && begun.length === 0) return true;
  const isKnown = (await terraform.lineage()) !== undefined;
  if (isKnown && (now === 'destroyed' || begun.includes('destroy'))) return true;
  const { stage, directory, workspace } = identity;
  throw new ActionError({
    what: `The state of ${stage} is empty, but the deployment records say that ${stage} ${now === 'deployed' ? 'is deployed' : 'was partly deployed'}`,
    found: `${isKnown ? 'a state without resources' : 'no state'} (directory "${directory}", workspace "${workspace}")`,
    expected: 'the state that the deploys have written',
    wayOut:
      'Compare "backend-config" and "workspace" with those of the deploy; if something else has destroyed the stage, deploy it again and destroy that',
  });
}
