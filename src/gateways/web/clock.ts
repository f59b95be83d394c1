import { setTimeout as pause } from 'node:timers/promises';
import { CancelledError } from '../../errors.js';
import type { Clock } from '../../ports/site.js';

/** Real time, that ends with the run. */
export function siteClock(signal: AbortSignal): Clock {
  return {
    now: () => performance.now(),
    pause: async (milliseconds) => {
      try {
        await pause(milliseconds, undefined, { signal });
      } catch {
        throw new CancelledError('the wait for the edge');
      }
    },
  };
}
