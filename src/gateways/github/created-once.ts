import { setTimeout as sleep } from 'node:timers/promises';
import { type GitHubConnection, GitHubFailure } from './api.js';

const ATTEMPTS = 3;
const PAUSE_MS = 500;

/**
 * Creates something of which there may be one only. A server's error or a lost answer leaves open whether it was made, so
 * it is looked for before it is made again.
 */
export async function createdOnce<T>(
  { pauseMs = PAUSE_MS, signal }: Pick<GitHubConnection, 'pauseMs' | 'signal'>,
  create: () => Promise<T>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await create();
    } catch (thrown) {
      const unclear = thrown instanceof GitHubFailure && (thrown.status === undefined || thrown.status >= 500);
      if (!unclear) throw thrown;
      const made = await find();
      if (made !== undefined) return made;
      if (attempt === ATTEMPTS || signal?.aborted) throw thrown;
      await sleep(pauseMs * 2 ** attempt);
    }
  }
}
