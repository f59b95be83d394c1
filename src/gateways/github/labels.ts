import * as v from 'valibot';
import type { Labels } from '../../ports/pull-requests.js';
import type { GitHubApi } from './api.js';

const EVENT = v.object({
  event: v.string(),
  created_at: v.nullish(v.string()),
  actor: v.nullish(v.object({ login: v.string(), type: v.optional(v.string(), 'User') })),
  label: v.nullish(v.object({ name: v.nullish(v.string()) })),
});

/** Labels, with who set them and when. Permission: `pull-requests: read`. */
export class GitHubLabels implements Labels {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async labelled(
    number: number,
    label: string,
    at: string,
  ): Promise<{ readonly by: string; readonly at: string } | undefined> {
    const events = await this.#api.all(
      `Reading who labelled #${number}`,
      '/repos/{owner}/{repo}/issues/{issue_number}/events',
      { issue_number: number },
      EVENT,
    );
    let stands: { readonly by: string; readonly at: string } | undefined;
    const about = events
      .filter((event) => event.label?.name === label && event.created_at)
      .filter((event) => Date.parse(event.created_at ?? '') <= Date.parse(at))
      .sort((a, b) => Date.parse(a.created_at ?? '') - Date.parse(b.created_at ?? ''));
    for (const { event, actor, created_at: when } of about) {
      // A workflow can set a label for whoever can start it: nobody stands behind it.
      const byPerson = event === 'labeled' && actor && actor.type !== 'Bot';
      stands = byPerson ? { by: actor.login, at: when ?? '' } : undefined;
    }
    return stands;
  }
}
