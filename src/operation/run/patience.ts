import { asError } from '../../errors.js';
import type { Log } from '../../ports/run.js';

/** Seconds before each further attempt: three minutes in all, of the five that a cancelled job has left. */
const PAUSES = [2, 5, 10, 20, 30, 60, 60];

export interface PatiencePorts {
  readonly log: Log;
  readonly wait: (seconds: number) => Promise<void>;
}

/** Tries until it succeeds, or until another attempt makes no sense; then it throws what the last one threw. */
export async function patiently<T>(
  what: string,
  work: () => Promise<T>,
  { log, wait }: PatiencePorts,
  isFinal: (thrown: unknown) => boolean = () => false,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (thrown) {
      const pause = PAUSES[attempt];
      if (pause === undefined || isFinal(thrown)) throw thrown;
      log.info(`${what} failed, and is tried again in ${pause} seconds: ${asError(thrown).message}`);
      await wait(pause);
    }
  }
}
