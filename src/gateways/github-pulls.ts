import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { MergedPullRequest, PullRequests } from '../ports.js';
import type { GitHubApi } from './github-api.js';

const PULL = v.object({
  number: v.number(),
  title: v.string(),
  user: v.nullable(v.object({ login: v.string() })),
  head: v.object({ sha: v.string() }),
  base: v.object({ ref: v.string() }),
  merged_at: v.nullable(v.string()),
  merge_commit_sha: v.nullable(v.string()),
  labels: v.array(v.object({ name: v.string() })),
});
type Pull = v.InferOutput<typeof PULL>;

/** GitHub fills `merged_at` and `merge_commit_sha`, and the index of commits, some seconds after the push event. */
const LOOKUPS = 4;

/** Pull requests. Permission: `pull-requests: read`. */
export class GitHubPulls implements PullRequests {
  readonly #api: GitHubApi;
  /** What a commit merged does not change, and several steps of a run ask for it. */
  readonly #merged = new Map<string, Promise<MergedPullRequest | undefined>>();

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async mergedAs(sha: string, baseRef: string): Promise<MergedPullRequest | undefined> {
    const key = `${sha} ${baseRef}`;
    const asked = this.#merged.get(key) ?? this.#findMerged(sha, baseRef);
    this.#merged.set(key, asked);
    asked.catch(() => this.#merged.delete(key));
    return await asked;
  }

  /**
   * Squash, merge commit, rebase (its last commit) and merge queue all end with `merge_commit_sha` at the commit.
   * The other commits of a rebase belong to it too: there the merged state and the base branch decide.
   */
  async #findMerged(sha: string, baseRef: string): Promise<MergedPullRequest | undefined> {
    const { pauseMs = 500 } = this.#api.connection;
    for (let lookup = 1; ; lookup++) {
      const pulls = (await this.pullsOf(sha)).filter(({ base }) => base.ref === baseRef);
      const exact = pulls.map(merged).find((pull) => pull?.mergeCommitSha === sha);
      if (exact !== undefined) return exact;
      if (lookup === LOOKUPS) return newest(pulls);
      await sleep(pauseMs * 2 ** (lookup - 1));
    }
  }

  /** Every pull request that contains the commit, merged or not. */
  async pullsOf(sha: string): Promise<readonly Pull[]> {
    return await this.#api.all(
      `Finding the pull request of ${sha}`,
      '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
      { commit_sha: sha },
      PULL,
    );
  }

  async headSha(number: number): Promise<string> {
    const { head } = await this.#api.get(
      `Reading pull request #${number}`,
      '/repos/{owner}/{repo}/pulls/{pull_number}',
      { pull_number: number },
      v.object({ head: v.object({ sha: v.string() }) }),
    );
    return head.sha;
  }
}

export function merged(pull: Pull): MergedPullRequest | undefined {
  if (pull.merged_at === null || pull.merge_commit_sha === null) return undefined;
  return {
    number: pull.number,
    title: pull.title,
    author: pull.user?.login ?? '',
    headSha: pull.head.sha,
    baseRef: pull.base.ref,
    mergedAt: pull.merged_at,
    mergeCommitSha: pull.merge_commit_sha,
    labels: pull.labels.map(({ name }) => name),
  };
}

function newest(pulls: readonly Pull[]): MergedPullRequest | undefined {
  return pulls
    .map(merged)
    .filter((pull) => pull !== undefined)
    .sort((a, b) => Date.parse(b.mergedAt) - Date.parse(a.mergedAt))[0];
}
