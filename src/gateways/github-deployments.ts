import * as v from 'valibot';
import type { DeploymentRequest, Deployments } from '../ports.js';
import type { GitHubApi } from './github-api.js';

const DEPLOYMENT = v.object({
  id: v.number(),
  sha: v.string(),
  task: v.string(),
  environment: v.string(),
  payload: v.nullish(v.unknown()),
});
type Deployment = v.InferOutput<typeof DEPLOYMENT>;
const STATUS = v.object({ state: v.string(), log_url: v.nullish(v.string()), target_url: v.nullish(v.string()) });
/** https://docs.github.com/rest/deployments/statuses: longer ones are refused. */
const LONGEST_DESCRIPTION = 140;

/** GitHub deployments, the memory of what is deployed. Permission: `deployments: write`. */
export class GitHubDeployments implements Deployments {
  readonly #api: GitHubApi;
  readonly #runUrls = new Map<number, string>();

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async start(request: DeploymentRequest): Promise<number> {
    const { id } = await this.#api.send(
      `Recording the deployment of ${request.stage}`,
      'POST',
      '/repos/{owner}/{repo}/deployments',
      {
        // The commit, not the branch: the branch may have moved since.
        ref: request.sha,
        task: request.task,
        environment: await this.#environment(request),
        payload: { stage: request.stage },
        description: shortened(request.description),
        // Neither merges the default branch into it, nor waits for checks: the commit is merged already.
        auto_merge: false,
        required_contexts: [],
      },
      v.object({ id: v.number() }),
    );
    if (request.runUrl !== undefined) this.#runUrls.set(id, request.runUrl);
    await this.#status(id, 'in_progress', request.description);
    return id;
  }

  async finish(
    id: number,
    result: 'success' | 'failure',
    about: { readonly url?: string; readonly description: string },
  ): Promise<void> {
    await this.#status(id, result, about.description, about.url);
  }

  async lastSuccessful(
    task: string,
    stage: string,
  ): Promise<{ readonly sha: string; readonly url: string } | undefined> {
    for await (const deployment of this.#newestFirst(task, stage)) {
      const success = await this.#success(deployment.id);
      if (success !== undefined) {
        return { sha: deployment.sha, url: success.log_url || success.target_url || '' };
      }
    }
    return undefined;
  }

  async unfinished(task: string, stage: string): Promise<readonly string[]> {
    const commits = new Set<string>();
    for await (const { id, sha } of this.#newestFirst(task, stage)) {
      if ((await this.#success(id)) !== undefined) break;
      commits.add(sha);
    }
    return [...commits];
  }

  /** By task and not by environment: which environment ours is in depends on the job. */
  async *#newestFirst(task: string, stage: string): AsyncGenerator<Deployment> {
    const deployments = this.#api.elements(
      `Searching the deployments of ${stage}`,
      '/repos/{owner}/{repo}/deployments',
      { task },
      DEPLOYMENT,
    );
    for await (const deployment of deployments) {
      if (deployment.task === task && stageOf(deployment) === stage) yield deployment;
    }
  }

  /**
   * A job with `environment:` has a deployment of its own, made by GitHub before the job began. A second one of the
   * same commit in the same environment would only confuse its readers, so ours stands aside.
   */
  async #environment({ stage, sha, task }: DeploymentRequest): Promise<string> {
    const deployments = this.#api.elements(
      `Searching the job's own deployment to ${stage}`,
      '/repos/{owner}/{repo}/deployments',
      { environment: stage, sha },
      DEPLOYMENT,
    );
    for await (const deployment of deployments) {
      if (deployment.task !== task && stageOf(deployment) === undefined) return `${stage} (record)`;
    }
    return stage;
  }

  /** GitHub makes an older deployment `inactive` when a newer one succeeds, so every status is looked at. */
  async #success(id: number): Promise<v.InferOutput<typeof STATUS> | undefined> {
    const statuses = this.#api.elements(
      `Reading the statuses of deployment ${id}`,
      '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      { deployment_id: id },
      STATUS,
    );
    for await (const status of statuses) if (status.state === 'success') return status;
    return undefined;
  }

  async #status(id: number, state: string, description: string, environmentUrl?: string): Promise<void> {
    const runUrl = this.#runUrls.get(id);
    await this.#api.send(
      `Recording that the deployment is ${state}`,
      'POST',
      '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      {
        deployment_id: id,
        state,
        description: shortened(description),
        ...(runUrl === undefined ? {} : { log_url: runUrl }),
        ...(environmentUrl === undefined ? {} : { environment_url: environmentUrl }),
      },
      v.object({ state: v.string() }),
      // A second status that says the same changes nothing, and a lost success would be deployed again.
      { repeatable: true },
    );
  }
}

/** GitHub hands a payload back as it was given, or as its JSON text. */
function stageOf({ payload }: Deployment): string | undefined {
  const parsed = v.safeParse(v.object({ stage: v.string() }), typeof payload === 'string' ? parse(payload) : payload);
  return parsed.success ? parsed.output.stage : undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function shortened(description: string): string {
  const characters = [...description];
  if (characters.length <= LONGEST_DESCRIPTION) return description;
  return `${characters.slice(0, LONGEST_DESCRIPTION - 1).join('')}…`;
}
