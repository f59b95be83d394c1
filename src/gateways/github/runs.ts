import * as v from 'valibot';
import type { RunEnds, Runs } from '../../ports/history.js';
import type { GitHubApi } from './api.js';

/** Runs of workflows. Permission: `actions: read`. */
export class GitHubRuns implements Runs, RunEnds {
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
}
