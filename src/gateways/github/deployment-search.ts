import * as v from 'valibot';
import type { Latest, LockTaker } from '../../ports/deployments.js';
import type { GitHubApi } from './api.js';
import { AUTHOR, isBy } from './author.js';
import { type DeploymentPayload, lockUserDigest, parsePayload } from './deployment-payload.js';

const DEPLOYMENT = v.object({
  id: v.number(),
  sha: v.string(),
  created_at: v.nullish(v.string(), ''),
  task: v.string(),
  environment: v.string(),
  creator: v.nullish(AUTHOR),
  payload: v.nullish(v.unknown()),
});
type Deployment = v.InferOutput<typeof DEPLOYMENT>;
const STATUS = v.object({
  state: v.string(),
  description: v.nullish(v.string()),
  log_url: v.nullish(v.string()),
  target_url: v.nullish(v.string()),
  created_at: v.nullish(v.string()),
});
export type Status = v.InferOutput<typeof STATUS>;
/** A deployment of ours. */
export interface OwnDeployment {
  readonly id: number;
  readonly sha: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly payload: DeploymentPayload;
}

/** States after which nothing more is expected of a deployment. */
const ENDED = ['success', 'failure', 'error', 'inactive'];

/** Reads deployments and their statuses. */
export class DeploymentSearch {
  readonly #api: GitHubApi;
  /** By task and stage: what had succeeded last when it was asked for. */
  readonly #succeeded = new Map<string, number>();

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async *newestFirst(task: string, stage: string): AsyncGenerator<OwnDeployment> {
    for await (const deployment of this.own(task)) if (deployment.payload.stage === stage) yield deployment;
  }

  /**
   * Of any stage. By task and not by environment: which environment ours is in depends on the job. Anyone who may push can
   * make a deployment of any name, so only those of this token's own identity are believed.
   */
  async *own(task: string): AsyncGenerator<OwnDeployment> {
    const viewer = this.#api.viewer();
    // Asked beside the list; it is thrown where it is awaited.
    viewer.catch(() => {});
    for await (const deployment of this.#matching(`the deployments of ${task}`, { task })) {
      const { id, sha, created_at: createdAt, creator = null } = deployment;
      const payload = parsePayload(deployment.payload);
      if (deployment.task === task && payload !== undefined && isBy(await viewer, creator))
        yield { id, sha, createdAt, payload };
    }
    await viewer;
  }

  /** @param current the one that this run has begun and not ended */
  async latest(task: string, stage: string, current?: number): Promise<Latest> {
    const stack = `${task} ${stage}`;
    const known = this.#succeeded.get(stack);
    // Asked beside the list, which is most often asked for again to hear that nothing is newer.
    const asked = known === undefined ? undefined : this.statuses(known);
    asked?.catch(() => {});
    const open: { readonly id: number; readonly sha: string }[] = [];
    let begun: Pick<NonNullable<Latest['last']>, 'hold' | 'url'> = { url: '' };
    for await (const { id, sha, payload } of this.newestFirst(task, stage)) {
      if (id === current && payload.hold === undefined) {
        open.push({ id, sha });
        continue;
      }
      const statuses = await (id === known && asked !== undefined ? asked : this.statuses(id));
      const { hold } = payload;
      const success = statuses.find(isSuccess);
      if (success === undefined) {
        if (!hasEnded(statuses)) open.push({ id, sha });
        // Whoever rolled back meant it, however the rollback ended; one that could not be recorded did not begin.
        if (hold !== undefined && begun.hold === undefined && statuses[0]?.state !== 'error')
          begun = { hold, url: urlOf(statuses[0]) };
        continue;
      }
      this.#succeeded.set(stack, id);
      if (payload.destroys) return { open };
      const held = begun.hold === undefined ? { url: urlOf(success), hold } : begun;
      return { open, last: { sha, ...held, site: payload.site } };
    }
    return { open };
  }

  /** The one that was made for this request; of `sha` alone, where it is known. */
  async madeFor(request: string, task: string, stage: string, sha?: string): Promise<number | undefined> {
    for await (const made of this.newestFirst(task, stage)) {
      if (made.payload.request === request) return made.id;
      if (sha !== undefined && made.sha !== sha) return undefined;
    }
    return undefined;
  }

  /**
   * A job with `environment:` has a deployment of its own, made by GitHub before the job began.
   */
  async isTheJobsOwn(stage: string, sha: string, task: string): Promise<boolean> {
    const what = `the job's own deployment to ${stage}`;
    for await (const deployment of this.#matching(what, { environment: stage, sha })) {
      if (deployment.task !== task && parsePayload(deployment.payload) === undefined) return true;
    }
    return false;
  }

  /**
   * Those that GitHub made for the jobs of this stage, and that are shown as active. They name no stack, so there are
   * none as long as another stack of the stage is deployed.
   */
  async activeOfJobs(stage: string, task: string): Promise<readonly number[]> {
    const viewer = await this.#api.viewer();
    const active: number[] = [];
    for (const environment of [stage, `${stage} (record)`]) {
      for await (const deployment of this.#matching(`the deployments to ${environment}`, { environment })) {
        if (!isBy(viewer, deployment.creator ?? null) || !isActive(await this.statuses(deployment.id))) continue;
        const ours = parsePayload(deployment.payload)?.stage === stage;
        if (ours && deployment.task !== task) return [];
        if (!ours) active.push(deployment.id);
      }
    }
    return active;
  }

  /** All of them, newest first: GitHub makes an older deployment `inactive` when a newer one succeeds. */
  async statuses(id: number): Promise<readonly Status[]> {
    return await this.#api.all(
      `Reading the statuses of deployment ${id}`,
      '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      { deployment_id: id },
      STATUS,
    );
  }

  async *#matching(what: string, parameters: Readonly<Record<string, string>>): AsyncGenerator<Deployment> {
    yield* this.#api.elements(`Searching ${what}`, '/repos/{owner}/{repo}/deployments', parameters, DEPLOYMENT);
  }
}

/** Those that began at `since` (milliseconds) or later. @param who as a state lock names its holder */
export async function lockTakersIn(
  newestFirst: AsyncIterable<OwnDeployment>,
  who: string,
  since: number,
): Promise<readonly LockTaker[]> {
  const takers: LockTaker[] = [];
  for await (const { createdAt: began, payload } of newestFirst) {
    if (Date.parse(began) < since) break;
    const { run, request, lockUser: named } = payload;
    const isNamed = request === undefined || named === undefined ? undefined : named === lockUserDigest(request, who);
    if (payload.onlySite !== true) takers.push({ run, began, isNamed });
  }
  return takers;
}

/** GitHub shows a deployment as active by its newest status. */
export function isActive(statuses: readonly Status[]): boolean {
  return statuses[0]?.state === 'success';
}

export function isSuccess({ state }: Status): boolean {
  return state === 'success';
}

export function hasEnded(statuses: readonly Status[]): boolean {
  return statuses.some(({ state }) => ENDED.includes(state));
}

export function urlOf(status: Status | undefined): string {
  return status?.log_url || status?.target_url || '';
}

/** Asks for the first element at once, beside whatever comes before it is read. What fails is thrown where it is read. */
export function askedAhead<T>(all: AsyncGenerator<T, void>): AsyncIterable<T> {
  const first = all.next();
  first.catch(() => {});
  return (async function* () {
    const { done, value } = await first;
    if (done === true) return;
    yield value;
    yield* all;
  })();
}
