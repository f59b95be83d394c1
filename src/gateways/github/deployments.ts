import * as v from 'valibot';
import type {
  Attempt,
  DeploymentEnd,
  DeploymentHistory,
  DeploymentRequest,
  Deployments,
  Latest,
  LockTaker,
  Memory,
  OpenedDeployment,
  PastDeployment,
  StartedDeployment,
  StateMark,
} from '../../ports/deployments.js';
import type { GitHubApi } from './api.js';
import { createdOnce } from './created-once.js';
import {
  appliedText,
  lockTaker,
  operationOf,
  payloadChanges,
  payloadCreates,
  runIdOf,
  shortened,
} from './deployment-payload.js';
import {
  askedAhead,
  DeploymentSearch,
  hasEnded,
  isActive,
  isSuccess,
  lockTakersIn,
  type OwnDeployment,
  urlOf,
} from './deployment-search.js';
import { rememberedState } from './remembered-states.js';

/** GitHub deployments, the memory of what is deployed. Permission: `deployments: write`. */
export class GitHubDeployments implements Deployments, DeploymentHistory {
  readonly #api: GitHubApi;
  readonly #search: DeploymentSearch;
  /** Begun by this run, and not ended. */
  #own: number | undefined;

  constructor(api: GitHubApi) {
    this.#api = api;
    this.#search = new DeploymentSearch(api);
  }

  async start(request: DeploymentRequest): Promise<StartedDeployment> {
    const { task, stage, sha, destroys, runUrl, description, state, onlySite, rollback, hold, site } = request;
    // A second deployment of the same commit in the environment of the job's own would only confuse its readers.
    const environment = (await this.#search.isTheJobsOwn(stage, sha, task)) ? `${stage} (record)` : stage;
    const create = () =>
      this.#api.send(
        `Recording the deployment of ${stage}`,
        'POST',
        '/repos/{owner}/{repo}/deployments',
        {
          // The commit, not the branch: the branch may have moved since.
          ref: sha,
          task,
          environment,
          payload: {
            stage,
            destroys: destroys || undefined,
            request: request.request,
            ...payloadCreates(request.creates),
            ...payloadChanges(request.changes),
            state,
            ...lockTaker(request.request, runUrl, this.#api.connection.lockUser),
            onlySite,
            rollback,
            hold,
            site,
          },
          description: shortened(description),
          // Neither merges the default branch into it, nor waits for checks: the commit is merged already.
          auto_merge: false,
          required_contexts: [],
        },
        v.object({ id: v.number() }),
      );
    const { id } = await createdOnce(this.#api.connection, create, async () => {
      const made = await this.#search.madeFor(request.request, task, stage, sha);
      return made === undefined ? undefined : { id: made };
    });
    const started = { id, task, stage, destroys, runUrl };
    try {
      await this.#status(started, 'in_progress', description);
    } catch (thrown) {
      // Nothing began. Should this be refused too, then `post` or the next success ends it.
      await this.#status(started, 'error', 'Its beginning could not be recorded').catch(() => {});
      throw thrown;
    }
    this.#own = id;
    return started;
  }

  async finish(started: StartedDeployment, end: DeploymentEnd): Promise<void> {
    this.#own = undefined;
    // Which ones are older is known before this one succeeds, but not how they stand.
    const all =
      end.result === 'success' ? askedAhead(this.#search.newestFirst(started.task, started.stage)) : undefined;
    await this.#status(started, end.result, end.description, end.url);
    if (all !== undefined) await this.#settle(started, end, all);
  }

  async finishLate(opened: OpenedDeployment, end: DeploymentEnd): Promise<number | undefined> {
    const { task, stage } = opened;
    const id = opened.id ?? (await this.#search.madeFor(opened.request, task, stage));
    if (id === undefined) return undefined;
    const started = { ...opened, id };
    const newer = end.result === 'success' && (await this.#hasSuccessAfter(started));
    const told = (await this.#search.statuses(id)).some(({ state }) => state === end.result);
    // As of a destroy, this success must not end the newer one.
    if (!told)
      await this.#status({ ...started, destroys: started.destroys || newer }, end.result, end.description, end.url);
    if (newer) await this.#status(started, 'inactive', 'A newer run has replaced it');
    else if (end.result === 'success') await this.#settle(started, end);
    return id;
  }

  async *past(task: string, stage: string): AsyncGenerator<PastDeployment> {
    for await (const { id, sha, createdAt, payload } of this.#search.newestFirst(task, stage)) {
      if (payload.onlySite === true) continue;
      const succeededAt = async () => (await this.#search.statuses(id)).find(isSuccess)?.created_at ?? undefined;
      const changes = payload.changes && new Map(Object.entries(payload.changes));
      yield { sha, createdAt, destroys: payload.destroys, changes, succeededAt };
    }
  }

  async lastSuccessful(task: string, stage: string): Promise<Latest['last']> {
    return (await this.latest(task, stage)).last;
  }

  async latest(task: string, stage: string): Promise<Latest> {
    return await this.#search.latest(task, stage, this.#own);
  }

  async remembered(task: string, stage: string, state: StateMark): Promise<Memory> {
    return await rememberedState(this.#search.own(task), stage, state, (id) => this.#search.statuses(id));
  }

  async underWay(task: string, stage: string): Promise<string | undefined> {
    for await (const { id } of this.#search.newestFirst(task, stage)) {
      const statuses = await this.#search.statuses(id);
      if (hasEnded(statuses)) return undefined;
      return urlOf(statuses[0]);
    }
    return undefined;
  }

  async lockTakers(task: string, stage: string, who: string, since: number): Promise<readonly LockTaker[]> {
    return await lockTakersIn(this.#search.newestFirst(task, stage), who, since);
  }

  async newestAttempt(task: string, stage: string): Promise<Attempt | undefined> {
    for await (const { id, sha, payload } of this.#search.newestFirst(task, stage)) {
      const statuses = await this.#search.statuses(id);
      const url = statuses.map((status) => status.log_url || status.target_url || '').find((one) => one !== '') ?? '';
      const failed = statuses.some(({ state }) => state === 'failure' || state === 'error');
      const ended = failed ? 'failed' : hasEnded(statuses) ? 'given up' : 'open';
      const state = statuses.some(isSuccess) ? 'succeeded' : ended;
      return { sha, url, run: payload.run ?? runIdOf(url), operation: operationOf(payload), state };
    }
    return undefined;
  }

  async applied(started: StartedDeployment, state: StateMark): Promise<void> {
    await this.#status({ ...started, destroys: false }, 'in_progress', appliedText(state));
  }

  /** After a success. Nothing is deployed after a destroy, so no environment may show a commit then. */
  async #settle(
    started: StartedDeployment,
    { description }: DeploymentEnd,
    all: AsyncIterable<OwnDeployment> = this.#search.newestFirst(started.task, started.stage),
  ): Promise<void> {
    if (started.destroys) await this.#status(started, 'inactive', description);
    await this.#endOlder(started, all);
    if (!started.destroys) return;
    const { stage, task } = started;
    for (const id of await this.#search.activeOfJobs(stage, task)) {
      await this.#status({ id, runUrl: '' }, 'inactive', `${stage} was destroyed`);
    }
  }

  async #hasSuccessAfter({ id, task, stage }: StartedDeployment): Promise<boolean> {
    for await (const deployment of this.#search.newestFirst(task, stage)) {
      if (deployment.id <= id) return false;
      if ((await this.#search.statuses(deployment.id)).some(isSuccess)) return true;
    }
    return false;
  }

  /** Those whose runs were killed so hard that nothing could end them, and those that are still shown as active. */
  async #endOlder(started: StartedDeployment, all: AsyncIterable<OwnDeployment>): Promise<void> {
    for await (const deployment of all) {
      if (deployment.id >= started.id) continue;
      const statuses = await this.#search.statuses(deployment.id);
      const older = { id: deployment.id, runUrl: '' };
      if (isActive(statuses)) await this.#status(older, 'inactive', 'A newer run has replaced it');
      else if (statuses.some(isSuccess)) return;
      else if (!hasEnded(statuses)) await this.#status(older, 'inactive', 'Its run ended without saying how');
    }
  }

  async #status(
    {
      id,
      runUrl,
      destroys = false,
    }: Pick<StartedDeployment, 'id' | 'runUrl'> & { readonly destroys?: boolean | undefined },
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
        auto_inactive: destroys ? false : undefined,
        log_url: runUrl || undefined,
        environment_url: environmentUrl,
      },
      v.object({ state: v.string() }),
      // A second status that says the same changes nothing, and a lost success would be deployed again.
      { repeatable: true },
    );
  }
}
