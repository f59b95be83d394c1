import * as v from 'valibot';
import type { UnsavedState, UnsavedStates } from '../../ports/unsaved-states.js';
import type { GitHubApi } from './api.js';
import { AUTHOR, isBy } from './author.js';
import { createdIn, parsePayload } from './deployment-payload.js';
import { DeploymentSearch, hasEnded, isSuccess } from './deployment-search.js';

const MADE = v.object({
  address: v.string(),
  id: v.optional(v.object({ key: v.string(), value: v.string() })),
  replaces: v.optional(v.string()),
});
const PAYLOAD = v.object({ stage: v.string(), runUrl: v.string(), unsaved: v.array(MADE) });
const DEPLOYMENT = v.object({
  id: v.number(),
  task: v.string(),
  creator: v.nullish(AUTHOR),
  payload: v.nullish(v.unknown()),
});
const STATUS = v.object({ state: v.string() });
/** Resources in one mark, so that its payload stays far below what GitHub takes of a request. */
const MOST = 100;

/** Deployments with a task of their own, whose payload lists what no state knows. One stands until it is `inactive`. */
export class GitHubUnsavedStates implements UnsavedStates {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async markUnsaved({
    task,
    stage,
    sha,
    runUrl,
    made,
  }: Parameters<UnsavedStates['markUnsaved']>[0]): Promise<readonly number[]> {
    const ids: number[] = [];
    for (let at = 0; at < made.length; at += MOST) {
      const unsaved = made.slice(at, at + MOST).map(({ address, id, replaces }) => ({ address, id, replaces }));
      const { id } = await this.#api.send(
        `Recording what the state of ${stage} lacks`,
        'POST',
        '/repos/{owner}/{repo}/deployments',
        {
          ref: sha,
          task: markTask(task),
          environment: stage,
          payload: { stage, runUrl, unsaved },
          description: 'Resources that were made, and that the state may lack',
          auto_merge: false,
          required_contexts: [],
        },
        v.object({ id: v.number() }),
        // A second mark stops a run no more than the first does, and a lost one lets it make everything twice.
        { repeatable: true },
      );
      await this.#status(id, 'error', `${unsaved.length} resources were made that the state may lack`);
      ids.push(id);
    }
    return ids;
  }

  async unsaved(task: string, stage: string): Promise<readonly UnsavedState[]> {
    const marks: UnsavedState[] = [];
    const found = await this.#api.all(
      `Searching for unsaved states of ${stage}`,
      '/repos/{owner}/{repo}/deployments',
      { task: markTask(task) },
      DEPLOYMENT,
    );
    for (const { id, task: named, creator = null, payload } of found) {
      const read = v.safeParse(PAYLOAD, typeof payload === 'string' ? json(payload) : payload);
      if (named !== markTask(task) || !read.success || read.output.stage !== stage) continue;
      if (!isBy(await this.#api.viewer(), creator) || (await this.#isCleared(id))) continue;
      marks.push({ id, runUrl: read.output.runUrl, made: read.output.unsaved });
    }
    return [...marks, ...(await this.#lost(task, stage))];
  }

  /** Deployments whose machine was lost: nobody has said how they ended, so what they meant to create may be there. */
  async #lost(task: string, stage: string): Promise<readonly UnsavedState[]> {
    const lost: UnsavedState[] = [];
    const search = new DeploymentSearch(this.#api);
    for await (const { id, payload } of search.newestFirst(task, stage)) {
      const statuses = await search.statuses(id);
      if (statuses.some(isSuccess)) return lost;
      const made = createdIn(parsePayload(payload));
      const runUrl = statuses.find(({ log_url }) => log_url)?.log_url ?? '';
      if (!hasEnded(statuses) && made.length > 0) lost.push({ id, runUrl, isLost: true, made });
    }
    return lost;
  }

  async clearUnsaved(id: number): Promise<void> {
    await this.#status(id, 'inactive', 'Everything that was made is in the state');
  }

  async #isCleared(id: number): Promise<boolean> {
    const statuses = await this.#api.all(
      `Reading the statuses of deployment ${id}`,
      '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      { deployment_id: id },
      STATUS,
    );
    return statuses.some(({ state }) => state === 'inactive');
  }

  async #status(id: number, state: 'error' | 'inactive', description: string): Promise<void> {
    await this.#api.send(
      `Recording that the deployment is ${state}`,
      'POST',
      '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      { deployment_id: id, state, description },
      v.object({ state: v.string() }),
      { repeatable: true },
    );
  }
}

function markTask(task: string): string {
  return `${task}:unsaved state`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
