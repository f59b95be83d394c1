import { asError, CancelledError } from '../../errors.js';
import type { Log } from '../../ports/run.js';
import { SupersededRun } from '../deployments/supersession.js';
import type { Step } from './outcome.js';

/**
 * The steps of a run, in order: each is a heading in the log and a row in the summary. What was announced and not
 * reached is what a failure left undone.
 */
export class Progress {
  readonly #log: Log;
  readonly #signal: AbortSignal;
  readonly #steps: Step[] = [];
  readonly #announced: string[];

  /** @param titles the steps that this run intends, so that a failure can name those it did not reach */
  constructor(log: Log, signal: AbortSignal, titles: readonly string[]) {
    this.#log = log;
    this.#signal = signal;
    this.#announced = [...titles];
  }

  /** Runs one step. A cancelled run does not begin another one. */
  async step<T>(title: string, work: () => Promise<T>, detail?: (result: T) => string | undefined): Promise<T> {
    if (this.#signal.aborted) throw new CancelledError(`"${title}", before it began`);
    const began = Date.now();
    const seconds = () => (Date.now() - began) / 1000;
    return await this.#log.group(title, async () => {
      try {
        const result = await work();
        const said = detail?.(result);
        if (said !== undefined) this.#log.info(said);
        this.#record({ title, state: 'done', seconds: seconds(), ...(said === undefined ? {} : { detail: said }) });
        return result;
      } catch (thrown) {
        // Nothing went wrong in it: it was given up.
        if (thrown instanceof SupersededRun) throw thrown;
        this.#record({ title, state: 'failed', seconds: seconds(), detail: asError(thrown).message });
        throw thrown;
      }
    });
  }

  /** Everything so far, and what was announced but not reached. */
  steps(): readonly Step[] {
    return [...this.#steps, ...this.#announced.map((title): Step => ({ title, state: 'not-reached' }))];
  }

  #record(step: Step): void {
    this.#steps.push(step);
    const at = this.#announced.indexOf(step.title);
    if (at >= 0) this.#announced.splice(at, 1);
  }
}
