import * as v from 'valibot';
import type { Comments } from '../../ports/comments.js';
import { type GitHubApi, GitHubFailure } from './api.js';
import { AUTHOR, isBy } from './author.js';
import { createdOnce } from './created-once.js';

const COMMENT = v.object({
  id: v.number(),
  html_url: v.nullish(v.string(), ''),
  body: v.optional(v.string(), ''),
  user: AUTHOR,
});
type Comment = v.InferOutput<typeof COMMENT>;

/** As many as a page holds. */
const PAGE = 100;

/** Comments on pull requests (permission `pull-requests: write`) and on issues (`issues: write`). */
export class GitHubComments implements Comments {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async upsert(
    issue: number,
    marker: string,
    body: string,
    { create, former }: { readonly create: boolean; readonly former?: string },
  ): Promise<{ readonly url: string; readonly created: boolean } | undefined> {
    const own = await this.#find(issue, former === undefined ? [marker] : [marker, former]);
    if (own !== undefined) {
      const updated = await this.#update(own.id, body);
      if (updated !== undefined) return { url: updated.html_url ?? '', created: false };
    }
    return create ? { url: (await this.#create(issue, marker, body)).html_url ?? '', created: true } : undefined;
  }

  /**
   * Our comment of the first of these markers that has one: the first line is the marker, and the token's own identity
   * wrote it. A comment that is deleted while pages are read moves ours to the page that was read already: of several
   * pages nothing found is looked at once more.
   */
  async #find(issue: number, markers: readonly string[]): Promise<Comment | undefined> {
    const first = await this.#look(issue, markers);
    if (first.found !== undefined || first.comments < PAGE) return first.found;
    return (await this.#look(issue, markers)).found;
  }

  async #look(
    issue: number,
    [marker, ...others]: readonly string[],
  ): Promise<{ readonly found?: Comment | undefined; readonly comments: number }> {
    const viewer = this.#api.viewer();
    // Asked beside the list; it is thrown where it is awaited.
    viewer.catch(() => {});
    const older = new Map<string, Comment>();
    let count = 0;
    const comments = this.#api.elements(
      `Searching the comments of #${issue}`,
      '/repos/{owner}/{repo}/issues/{issue_number}/comments',
      { issue_number: issue },
      COMMENT,
    );
    for await (const comment of comments) {
      count++;
      const line = firstLine(comment.body);
      if (line !== marker && (!others.includes(line) || older.has(line))) continue;
      if (!isBy(await viewer, comment.user)) continue;
      if (line === marker) return { found: comment, comments: count };
      older.set(line, comment);
    }
    await viewer;
    const found = others.map((other) => older.get(other)).find((comment) => comment !== undefined);
    return { comments: count, found };
  }

  /** @returns `undefined` when somebody deleted it since it was found */
  async #update(id: number, body: string): Promise<Comment | undefined> {
    try {
      return await this.#api.send(
        'Updating the comment',
        'PATCH',
        '/repos/{owner}/{repo}/issues/comments/{comment_id}',
        { comment_id: id, body },
        COMMENT,
      );
    } catch (thrown) {
      if (thrown instanceof GitHubFailure && thrown.status === 404) return undefined;
      throw thrown;
    }
  }

  async #create(issue: number, marker: string, body: string): Promise<Comment> {
    return await createdOnce(
      this.#api.connection,
      () =>
        this.#api.send(
          `Commenting on #${issue}`,
          'POST',
          '/repos/{owner}/{repo}/issues/{issue_number}/comments',
          { issue_number: issue, body },
          COMMENT,
        ),
      () => this.#find(issue, [marker]),
    );
  }
}

function firstLine(body: string): string {
  return body.split(/\r?\n/, 1)[0] ?? '';
}
