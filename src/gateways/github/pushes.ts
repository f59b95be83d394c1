import * as v from 'valibot';
import type { GitHubApi } from './api.js';
import type { GitHubHistory } from './history.js';

const PULL = v.object({
  head: v.object({ ref: v.string(), repo: v.nullable(v.object({ full_name: v.string() })) }),
  base: v.object({ ref: v.string() }),
});
const SHA = v.object({ sha: v.string() });
const PUSH = v.object({ before: v.string(), after: v.string(), activity_type: v.string() });
const FILE = v.object({ filename: v.string() });

/** One page; somebody with as many pushes to one branch has pushed to the pull request. */
const PUSHES = 100;
/** GitHub lists no more commits of a pull request than these. */
const LISTED_COMMITS = 250;
/** GitHub lists no more files of a commit, over all pages, and of a comparison, which has one. */
const LISTED_FILES = { commit: 3000, comparison: 300 };

/**
 * Who pushed to a pull request. A commit's author is what its maker wrote into it; GitHub's record of pushes names who
 * was signed in (https://docs.github.com/rest/repos/repos#list-repository-activities). Permission: `contents: read`.
 */
export class GitHubPushes {
  readonly #api: GitHubApi;
  readonly #history: Pick<GitHubHistory, 'isAncestor'>;

  constructor(api: GitHubApi, history: Pick<GitHubHistory, 'isAncestor'>) {
    this.#api = api;
    this.#history = history;
  }

  /**
   * Whether this person brought any of the pull request's commits. A merge of the base that changes nothing by itself,
   * such as that of "Update branch", brings none. `unknown` where the branch is in another repository, whose record of
   * pushes is not ours to read. What cannot be told otherwise counts as pushed; a failed lookup throws.
   */
  async pushed(number: number, login: string): Promise<'yes' | 'no' | 'unknown'> {
    const about = { pull_number: number };
    const what = `Asking whether ${login} pushed to pull request #${number}`;
    const { head, base } = await this.#api.get(what, '/repos/{owner}/{repo}/pulls/{pull_number}', about, PULL);
    const { owner, repo } = this.#api.connection;
    if (head.repo?.full_name.toLowerCase() !== `${owner}/${repo}`.toLowerCase()) return 'unknown';
    const pushes = await this.#api.get(
      what,
      '/repos/{owner}/{repo}/activity',
      { ref: `refs/heads/${head.ref}`, actor: login, per_page: PUSHES },
      v.array(PUSH),
    );
    if (pushes.length >= PUSHES) return 'yes';
    if (pushes.length === 0) return 'no';
    const commits = await this.#api.all(what, '/repos/{owner}/{repo}/pulls/{pull_number}/commits', about, SHA);
    const known = new Set(commits.map(({ sha }) => sha));
    // A branch of this name may have served earlier pull requests.
    const own = pushes.filter(({ after }) => commits.length >= LISTED_COMMITS || known.has(after));
    for (const { before, after } of own) if (!(await this.#onlyUpdates(what, before, after, base.ref))) return 'yes';
    return 'no';
  }

  /**
   * Whether a push was one merge of the base branch in which every file is as one of its two sides has it: the combined
   * diff is empty. A file that both sides changed is judged by nobody here, and counts as the merger's work.
   */
  async #onlyUpdates(what: string, before: string, after: string, base: string): Promise<boolean> {
    const commit = '/repos/{owner}/{repo}/commits/{ref}';
    const { parents } = await this.#api.get(what, commit, { ref: after }, v.object({ parents: v.array(SHA) }));
    const [first, other, ...more] = parents.map(({ sha }) => sha);
    if (first !== before || other === undefined || more.length > 0) return false;
    if (!(await this.#history.isAncestor(other, base))) return false;
    const fromBase = await this.#api.all(what, commit, { ref: after }, FILE, 'files');
    const { files: ours } = await this.#api.get(
      what,
      '/repos/{owner}/{repo}/compare/{basehead}',
      { basehead: `${other}...${after}`, per_page: 1 },
      v.object({ files: v.array(FILE) }),
    );
    if (fromBase.length >= LISTED_FILES.commit || ours.length >= LISTED_FILES.comparison) return false;
    const brought = new Set(fromBase.map(({ filename }) => filename));
    return !ours.some(({ filename }) => brought.has(filename));
  }
}
