import { setTimeout as sleep } from 'node:timers/promises';

/** Far beyond what a busy machine needs: the limit only turns a wait without end into an error with a place. */
const LIMIT_MS = 120_000;

/** Waits for the event itself: how long it takes says nothing about what is tested. */
export async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + LIMIT_MS; !condition(); await sleep(20)) {
    if (Date.now() > end) throw new Error(`It did not happen within ${LIMIT_MS / 1000} seconds: ${condition}`);
  }
}
