import * as v from 'valibot';
import type { BranchPull, BranchPulls, OpenPull, OpenPulls } from '../../ports/branch-pulls.js';
import type { GitHubApi } from './api.js';

const REPOSITORY = v.nullish(v.object({ id: v.number() }));
const PULL = v.object({
  number: v.number(),
  title: v.string(),
  state: v.picklist(['open', 'closed']),
  user: v.nullable(v.object({ login: v.string() })),
  head: v.object({ sha: v.string(), ref: v.string(), repo: REPOSITORY }),
  base: v.object({ ref: v.string(), repo: REPOSITORY }),
});

/** Pull requests by their branch. Permission: `pull-requests: read`. */
export class GitHubBranchPulls implements BranchPulls, OpenPulls {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async ofBranch(branch: string): Promise<readonly BranchPull[]> {
    const { owner } = this.#api.connection;
    const own = await this.#found(branch, { state: 'all', head: `${owner}:${branch}` }, true);
    if (own.some(({ state }) => state === 'open')) return own;
    return [...own, ...(await this.#found(branch, { state: 'open' }, false))];
  }

  async openPulls(baseRef: string): Promise<readonly OpenPull[]> {
    const what = `Reading the open pull requests into ${baseRef}`;
    const pulls = await this.#api.all(what, '/repos/{owner}/{repo}/pulls', { state: 'open', base: baseRef }, PULL);
    return pulls
      .filter(({ state, base }) => state === 'open' && base.ref === baseRef)
      .map(({ number, title, user, head, base }) => ({
        ...{ number, title, baseRef },
        headSha: head.sha,
        author: user?.login ?? '',
        isOwn: head.repo?.id === base.repo?.id,
      }));
  }

  async #found(branch: string, parameters: Readonly<Record<string, string>>, isOwn: boolean): Promise<BranchPull[]> {
    const what = `Looking for pull requests of the branch ${branch}`;
    const pulls = await this.#api.all(what, '/repos/{owner}/{repo}/pulls', parameters, PULL);
    return pulls
      .filter(({ head, base }) => head.ref === branch && (head.repo?.id === base.repo?.id) === isOwn)
      .map(({ number, state, user, head, base }) => ({
        ...{ number, state, isOwn },
        headSha: head.sha,
        baseRef: base.ref,
        author: user?.login ?? '',
      }));
  }
}
