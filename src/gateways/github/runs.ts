import * as v from 'valibot';
import type { Runs } from '../../ports/history.js';
import type { GitHubApi } from './api.js';

/** Runs of workflows. Permission: `actions: read`. */
export class GitHubRuns implements Runs {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async isCompleted(runId: string): Promise<boolean> {
    const { status } = await this.#api.get(
      `Asking whether run ${runId} is still under way`,
      '/repos/{owner}/{repo}/actions/runs/{run_id}',
      { run_id: runId },
      v.object({ status: v.nullable(v.string()) }),
    );
    return status === 'completed';
  }
}
