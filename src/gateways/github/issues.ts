import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { Assignees, ForeignIssue, Issues, IssueText, MarkedIssues, OwnIssue } from '../../ports/issues.js';
import { type GitHubApi, GitHubFailure } from './api.js';
import { AUTHOR, isBy } from './author.js';

const ISSUE = v.object({
  number: v.number(),
  html_url: v.nullish(v.string(), ''),
  body: v.nullish(v.string()),
  user: AUTHOR,
  locked: v.nullish(v.boolean(), false),
  state_reason: v.nullish(v.string()),
  // The list of issues has the pull requests too: only they have this.
  pull_request: v.optional(v.unknown()),
});
type Issue = v.InferOutput<typeof ISSUE>;

const CREATE_ATTEMPTS = 3;

/** Issues of this repository. Permission: `issues: write`. */
export class GitHubIssues implements Issues, Assignees {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  /**
   * By the list, not by the search, whose index lags behind by seconds to minutes. Neither `creator` nor `labels` narrows
   * it: an app's name differs from API to API, and labels are for everyone to change.
   */
  async openIssues(marker: string): Promise<MarkedIssues> {
    const viewer = await this.#api.viewer();
    const all = await this.#api.all(
      'Searching the open issues',
      '/repos/{owner}/{repo}/issues',
      { state: 'open', sort: 'created', direction: 'asc' },
      ISSUE,
    );
    // An issue that is reopened meanwhile moves others to the next page: one may come twice.
    const found = new Map<number, OwnIssue>();
    const foreign = new Map<number, ForeignIssue>();
    for (const issue of all) {
      const { number, user } = issue;
      if (issue.pull_request !== undefined || !firstLine(issue).startsWith(marker)) continue;
      if (isBy(viewer, user)) found.set(number, own(issue));
      else foreign.set(number, { number, author: user?.login ?? 'ghost' });
    }
    return {
      own: [...found.values()].sort((a, b) => a.number - b.number),
      foreign: [...foreign.values()].sort((a, b) => a.number - b.number),
    };
  }

  async dismissedIssue(marker: string, label: string): Promise<OwnIssue | undefined> {
    const viewer = await this.#api.viewer();
    const closed = this.#api.elements(
      'Searching the closed issues',
      '/repos/{owner}/{repo}/issues',
      { state: 'closed', labels: label, sort: 'created', direction: 'desc' },
      ISSUE,
    );
    for await (const issue of closed) {
      if (issue.pull_request !== undefined || !isBy(viewer, issue.user)) continue;
      if (firstLine(issue).startsWith(marker)) return issue.state_reason === 'not_planned' ? own(issue) : undefined;
    }
    return undefined;
  }

  /**
   * An issue that is closed while a list is read moves ours to the page that was read already, so it is searched for
   * once more before it is opened, and after each answer that leaves open whether it was. The label is for people who filter
   * their issues. Nothing is decided by it: anyone with triage access can take it off.
   */
  async openIssue(marker: string, text: IssueText, label: string): Promise<OwnIssue> {
    const { pauseMs = 500, signal } = this.#api.connection;
    const parameters = { ...text, labels: [label] };
    for (let attempt = 1, unclear: GitHubFailure | undefined; ; attempt++) {
      const [there] = (await this.openIssues(marker)).own;
      if (there !== undefined) return there;
      if (unclear !== undefined && (attempt > CREATE_ATTEMPTS || signal?.aborted)) throw unclear;
      try {
        return own(await this.#api.send('Opening an issue', 'POST', '/repos/{owner}/{repo}/issues', parameters, ISSUE));
      } catch (thrown) {
        if (!(thrown instanceof GitHubFailure) || (thrown.status ?? 500) < 500) throw thrown;
        unclear = thrown;
      }
      await sleep(pauseMs * 2 ** attempt);
    }
  }

  async assignIssue(number: number, login: string): Promise<readonly string[]> {
    const { assignees } = await this.#api.send(
      `Assigning issue #${number}`,
      'POST',
      '/repos/{owner}/{repo}/issues/{issue_number}/assignees',
      { issue_number: number, assignees: [login] },
      v.object({ assignees: v.nullish(v.array(v.object({ login: v.string() })), []) }),
    );
    return (assignees ?? []).map((assignee) => assignee.login);
  }

  async rewriteIssue(number: number, text: IssueText): Promise<void> {
    await this.#change(`Rewriting issue #${number}`, number, { ...text });
  }

  async closeIssue(number: number, reason: 'completed' | 'not_planned'): Promise<void> {
    await this.#change(`Closing issue #${number}`, number, { state: 'closed', state_reason: reason });
  }

  async #change(what: string, number: number, changes: Readonly<Record<string, string>>): Promise<void> {
    await this.#api.send(
      what,
      'PATCH',
      '/repos/{owner}/{repo}/issues/{issue_number}',
      { issue_number: number, ...changes },
      ISSUE,
    );
  }
}

function own(issue: Issue): OwnIssue {
  const about = { number: issue.number, url: issue.html_url ?? '', firstLine: firstLine(issue) };
  return issue.locked ? { ...about, locked: true } : about;
}

function firstLine({ body }: Issue): string {
  return (body ?? '').split(/\r?\n/, 1)[0] ?? '';
}
