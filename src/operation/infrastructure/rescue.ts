import { basename } from 'node:path';
import { asError } from '../../errors.js';
import type { Log } from '../../ports/run.js';
import type { LeftBehind, RunningProcess } from '../../ports/terraform.js';
import {
  behind,
  importBlocks,
  type LackingResource,
  lackingIn,
  type MadeResource,
} from '../../terraform/command/made-resources.js';
import { type StateLock, takenAt } from '../../terraform/command/state-lock.js';
import { ONE_MINUTE, patiently } from '../run/patience.js';

/** Seconds. The runner gives a cancelled job five minutes for everything. */
const PATIENCE = 240;

/** Terraform's words for a state that must not be replaced: another attempt would be refused as well. */
const REFUSED = /lineage|serial|newer/i;

export interface RescuePorts {
  readonly left: LeftBehind;
  readonly log: Log;
  /** Leaves a mark on GitHub that stops the next run. Throws when it could not be left. */
  readonly mark: (made: readonly MadeResource[]) => Promise<unknown>;
  readonly wait: (seconds: number) => Promise<void>;
  /** The command line that releases a lock from a fresh checkout. */
  readonly unlock: (lockId: string) => string;
}

/**
 * Puts in order what a cancelled or killed run has left: waits for its Terraform, pushes the state that could not be
 * saved, compares it with what was made, and marks what it lacks. The lock, if it is the one that this Terraform took, is
 * released only then. What it cannot do it spells out. It throws nothing: the run has failed already, and each part is
 * worth trying.
 */
export async function rescue(running: RunningProcess, ports: RescuePorts): Promise<void> {
  const { left, log, unlock } = ports;
  const command = `${basename(running.binary).replace(/-bin$/, '')} -chdir=${running.directory}`;
  const named = `${running.command} (pid ${running.pid})`;
  log.info(
    running.end === 'well'
      ? `${named} ended well, but what followed failed: looking at its lock and its state`
      : `${named} did not end well: looking at what it left`,
  );
  if (!(await left.ended(PATIENCE))) {
    log.warning(
      `Terraform still runs (pid ${running.pid}) after ${PATIENCE} seconds, and the runner will end it. ` +
        `The next run names the lock that it may leave. When this Terraform is gone, release it: ${unlock('LOCK_ID')}`,
    );
    await marked(behind(undefined, left.made()), ports, 'Terraform had not ended');
    return;
  }
  const lock = await lockLeft(running, ports);
  const ours = lock !== undefined && lock !== 'unknown' && isOurs(lock, running, left.who);
  await pushState(ours, ports, command);
  const safe = running.command !== 'apply' || (await compared(ports));
  if (!ours) return;
  if (!safe) {
    return log.error(
      `The lock ${lock.id} stays, so that nothing is applied to a state that lacks what was made. ` +
        `When it is repaired: ${unlock(lock.id)}`,
    );
  }
  try {
    await left.unlock(lock.id);
    log.info(`Released the lock ${lock.id}, which the ended ${running.command} had left`);
  } catch (thrown) {
    log.warning(`The lock could not be released: ${asError(thrown).message} Release it: ${unlock(lock.id)}`);
  }
}

async function lockLeft(
  running: RunningProcess,
  { left, log, unlock }: RescuePorts,
): Promise<StateLock | 'unknown' | undefined> {
  try {
    const lock = await left.lock();
    if (lock === undefined) log.info('The state is not locked');
    else if (!isOurs(lock, running, left.who)) {
      log.warning(
        `The state is locked by ${lock.who} since ${lock.created} (${lock.operation}, lock ${lock.id}), which is not this run. ` +
          `Only when that run is certainly over: ${unlock(lock.id)}`,
      );
    }
    return lock;
  } catch (thrown) {
    log.warning(
      `Whether a lock is left could not be found out: ${asError(thrown).message} ` +
        `If the next run says that the state is locked since ${running.startedAt} by ${left.who}, release it: ${unlock('LOCK_ID')}`,
    );
    return 'unknown';
  }
}

async function pushState(locked: boolean, ports: RescuePorts, command: string): Promise<void> {
  const { left, log } = ports;
  const file = await left.erroredState();
  if (file === undefined) return;
  const patience = { isFinal: (thrown: unknown) => REFUSED.test(asError(thrown).message), pauses: ONE_MINUTE };
  try {
    await patiently('Pushing the state', () => left.push(file, locked), ports, patience);
    log.info('The state that could not be saved was pushed: everything that was made is in it');
  } catch (thrown) {
    // It holds secrets in clear, so it is not uploaded; on a hosted runner it ends with the machine.
    log.error(
      `The state could not be saved, and pushing ${file} failed too: ${asError(thrown).message} ` +
        `Apply nothing before it is repaired. On a runner of your own: ${command} state push ${file}. ` +
        'Elsewhere import what was made, by the blocks that the next deploy prints',
    );
  }
}

/** @returns whether the state has everything that was made, or a mark says what it lacks */
async function compared(ports: RescuePorts): Promise<boolean> {
  const { left, log } = ports;
  const made = left.made();
  if (made.length === 0) return true;
  let lacking: readonly LackingResource[] = behind(undefined, made);
  let why = 'the state lacks them';
  try {
    const state = await left.state();
    lacking = lackingIn(state, behind(state, made));
  } catch (thrown) {
    why = `the state could not be read: ${asError(thrown).message}`;
  }
  if (lacking.length > 0) return await marked(lacking, ports, why);
  log.info('The state has everything that the apply has made');
  return true;
}

async function marked(made: readonly LackingResource[], ports: RescuePorts, why: string): Promise<boolean> {
  const { log, mark } = ports;
  if (made.length === 0) return true;
  log.error(
    `Made or begun, and not known to be in the state (${why}). Import what is there before anything is applied:\n${importBlocks(made)}`,
  );
  try {
    // Marks of their own: whether something without an id is there, a person settles. The newest is asked about first.
    for (const part of [made.filter(({ id }) => id === undefined), made.filter(({ id }) => id !== undefined)])
      if (part.length > 0) await patiently('Recording it on GitHub', () => mark(part), ports);
    log.info('A record on GitHub stops the next deploy until they are in the state');
    return true;
  } catch (thrown) {
    log.error(`No record of it could be left on GitHub: ${asError(thrown).message}`);
    return false;
  }
}

/**
 * Terraform does not tell its lock's id while it holds it. A lock is this process's when this user on this machine took
 * it, for the same operation, not before the process started.
 */
export function isOurs(lock: StateLock, running: RunningProcess, who: string): boolean {
  const operation = `OperationType${running.command}`.toLowerCase();
  return (
    lock.who === who && lock.operation.toLowerCase() === operation && takenAt(lock) >= Date.parse(running.startedAt)
  );
}
