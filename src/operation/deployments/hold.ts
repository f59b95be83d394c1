import { ActionError } from '../../errors.js';
import type { Deployments } from '../../ports/deployments.js';
import type { RunContext } from '../run/context.js';
import { END_THE_HOLD, heldSentence } from './supersession.js';
import { deployTask } from './task.js';

/** A manual deploy is somebody's wish, and has to say that it means it: the next merge holds the bad commit, too. */
export async function requireNotHeld(
  { event, identity, config }: Pick<RunContext, 'event' | 'identity' | 'config'>,
  deployments: Pick<Deployments, 'latest'>,
): Promise<void> {
  if (event.kind !== 'manual' || !config.hold) return;
  const { last } = await deployments.latest(deployTask(identity), identity.stage);
  if (last?.hold === undefined) return;
  throw new ActionError({
    what: `A deploy to ${identity.stage} is refused while a rollback holds it`,
    found: heldSentence(identity.stage, last.hold, last.url),
    wayOut: END_THE_HOLD,
  });
}
