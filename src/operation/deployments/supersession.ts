import { ActionError } from '../../errors.js';
import type { Deployments } from '../../ports/deployments.js';
import type { Ancestry } from '../../ports/history.js';
import type { RunContext } from '../run/context.js';
import { deployTask } from './task.js';

export interface Superseded {
  /** The commit that is deployed. */
  readonly sha: string;
  /** The run that deployed it; `''` where it is not known. */
  readonly url: string;
  readonly sentence: string;
}

export type NewestPorts = Pick<Deployments, 'lastSuccessful'> & Ancestry;

/** Ends a run that has nothing to do any more; it is skipped, and has not failed. */
export class SupersededRun extends ActionError {
  constructor({ sentence }: Superseded) {
    super({ what: sentence });
  }
}

/**
 * Throws `SupersededRun` when a newer commit is deployed already. Asked before a run begins, and again after each wait:
 * for the state's lock, which another deploy may have held.
 */
export async function requireNewest(
  context: Pick<RunContext, 'event' | 'identity' | 'run'>,
  github: NewestPorts,
): Promise<void> {
  const superseded = await supersededBy(context, github);
  if (superseded !== undefined) throw new SupersededRun(superseded);
}

/**
 * Whether a newer commit is deployed already, so that an older run, started again or delayed, would turn the stage
 * back. A deploy by hand is somebody's wish and is never superseded. A failed lookup throws.
 */
export async function supersededBy(
  context: Pick<RunContext, 'event' | 'identity' | 'run'>,
  github: NewestPorts,
): Promise<Superseded | undefined> {
  const { event, identity, run } = context;
  if (event.kind !== 'push' && event.kind !== 'release') return undefined;
  const last = await github.lastSuccessful(deployTask(identity), identity.stage);
  if (last === undefined || last.sha === run.sha) return undefined;
  if (!(await github.isAncestor(run.sha, last.sha))) return undefined;
  const by = last.url === '' ? '' : `, deployed by ${last.url}`;
  const sentence = `${identity.stage} already has the newer commit ${last.sha}${by}: ${run.sha} is part of it`;
  return { ...last, sentence };
}
