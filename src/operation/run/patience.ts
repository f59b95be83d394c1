import { asError } from '../../errors.js';
import type { Log } from '../../ports/run.js';

/** Seconds before each further attempt: three minutes in all, of the five that a cancelled job has left. */
const MINUTES = [2, 5, 10, 20, 30, 60, 60];
/** For what something else waits for that needs the rest of the five. */
export const ONE_MINUTE: readonly number[] = MINUTES.slice(0, 5);

export interface PatiencePorts {
  readonly log: Log;
  readonly wait: (seconds: number) => Promise<void>;
}

export interface Patience {
  /** Another attempt would end in the same way. */
  readonly isFinal?: (thrown: unknown) => boolean;
  /** Seconds. */
  readonly pauses?: readonly number[];
}

/** Tries until it succeeds, or until another attempt makes no sense; then it throws what the last one threw. */
export async function patiently<T>(
  what: string,
  work: () => Promise<T>,
  { log, wait }: PatiencePorts,
  { isFinal = () => false, pauses = MINUTES }: Patience = {},
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (thrown) {
      const pause = pauses[attempt];
      if (pause === undefined || isFinal(thrown)) throw thrown;
      log.info(`${what} failed, and is tried again in ${pause} seconds: ${asError(thrown).message}`);
      await wait(pause);
    }
  }
}
