import * as v from 'valibot';
import type { DeploymentRequest, Deployments } from '../ports.js';
import type { GitHubApi } from './github-api.js';

const DEPLOYMENT = v.object({ id: v.number(), sha: v.string(), task: v.string(), environment: v.string() });
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
        environment: request.stage,
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

  async hasUnfinished(task: string, stage: string): Promise<boolean> {
    for await (const { id } of this.#newestFirst(task, stage)) return (await this.#success(id)) === undefined;
    return false;
  }

  async *#newestFirst(task: string, stage: string): AsyncGenerator<v.InferOutput<typeof DEPLOYMENT>> {
    const deployments = this.#api.elements(
      `Searching the last deployment of ${stage}`,
      '/repos/{owner}/{repo}/deployments',
      { task, environment: stage },
      DEPLOYMENT,
    );
    for await (const deployment of deployments) {
      if (deployment.task === task && deployment.environment === stage) yield deployment;
    }
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
        // An `environment:` on the job has a deployment of its own; ours shall not make it inactive.
        auto_inactive: false,
        ...(runUrl === undefined ? {} : { log_url: runUrl }),
        ...(environmentUrl === undefined ? {} : { environment_url: environmentUrl }),
      },
      v.object({ state: v.string() }),
    );
  }
}

function shortened(description: string): string {
  const characters = [...description];
  if (characters.length <= LONGEST_DESCRIPTION) return description;
  return `${characters.slice(0, LONGEST_DESCRIPTION - 1).join('')}…`;
}
