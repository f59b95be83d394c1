import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { DeploymentRequest, Deployments, Standing, StartedDeployment } from '../../ports/deployments.js';
import type { GitHubApi } from './api.js';
import { AUTHOR, isBy } from './author.js';
import { createdOnce } from './created-once.js';
import { parsePayload } from './deployment-payload.js';

const DEPLOYMENT = v.object({
  id: v.number(),
  sha: v.string(),
  task: v.string(),
  environment: v.string(),
  creator: v.nullish(AUTHOR),
  payload: v.nullish(v.unknown()),
});
type Deployment = v.InferOutput<typeof DEPLOYMENT>;
const STATUS = v.object({ state: v.string(), log_url: v.nullish(v.string()), target_url: v.nullish(v.string()) });
type Status = v.InferOutput<typeof STATUS>;
/** States after which nothing more is expected of a deployment. */
const ENDED = ['success', 'failure', 'error', 'inactive'];
/** https://docs.github.com/rest/deployments/statuses: longer ones are refused. */
const LONGEST_DESCRIPTION = 140;

/** GitHub deployments, the memory of what is deployed. Permission: `deployments: write`. */
export class GitHubDeployments implements Deployments {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async start(request: DeploymentRequest): Promise<StartedDeployment> {
    const { task, stage, destroys, runUrl, description } = request;
    // By which it is found again when the answer about its creation is lost.
    const requestId = randomUUID();
    const environment = await this.#environment(request);
    const create = () =>
      this.#api.send(
        `Recording the deployment of ${stage}`,
        'POST',
        '/repos/{owner}/{repo}/deployments',
        {
          // The commit, not the branch: the branch may have moved since.
          ref: request.sha,
          task,
          environment,
          payload: { stage, ...(destroys ? { destroys } : {}), request: requestId },
          description: shortened(description),
          // Neither merges the default branch into it, nor waits for checks: the commit is merged already.
          auto_merge: false,
          required_contexts: [],
        },
        v.object({ id: v.number() }),
      );
    const { id } = await createdOnce(this.#api.connection, create, async () => {
      for await (const made of this.#newestFirst(task, stage)) {
        if (parsePayload(made.payload)?.request === requestId) return { id: made.id };
        if (made.sha !== request.sha) return undefined;
      }
      return undefined;
    });
    const started = { id, task, stage, destroys, runUrl };
    try {
      await this.#status(started, 'in_progress', description);
    } catch (thrown) {
      // Nothing began. Should this be refused too, then the next success ends it.
      await this.#status(started, 'error', 'Its beginning could not be recorded').catch(() => {});
      throw thrown;
    }
    return started;
  }

  async finish(
    started: StartedDeployment,
    result: 'success' | 'failure' | 'inactive',
    about: { readonly url?: string; readonly description: string },
  ): Promise<void> {
    await this.#status(started, result, about.description, about.url);
    if (result !== 'success') return;
    // Nothing is deployed now, so no environment may show a commit.
    if (started.destroys) await this.#status(started, 'inactive', about.description);
    await this.#endOlder(started);
    if (started.destroys) await this.#endTheJobsOwn(started);
  }

  async lastSuccessful(
    task: string,
    stage: string,
  ): Promise<{ readonly sha: string; readonly url: string } | undefined> {
    for await (const deployment of this.#newestFirst(task, stage)) {
      const success = (await this.#statuses(deployment.id)).find(isSuccess);
      if (success === undefined) continue;
      if (parsePayload(deployment.payload)?.destroys) return undefined;
      return { sha: deployment.sha, url: success.log_url || success.target_url || '' };
    }
    return undefined;
  }

  async standing(task: string, stage: string): Promise<Standing> {
    const begun: ('deploy' | 'destroy')[] = [];
    for await (const { id, payload } of this.#newestFirst(task, stage)) {
      const destroys = parsePayload(payload)?.destroys === true;
      if ((await this.#statuses(id)).some(isSuccess)) return { now: destroys ? 'destroyed' : 'deployed', begun };
      begun.push(destroys ? 'destroy' : 'deploy');
    }
    return { now: 'destroyed', begun };
  }

  async unfinished(task: string, stage: string): Promise<readonly string[]> {
    const commits = new Set<string>();
    for await (const { id, sha } of this.#newestFirst(task, stage)) {
      if ((await this.#statuses(id)).some(isSuccess)) break;
      commits.add(sha);
    }
    return [...commits];
  }

  /** Those whose runs were killed so hard that nothing could end them, and those that are still shown as active. */
  async #endOlder(started: StartedDeployment): Promise<void> {
    for await (const deployment of this.#newestFirst(started.task, started.stage)) {
      if (deployment.id >= started.id) continue;
      const statuses = await this.#statuses(deployment.id);
      const older = { id: deployment.id, runUrl: '' };
      if (isActive(statuses)) await this.#status(older, 'inactive', 'A newer run has replaced it');
      else if (statuses.some(isSuccess)) return;
      else if (!statuses.some(({ state }) => ENDED.includes(state)))
        await this.#status(older, 'inactive', 'Its run ended without saying how');
    }
  }

  /**
   * After a destroy: those that GitHub made for the jobs of this stage. They name no stack, so they are left alone as
   * long as another stack of the stage is deployed.
   */
  async #endTheJobsOwn({ stage, task }: StartedDeployment): Promise<void> {
    const viewer = await this.#api.viewer();
    const active: Deployment[] = [];
    for (const environment of [stage, `${stage} (record)`]) {
      const deployments = this.#api.elements(
        `Searching the deployments to ${environment}`,
        '/repos/{owner}/{repo}/deployments',
        { environment },
        DEPLOYMENT,
      );
      for await (const deployment of deployments) {
        if (!isBy(viewer, deployment.creator ?? null) || !isActive(await this.#statuses(deployment.id))) continue;
        const ours = parsePayload(deployment.payload)?.stage === stage;
        if (ours && deployment.task !== task) return;
        if (!ours) active.push(deployment);
      }
    }
    for (const { id } of active) await this.#status({ id, runUrl: '' }, 'inactive', `${stage} was destroyed`);
  }

  /**
   * By task and not by environment: which environment ours is in depends on the job. Anyone who may push can make a
   * deployment of any name, so only those of this token's own identity are believed.
   */
  async *#newestFirst(task: string, stage: string): AsyncGenerator<Deployment> {
    const viewer = await this.#api.viewer();
    const deployments = this.#api.elements(
      `Searching the deployments of ${stage}`,
      '/repos/{owner}/{repo}/deployments',
      { task },
      DEPLOYMENT,
    );
    for await (const deployment of deployments) {
      const { creator = null } = deployment;
      const ours = deployment.task === task && parsePayload(deployment.payload)?.stage === stage;
      if (ours && isBy(viewer, creator)) yield deployment;
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
      if (deployment.task !== task && parsePayload(deployment.payload) === undefined) return `${stage} (record)`;
    }
    return stage;
  }

  /** All of them: GitHub makes an older deployment `inactive` when a newer one succeeds. */
  async #statuses(id: number): Promise<readonly Status[]> {
    return await this.#api.all(
      `Reading the statuses of deployment ${id}`,
      '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      { deployment_id: id },
      STATUS,
    );
  }

  async #status(
    { id, runUrl, destroys = false }: Pick<StartedDeployment, 'id' | 'runUrl'> & { readonly destroys?: boolean },
    state: string,
    description: string,
    environmentUrl?: string,
  ): Promise<void> {
    await this.#api.send(
      `Recording that the deployment is ${state}`,
      'POST',
      '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      {
        deployment_id: id,
        state,
        description: shortened(description),
        // A destroy's success would end every deployment to this environment, those of other stacks too.
        ...(destroys ? { auto_inactive: false } : {}),
        ...(runUrl === '' ? {} : { log_url: runUrl }),
        ...(environmentUrl === undefined ? {} : { environment_url: environmentUrl }),
      },
      v.object({ state: v.string() }),
      // A second status that says the same changes nothing, and a lost success would be deployed again.
      { repeatable: true },
    );
  }
}

/** GitHub lists the newest status first, and shows a deployment as active by it. */
function isActive(statuses: readonly Status[]): boolean {
  return statuses[0]?.state === 'success';
}

function isSuccess({ state }: Status): boolean {
  return state === 'success';
}

function shortened(description: string): string {
  const characters = [...description];
  if (characters.length <= LONGEST_DESCRIPTION) return description;
  return `${characters.slice(0, LONGEST_DESCRIPTION - 1).join('')}…`;
}
