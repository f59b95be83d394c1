import { asError, CancelledError, wasAborted } from '../../errors.js';
import type { Log } from '../../ports/run.js';
import { SupersededRun } from '../deployments/supersession.js';
import type { Step } from './outcome.js';
import type { StepKind } from './steps.js';

/**
 * The steps of a run, in order: each is a heading in the log and a row in the summary. What was announced and not
 * reached is what a failure left undone.
 */
export class Progress {
  readonly #log: Log;
  readonly #signal: AbortSignal;
  readonly #steps: Step[] = [];
  readonly #announced: StepKind[];

  /** @param intended the steps that this run intends, so that a failure can name those it did not reach */
  constructor(log: Log, signal: AbortSignal, intended: readonly StepKind[]) {
    this.#log = log;
    this.#signal = signal;
    this.#announced = [...intended];
  }

  /** Runs one step. A cancelled run does not begin another one. */
  async step<T>(kind: StepKind, work: () => Promise<T>, detail?: (result: T) => string | undefined): Promise<T> {
    if (this.#signal.aborted) throw new CancelledError(`"${kind.title}", before it began`);
    const began = Date.now();
    const seconds = () => (Date.now() - began) / 1000;
    return await this.#log.group(kind.title, async () => {
      try {
        const result = await work();
        const said = detail?.(result);
        if (said !== undefined) this.#log.info(said);
        this.#record({ ...kind, state: 'done', seconds: seconds(), detail: said });
        return result;
      } catch (caught) {
        // Nothing went wrong in it: it was given up.
        if (caught instanceof SupersededRun) throw caught;
        const thrown =
          this.#signal.aborted && wasAborted(caught) ? new CancelledError(`"${kind.title}"`, caught) : caught;
        this.#record({ ...kind, state: 'failed', seconds: seconds(), detail: asError(thrown).message });
        throw thrown;
      }
    });
  }

  /** Everything so far, and what was announced but not reached. */
  steps(): readonly Step[] {
    return [...this.#steps, ...this.#announced.map((kind): Step => ({ ...kind, state: 'not-reached' }))];
  }

  #record(step: Step): void {
    this.#steps.push(step);
    const at = this.#announced.findIndex(({ id }) => id === step.id);
    if (at >= 0) this.#announced.splice(at, 1);
  }
}
