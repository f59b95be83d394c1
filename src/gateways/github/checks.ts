import * as v from 'valibot';
import type { ChangeableCheckRuns, CheckRun, CheckRunRequest, CheckRuns } from '../../ports/check-runs.js';
import type { GitHubApi } from './api.js';
import { withoutBot } from './author.js';
import { createdOnce } from './created-once.js';

const CREATED = v.object({ html_url: v.nullish(v.string()) });

const CHECK_RUN = v.object({
  id: v.number(),
  name: v.string(),
  head_sha: v.string(),
  status: v.string(),
  external_id: v.nullish(v.string(), ''),
  conclusion: v.nullish(v.string(), null),
  started_at: v.nullish(v.string(), null),
  completed_at: v.nullish(v.string(), null),
  app: v.nullish(v.object({ slug: v.nullish(v.string(), '') })),
  output: v.object({ text: v.nullish(v.string(), '') }),
});

/** Check runs on commits. Permission: `checks: write`. Only apps have it, so a person's token cannot make them. */
export class GitHubChecks implements CheckRuns, ChangeableCheckRuns {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async create(request: CheckRunRequest): Promise<{ readonly url: string }> {
    const { html_url: url } = await createdOnce(
      this.#api.connection,
      () => this.#create(request),
      () => this.#made(request),
    );
    return { url: url ?? '' };
  }

  /** The newest of them: an older one that says the same was made before something else was recorded. */
  async #made(request: CheckRunRequest): Promise<v.InferOutput<typeof CREATED> | undefined> {
    const [newest] = await this.list(request.headSha, request.name);
    const same = newest?.externalId === request.externalId && newest.conclusion === request.conclusion;
    return same && newest.text === request.text ? {} : undefined;
  }

  async #create(request: CheckRunRequest): Promise<v.InferOutput<typeof CREATED>> {
    return await this.#api.send(
      `Creating the check run "${request.name}"`,
      'POST',
      '/repos/{owner}/{repo}/check-runs',
      {
        name: request.name,
        head_sha: request.headSha,
        external_id: request.externalId,
        status: 'completed',
        ...(request.startedAt === undefined ? {} : { started_at: request.startedAt }),
        // Its completion is left to GitHub's clock, which also times approvals and merges.
        conclusion: request.conclusion,
        output: { title: request.title, summary: request.summary, text: request.text },
      },
      CREATED,
    );
  }

  async change(id: number, { name, externalId, conclusion, title, summary, text }: Omit<CheckRunRequest, 'headSha'>) {
    await this.#api.send(
      `Changing the check run "${name}"`,
      'PATCH',
      '/repos/{owner}/{repo}/check-runs/{check_run_id}',
      { check_run_id: id, external_id: externalId, status: 'completed', conclusion, output: { title, summary, text } },
      CREATED,
    );
  }

  async list(headSha: string, name: string): Promise<readonly CheckRun[]> {
    const runs = await this.#own(`Reading the check runs "${name}" of ${headSha}`, headSha, { check_name: name });
    return runs.filter((run) => run.name === name);
  }

  async allOf(headSha: string): Promise<readonly CheckRun[]> {
    return await this.#own(`Reading the check runs of ${headSha}`, headSha, {});
  }

  async #own(what: string, headSha: string, query: Readonly<Record<string, string>>): Promise<readonly CheckRun[]> {
    const slug = withoutBot(await this.#api.viewer());
    const runs = await this.#api.all(
      what,
      '/repos/{owner}/{repo}/commits/{ref}/check-runs',
      // `latest`, the default, would hide the plan that was approved behind one that was made after it.
      { ref: headSha, ...query, filter: 'all' },
      CHECK_RUN,
      'check_runs',
    );
    return runs
      .filter((run) => run.head_sha === headSha)
      .filter((run) => run.app?.slug === slug)
      .flatMap((run) =>
        run.status !== 'completed' || run.completed_at === null
          ? []
          : [
              {
                id: run.id,
                name: run.name,
                externalId: run.external_id,
                conclusion: run.conclusion ?? '',
                startedAt: run.started_at ?? run.completed_at,
                completedAt: run.completed_at,
                text: run.output.text,
              },
            ],
      )
      .sort((a, b) => Date.parse(b.completedAt) - Date.parse(a.completedAt) || b.id - a.id);
  }
}
