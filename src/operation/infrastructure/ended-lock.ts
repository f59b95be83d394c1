import type { InfrastructureConfig } from '../../config/config.js';
import { ActionError } from '../../errors.js';
import type { Deployments } from '../../ports/deployments.js';
import type { RunEnds } from '../../ports/history.js';
import type { Log } from '../../ports/run.js';
import type { LockedState } from '../../ports/terraform.js';
import { type StateLock, takenAt } from '../../terraform/command/state-lock.js';
import { deployTask } from '../deployments/task.js';
import type { RunContext } from '../run/context.js';
import { connectedLine } from '../run/plan-commands.js';

export interface EndedLockPorts {
  readonly terraform: LockedState;
  readonly github: { readonly deployments: Pick<Deployments, 'lockTakers'>; readonly runs: RunEnds };
  readonly log: Log;
}

/** Between GitHub's clock and that of a runner. */
const SKEW_MS = 2 * 60_000;
/** A job on a runner of one's own may last for five days; its run is recorded when it begins to apply. */
const LONGEST_JOB_MS = 5 * 24 * 3_600_000;

/**
 * Releases the state's lock where GitHub proves that it is of a run that has ended; any other is named, with the command
 * that releases it. A lock tells no run. So it is a run's when the run recorded, before it took the lock, that it works
 * under the lock's name, and was under way when the lock was taken; and no other run of this stack that may have taken it
 * is still under way.
 *
 * @returns the lock that was released
 */
export async function releaseEndedLock(
  { identity, repository }: Pick<RunContext, 'identity' | 'repository'>,
  infrastructure: InfrastructureConfig,
  { terraform, github, log }: EndedLockPorts,
): Promise<StateLock | undefined> {
  const lock = await terraform.lock();
  if (lock === undefined) return undefined;
  const taken = takenAt(lock);
  const line = connectedLine(infrastructure, `force-unlock ${lock.id}`);
  // A plan is not recorded before it takes the lock.
  if (Number.isNaN(taken) || lock.operation !== 'OperationTypeApply') throw unknownHolder(lock, line);
  const since = taken - LONGEST_JOB_MS;
  const all = await github.deployments.lockTakers(deployTask(identity), identity.stage, lock.who, since);
  const able = all.filter(({ began, isNamed }) => isNamed !== false && !(Date.parse(began) > taken + SKEW_MS));
  let holder: string | undefined;
  for (const { run, began, isNamed } of able) {
    if (run === undefined) throw unknownHolder(lock, line);
    const ended = await github.runs.endedAt(run);
    if (ended === undefined) throw stillUnderWay(lock, run, repository.fullName);
    if (isNamed === true && taken <= Date.parse(ended) + SKEW_MS) holder ??= `${run}, which began at ${began}`;
  }
  if (holder === undefined) throw unknownHolder(lock, line);
  log.info(`The lock ${describe(lock)} is of run ${holder} and has ended`);
  await terraform.unlock(lock.id);
  return lock;
}

function stillUnderWay(lock: StateLock, run: string, repository: string): ActionError {
  return new ActionError({
    what: 'The state is locked, and a run that may hold the lock has not ended',
    found: `lock ${describe(lock)}, and run ${run}`,
    wayOut: `Wait for that run, or cancel it, then run this one again: \`gh run cancel ${run} --repo ${repository}\``,
  });
}

function unknownHolder(lock: StateLock, line: string): ActionError {
  return new ActionError({
    what: 'The state is locked, and GitHub does not prove that whoever holds the lock has ended',
    found: `lock ${describe(lock)}`,
    expected: 'a lock of a deploy or destroy of this stack that was recorded on GitHub and has ended',
    wayOut: `Ask whoever holds it. A lock of a plan has no record: look whether its run has ended. Only when that is certain: ${line}`,
  });
}

function describe({ id, who, created, operation }: StateLock): string {
  const since = created === '' ? '' : ` since ${created}`;
  return `${id}, held by ${who || 'an unnamed process'}${since} for ${operation || 'an operation'}`;
}
