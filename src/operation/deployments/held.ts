import { asError } from '../../errors.js';
import type { Deployments } from '../../ports/deployments.js';
import type { Log } from '../../ports/run.js';
import type { RunContext } from '../run/context.js';
import { heldSentence } from './supersession.js';
import { deployTask } from './task.js';

/** Who holds a stage, and the commit whose configuration is applied there. */
export interface HeldStage {
  readonly applied: string;
  /** One sentence. */
  readonly sentence: string;
}

/** `undefined` where no rollback holds the stage, and where GitHub does not say. */
export async function heldStage(
  { identity }: Pick<RunContext, 'identity'>,
  github: Pick<Deployments, 'latest'>,
  log: Pick<Log, 'info'>,
): Promise<HeldStage | undefined> {
  try {
    const { last } = await github.latest(deployTask(identity), identity.stage);
    if (last?.hold === undefined) return undefined;
    return { applied: last.sha, sentence: heldSentence(identity.stage, last.hold, last.url) };
  } catch (thrown) {
    log.info(`Whether a rollback holds ${identity.stage} is not known: ${asError(thrown).message}`);
    return undefined;
  }
}
