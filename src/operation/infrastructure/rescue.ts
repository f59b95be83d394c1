import { basename } from 'node:path';
import { asError } from '../../errors.js';
import type { Log } from '../../ports/run.js';
import type { LeftBehind, RunningProcess } from '../../ports/terraform.js';
import type { StateLock } from '../../terraform/command/state-lock.js';

/** Seconds. The runner gives a cancelled job five minutes for everything. */
const PATIENCE = 240;

/**
 * Puts in order what a cancelled or killed run has left: waits for its Terraform, releases the lock if it is the one
 * that this Terraform took, and pushes the state that could not be saved. What it cannot do it spells out. It throws
 * nothing: the run has failed already, and each part is worth trying.
 */
export async function rescue(running: RunningProcess, left: LeftBehind, log: Log): Promise<void> {
  const command = `${basename(running.binary).replace(/-bin$/, '')} -chdir=${running.directory}`;
  log.info(`${running.command} (pid ${running.pid}) did not end well: looking at what it left`);
  if (!(await left.ended(PATIENCE))) {
    log.warning(
      `Terraform still runs (pid ${running.pid}) after ${PATIENCE} seconds, and the runner will end it. ` +
        `Afterwards look at the lock with \`${command} plan\`, release it with \`force-unlock\`, and plan before anything is applied`,
    );
    return;
  }
  await releaseLock(running, left, log, command);
  await pushState(left, log, command);
}

async function releaseLock(running: RunningProcess, left: LeftBehind, log: Log, command: string): Promise<void> {
  try {
    const lock = await left.lock();
    if (lock === undefined) return log.info('The state is not locked');
    if (!isOurs(lock, running, left.who)) {
      return log.warning(
        `The state is locked by ${lock.who} since ${lock.created} (${lock.operation}, lock ${lock.id}), which is not this run. ` +
          `Only when that run is certainly over: ${command} force-unlock ${lock.id}`,
      );
    }
    await left.unlock(lock.id);
    log.info(`Released the lock ${lock.id}, which the ended ${running.command} had left`);
  } catch (thrown) {
    log.warning(
      `Whether a lock is left could not be found out: ${asError(thrown).message} ` +
        `If the next run says that the state is locked since ${running.startedAt} by ${left.who}, release it: ${command} force-unlock LOCK_ID`,
    );
  }
}

async function pushState(left: LeftBehind, log: Log, command: string): Promise<void> {
  const file = await left.erroredState();
  if (file === undefined) return;
  try {
    await left.push(file);
    log.info('The state that could not be saved was pushed: everything that was made is in it');
  } catch (thrown) {
    // It holds secrets in clear, so it is not uploaded; on a hosted runner it ends with the machine.
    log.error(
      `The state could not be saved, and pushing ${file} failed too: ${asError(thrown).message} ` +
        `Apply nothing before it is repaired. On a runner of your own: ${command} state push ${file}. ` +
        'Elsewhere the log above names what was made: import it (`import` blocks), or restore an earlier version of the state object from its bucket and import the rest',
    );
  }
}

/**
 * Terraform does not tell its lock's id while it holds it. A lock is this process's when this user on this machine took
 * it, for the same operation, not before the process started.
 */
export function isOurs(lock: StateLock, running: RunningProcess, who: string): boolean {
  const created = Date.parse(lock.created.replace(/^(\S+) (\S+?)(\.\d{3})?\d* \+0000 UTC$/, '$1T$2$3Z'));
  const operation = `OperationType${running.command}`.toLowerCase();
  return lock.who === who && lock.operation.toLowerCase() === operation && created >= Date.parse(running.startedAt);
}
