import { GitHubFailure } from '../api.js';

/** What this token may not see, and what is not there, are answers and no failures. */
export async function visible<T>(look: () => Promise<T>): Promise<T | 'absent' | 'hidden'> {
  try {
    return await look();
  } catch (thrown) {
    if (!(thrown instanceof GitHubFailure)) throw thrown;
    if (thrown.status === 404) return 'absent';
    if (thrown.status === 403) return 'hidden';
    throw thrown;
  }
}
