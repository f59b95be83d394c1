import * as v from 'valibot';
import { ActionError } from '../../errors.js';
import type { Ancestry, Mainline, Parents } from '../../ports/history.js';
import type { GitHubApi } from './api.js';

const COMMIT = v.object({
  sha: v.string(),
  parents: v.array(v.object({ sha: v.string() })),
});
type Commit = v.InferOutput<typeof COMMIT>;

const COMPARISON = v.object({
  status: v.picklist(['ahead', 'behind', 'identical', 'diverged']),
  total_commits: v.number(),
  commits: v.array(COMMIT),
});

const PAGE_SIZE = 100;
/** Each commit of the mainline costs a request; a stage that is further behind is looked at by a person. */
const LONGEST_MAINLINE = 250;

/** History, asked of GitHub: the checkout of a job is shallow. Permission: `contents: read`. */
export class GitHubHistory implements Ancestry, Mainline, Parents {
  readonly #api: GitHubApi;
  readonly #parents = new Map<string, Promise<readonly string[]>>();

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async isAncestor(sha: string, of: string): Promise<boolean> {
    const { status } = await this.#compare(sha, of, 1, 1);
    return status === 'ahead' || status === 'identical';
  }

  /** Asked once: what a commit was made from never changes. */
  async parents(sha: string): Promise<readonly string[]> {
    const asked = this.#parents.get(sha) ?? this.#readParents(sha);
    this.#parents.set(sha, asked);
    asked.catch(() => this.#parents.delete(sha));
    return await asked;
  }

  async #readParents(sha: string): Promise<readonly string[]> {
    const commit = await this.#api.get(
      `Reading the commit ${sha}`,
      '/repos/{owner}/{repo}/commits/{ref}',
      { ref: sha },
      COMMIT,
    );
    return commit.parents.map((parent) => parent.sha);
  }

  /**
   * The commits that moved the branch from `base` to `head`, newest first: first parents only, so that the commits
   * inside a merged pull request are not asked about one by one. Without a `base`: the last hundred commits.
   */
  async mainline(base: string | undefined, head: string): Promise<readonly string[]> {
    const commits = new Map((await this.#commits(base, head)).map((commit) => [commit.sha, commit]));
    const line: string[] = [];
    for (let at = commits.get(head); at !== undefined; at = commits.get(at.parents[0]?.sha ?? '')) {
      line.push(at.sha);
      // Taken out, so that an answer in which a commit is its own ancestor has an end too.
      commits.delete(at.sha);
    }
    if (line.length <= LONGEST_MAINLINE) return line;
    throw new ActionError({
      what: `Too many commits were merged since the last successful deployment of this stage`,
      found: `${line.length} commits after ${base}`,
      expected: `at most ${LONGEST_MAINLINE}, to look up the review of each`,
      wayOut: 'Read the plan in the job summary and deploy it manually with its "approved-fingerprint"',
    });
  }

  /** Branches whose name begins so, with their commits. */
  async branches(prefix: string): Promise<readonly { readonly name: string; readonly sha: string }[]> {
    const refs = await this.#api.all(
      `Reading the branches ${prefix}*`,
      '/repos/{owner}/{repo}/git/matching-refs/{ref}',
      { ref: `heads/${prefix}` },
      v.object({ ref: v.string(), object: v.object({ sha: v.string() }) }),
    );
    return refs.map(({ ref, object }) => ({ name: ref.replace(/^refs\/heads\//, ''), sha: object.sha }));
  }

  async #commits(base: string | undefined, head: string): Promise<readonly Commit[]> {
    if (base === undefined) {
      return await this.#api.get(
        `Reading the commits before ${head}`,
        '/repos/{owner}/{repo}/commits',
        { sha: head, per_page: PAGE_SIZE },
        v.array(COMMIT),
      );
    }
    const commits: Commit[] = [];
    for (let page = 1; ; page++) {
      const { commits: found, total_commits: total } = await this.#compare(base, head, page, PAGE_SIZE);
      commits.push(...found);
      if (commits.length >= total) return commits;
      if (found.length > 0) continue;
      throw new ActionError({
        what: `Reading the commits between ${base} and ${head} failed: the list is not complete`,
        found: `${commits.length} commits`,
        expected: `${total} commits`,
        wayOut: 'Run the job again',
      });
    }
  }

  async #compare(base: string, head: string, page: number, size: number): Promise<v.InferOutput<typeof COMPARISON>> {
    return await this.#api.get(
      `Comparing ${base} with ${head}`,
      '/repos/{owner}/{repo}/compare/{basehead}',
      { basehead: `${base}...${head}`, page, per_page: size },
      COMPARISON,
    );
  }
}
