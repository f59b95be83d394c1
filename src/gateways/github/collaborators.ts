import * as v from 'valibot';
import type { Collaborators } from '../../ports/pull-requests.js';
import type { GitHubApi } from './api.js';

/** Who may do what in the repository. Permission: `metadata: read`, which every token has. */
export class GitHubCollaborators implements Collaborators {
  readonly #api: GitHubApi;
  readonly #asked = new Map<string, Promise<boolean>>();

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  /** Asked once a person; a failed lookup throws. */
  async mayWrite(login: string): Promise<boolean> {
    const asked = this.#asked.get(login) ?? this.#ask(login);
    this.#asked.set(login, asked);
    return await asked;
  }

  async #ask(login: string): Promise<boolean> {
    const { permission } = await this.#api.get(
      `Asking what ${login} may do`,
      '/repos/{owner}/{repo}/collaborators/{username}/permission',
      { username: login },
      v.object({ permission: v.string() }),
    );
    return permission === 'admin' || permission === 'write';
  }
}
