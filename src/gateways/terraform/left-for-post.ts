import { asActionError } from '../../errors.js';
import type { Log } from '../../ports/run.js';
import type { RunningProcess, RunState } from '../../ports/terraform.js';

/** For commands that leave nothing, and for those of `post` itself. */
const NOWHERE: RunState = { save: () => {}, read: () => undefined };

/** Tells `post` what the commands of a run may have left: a process, a state that could not be saved, a lock. */
export class LeftForPost {
  #current: { readonly running: RunningProcess; readonly locks: boolean } | undefined;
  /** The newest command that ended well and had the lock. */
  #locked: RunningProcess | undefined;

  constructor(
    private readonly runState: RunState,
    private readonly log: Log,
  ) {}

  static nothing(log: Log): LeftForPost {
    return new LeftForPost(NOWHERE, log);
  }

  /** At once when the process exists. @param locks it takes the lock of the state */
  started(running: RunningProcess, locks: boolean): void {
    this.#current = { running, locks };
    this.runState.save(running);
  }

  /** There is nothing for `post` to do. */
  endedWell(): void {
    if (this.#current?.locks === true) this.#locked = { ...this.#current.running, end: 'well' };
    this.#saved(undefined);
  }

  /** It failed, and may have left something. @param gaveUp it did not wait for what it was making */
  endedBadly(gaveUp: boolean): void {
    if (gaveUp && this.#current !== undefined) this.#saved({ ...this.#current.running, end: 'gave-up' });
  }

  /**
   * It failed, and itself has left nothing. Whatever stood in its way may have answered for the backend before, too, when
   * an earlier command gave its lock back.
   */
  failedAlone(): void {
    this.#saved(this.#locked);
  }

  /** A full disk must not hide how the command ended. */
  #saved(running: RunningProcess | undefined): void {
    try {
      this.runState.save(running);
    } catch (thrown) {
      this.log.info(`The end of the command could not be written down: ${asActionError(thrown).message}`);
    }
  }
}
