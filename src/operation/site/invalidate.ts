import { randomUUID } from 'node:crypto';
import { ActionError } from '../../errors.js';
import type { SitePorts } from '../../ports/site.js';
import type { FileTask } from '../../site/compare-files.js';
import { mergedPaths } from '../../site/edge/invalidation.js';
import type { PendingInvalidation } from '../../site/manifest.js';
import { isUpload } from '../../site/site-sync.js';
import type { SiteRequest } from './request.js';

/** CloudFront takes a minute or two; what takes longer is left for the next run. */
const PATIENCE_MS = 15 * 60_000;
const POLL_MS = [500, 1000, 2000, 4000];
const POLL_AT_MOST_MS = 8000;

export interface MadeInvalidation {
  readonly distribution: string;
  readonly id: string;
}

/**
 * The invalidations that are owed: those of an earlier run that never completed, and what changes now. One whose paths
 * do not grow keeps its reference, so that CloudFront recognises it.
 */
export function owed(
  before: readonly PendingInvalidation[],
  changes: ReadonlyMap<string, readonly string[]>,
  distributions: readonly string[],
): readonly PendingInvalidation[] {
  return distributions.flatMap((distribution): readonly PendingInvalidation[] => {
    const old = before.filter((pending) => pending.distribution === distribution);
    const paths = changes.get(distribution) ?? [];
    if (paths.length === 0) return old;
    const all = mergedPaths([...old.flatMap((pending) => pending.paths), ...paths]);
    return [{ callerReference: randomUUID(), distribution, paths: all }];
  });
}

/** Makes the invalidations. `made` is told of each as soon as it has an id. */
export async function begunInvalidations(
  pending: readonly PendingInvalidation[],
  { distributions, log }: Pick<SitePorts, 'distributions' | 'log'>,
  made: (invalidation: MadeInvalidation) => void,
): Promise<readonly MadeInvalidation[]> {
  const open: MadeInvalidation[] = [];
  for (const { distribution, callerReference, paths } of pending) {
    const id = await distributions.invalidate(distribution, callerReference, paths);
    log.info(`${distribution}: invalidation ${id} of ${paths.join(', ')}`);
    open.push({ distribution, id });
    made({ distribution, id });
  }
  return open;
}

/** Waits until every edge has forgotten. */
export async function untilForgotten(
  begun: readonly MadeInvalidation[],
  { distributions, clock }: Pick<SitePorts, 'distributions' | 'clock'>,
): Promise<void> {
  const until = clock.now() + PATIENCE_MS;
  for (const { distribution, id } of begun) {
    for (let poll = 0; !(await distributions.isCompleted(distribution, id)); poll++) {
      if (clock.now() >= until) throw tooSlow(distribution, id);
      await clock.pause(POLL_MS[poll] ?? POLL_AT_MOST_MS);
    }
  }
}

/** Both, one after the other. */
export async function invalidate(
  pending: readonly PendingInvalidation[],
  ports: Pick<SitePorts, 'distributions' | 'clock' | 'log'>,
  made: (invalidation: MadeInvalidation) => void,
): Promise<void> {
  await untilForgotten(await begunInvalidations(pending, ports, made), ports);
}

/**
 * What a new worker stores stays for good: no edge may hold an old page, or the 404 of a new one, when it goes up. All of
 * it is owed again after the worker. Does nothing where no worker is new or changes.
 */
export async function forgetBeforeWorkers(
  tasks: readonly FileTask[],
  pending: readonly PendingInvalidation[],
  { invalidation }: Pick<SiteRequest, 'invalidation'>,
  ports: Pick<SitePorts, 'distributions' | 'clock' | 'log'>,
  made: (invalidation: MadeInvalidation) => void,
): Promise<void> {
  const isNew = ({ decision }: FileTask) => decision.phase === 'worker' && isUpload(decision);
  if (invalidation === 'none' || !tasks.some(isNew)) return;
  // CloudFront does nothing for a reference that it has seen.
  const early = pending.map((one) => ({ ...one, callerReference: randomUUID() }));
  await invalidate(early, ports, made);
}

function tooSlow(distribution: string, id: string): ActionError {
  return new ActionError({
    what: `The invalidation ${id} of ${distribution} has not completed within ${PATIENCE_MS / 60_000} minutes`,
    found: 'it is still in progress: some visitors may see the old pages',
    expected: 'a minute or two',
    wayOut: 'Run the deploy again: nothing is uploaded twice, and this invalidation is waited for',
  });
}
