import * as v from 'valibot';
import type { Rejection, Rejections, RunEnds, Runs } from '../../ports/history.js';
import type { GitHubApi } from './api.js';
import { AUTHOR } from './author.js';

const PAGE_SIZE = 100;
/** Each costs a request: a workflow that fails with every push, such as tests on the default branch, is no rejection. */
const MOST_ASKED = 20;

const FAILED_RUN = v.object({ id: v.number(), head_sha: v.string(), html_url: v.string() });
const REVIEW = v.object({
  state: v.string(),
  comment: v.nullish(v.string(), ''),
  environments: v.array(v.object({ name: v.string() })),
  user: v.optional(AUTHOR, null),
});

/** Runs of workflows. Permission: `actions: read`. */
export class GitHubRuns implements Runs, RunEnds, Rejections {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async isCompleted(runId: string): Promise<boolean> {
    return (await this.endedAt(runId)) !== undefined;
  }

  async endedAt(runId: string): Promise<string | undefined> {
    const { status, updated_at } = await this.#api.get(
      `Asking whether run ${runId} is still under way`,
      '/repos/{owner}/{repo}/actions/runs/{run_id}',
      { run_id: runId },
      v.object({ status: v.nullable(v.string()), updated_at: v.string() }),
    );
    return status === 'completed' ? updated_at : undefined;
  }

  /** A run ends in failure when a job of it is rejected; who did it is only in the history of its reviews. */
  async rejection(branch: string, commits: readonly string[], environment: string): Promise<Rejection | undefined> {
    const { workflow_runs: failed } = await this.#api.get(
      `Reading the failed runs of ${branch}`,
      '/repos/{owner}/{repo}/actions/runs',
      { branch, event: 'push', status: 'failure', per_page: PAGE_SIZE },
      v.object({ workflow_runs: v.array(FAILED_RUN) }),
    );
    const newestFirst = commits.flatMap((sha) => failed.filter(({ head_sha }) => head_sha === sha));
    for (const { id, head_sha: sha, html_url: runUrl } of newestFirst.slice(0, MOST_ASKED)) {
      const reviews = await this.#api.get(
        `Reading who reviewed run ${id}`,
        '/repos/{owner}/{repo}/actions/runs/{run_id}/approvals',
        { run_id: id },
        v.array(REVIEW),
      );
      const rejected = reviews.find(({ state, environments }) => state === 'rejected' && environments.some(isNamed));
      if (rejected !== undefined) return { sha, runUrl, by: rejected.user?.login ?? '', comment: rejected.comment };
    }
    return undefined;

    /** GitHub takes `Dev` and `dev` for one environment. */
    function isNamed({ name }: { readonly name: string }): boolean {
      return name.toLowerCase() === environment.toLowerCase();
    }
  }
}
