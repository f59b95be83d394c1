import * as v from 'valibot';
import type { Ancestry } from '../ports.js';
import type { GitHubApi } from './github-api.js';

const COMPARISON = v.object({ status: v.picklist(['ahead', 'behind', 'identical', 'diverged']) });

/** History, asked of GitHub: the checkout of a job is shallow. Permission: `contents: read`. */
export class GitHubAncestry implements Ancestry {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async isAncestor(sha: string, of: string): Promise<boolean> {
    const { status } = await this.#api.get(
      `Comparing ${sha} with ${of}`,
      '/repos/{owner}/{repo}/compare/{basehead}',
      { basehead: `${sha}...${of}`, per_page: 1 },
      COMPARISON,
    );
    return status === 'ahead' || status === 'identical';
  }
}
