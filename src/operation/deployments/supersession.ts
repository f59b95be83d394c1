import { setTimeout as sleep } from 'node:timers/promises';
import { ActionError } from '../../errors.js';
import type { Deployments, Hold } from '../../ports/deployments.js';
import type { Ancestry } from '../../ports/history.js';
import type { RunContext } from '../run/context.js';
import { deployTask } from './task.js';

/** Seconds before each further look at a deployment without an end: its `post` step may be recording it. */
const PAUSES = [2, 5, 10];

export interface Superseded {
  /** The commit that is deployed. */
  readonly sha: string;
  /** The run that deployed it; `''` where it is not known. */
  readonly url: string;
  readonly sentence: string;
}

export type NewestPorts = { readonly deployments: Pick<Deployments, 'latest'>; readonly history: Ancestry };

/** Whoever starts an old run again most often wants its release back. */
const GO_BACK =
  'To go back to the older commit, revert the newer one in a pull request and merge it. At once, start the workflow manually with "operation: rollback", or "rollback-site" for the site alone';

/** Ends a run that has nothing to do any more; it is skipped, and has not failed. */
export class SupersededRun extends ActionError {
  constructor({ sentence }: Pick<Superseded, 'sentence'>, wayOut = GO_BACK) {
    super({ what: sentence, wayOut });
  }
}

/** A push, or a re-run of one, while a rollback holds the stage: what was merged contains what was rolled back. */
export class HeldRun extends SupersededRun {
  constructor(stage: string, hold: Hold, url: string) {
    super({ sentence: heldSentence(stage, hold, url) }, END_THE_HOLD);
  }
}

export const END_THE_HOLD =
  'To end the hold, start a deploy manually with `hold: false`: what was merged is then live, reviewed as ever';

/** Who holds the stage, why and since when. */
export function heldSentence(stage: string, { release, by, since }: Hold, url: string): string {
  return `${stage} is held: ${by} rolled it back to ${release} at ${since}${url === '' ? '' : ` (${url})`}`;
}

/**
 * Throws `SupersededRun` when a newer commit is deployed already. Asked before a run begins, and again after each wait:
 * for the state's lock, which another deploy may have held. It refuses where a newer commit may be deployed.
 */
export async function requireNewest(
  context: Pick<RunContext, 'event' | 'identity' | 'run'>,
  github: NewestPorts,
  wait: (seconds: number) => Promise<void> = (seconds) => sleep(seconds * 1000),
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const found = await supersededBy(context, github);
    if (found === undefined) return;
    if (!('open' in found)) throw new SupersededRun(found);
    const pause = PAUSES[attempt];
    if (pause === undefined) throw mayBeDeployed(context, found);
    await wait(pause);
  }
}

/** A deployment of a newer commit that has begun, and of which no end is recorded. */
interface Unproven {
  readonly open: number;
  readonly sha: string;
}

/**
 * Whether a newer commit is deployed already, so that an older run, started again or delayed, would turn the stage
 * back. A deploy by hand is somebody's wish and is never superseded. A failed lookup throws.
 */
export async function supersededBy(
  context: Pick<RunContext, 'event' | 'identity' | 'run'>,
  github: NewestPorts,
): Promise<Superseded | Unproven | undefined> {
  const { event, identity, run } = context;
  if (event.kind !== 'push' && event.kind !== 'release') return undefined;
  const isOlder = async ({ sha }: { readonly sha: string }) =>
    sha !== run.sha && (await github.history.isAncestor(run.sha, sha));
  const { last, open } = await github.deployments.latest(deployTask(identity), identity.stage);
  if (last?.hold !== undefined) throw new HeldRun(identity.stage, last.hold, last.url);
  if (last !== undefined && (await isOlder(last))) {
    const by = last.url === '' ? '' : `, deployed by ${last.url}`;
    const sentence = `${identity.stage} already has the newer commit ${last.sha}${by}: ${run.sha} is part of it`;
    return { ...last, sentence };
  }
  for (const { id, sha } of open) {
    if (await isOlder({ sha })) return { open: id, sha };
  }
  return undefined;
}

function mayBeDeployed({ identity, run }: Pick<RunContext, 'identity' | 'run'>, { open, sha }: Unproven): ActionError {
  return new ActionError({
    what: `A newer commit may be deployed to ${identity.stage}, and this run would turn it back`,
    found: `${run.sha} is part of ${sha}, whose deployment (GitHub's number ${open}) has begun and has no recorded end`,
    wayOut:
      `If that deploy still runs, wait for it. Otherwise deploy ${sha} or a newer commit again, which records the end. ` +
      'To go back to the older commit, merge a revert of the newer one',
  });
}
