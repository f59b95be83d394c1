import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type {
  Approval,
  MergedPullRequest,
  Mergers,
  PullFiles,
  PullRequests,
  QueuedPullRequest,
  QueuedPullRequests,
} from '../../ports/pull-requests.js';
import type { ChangedFile } from '../../terraform/origin/changed-files.js';
import type { GitHubApi } from './api.js';
import type { GitHubCollaborators } from './collaborators.js';
import { GitHubHistory } from './history.js';
import { GitHubPushes } from './pushes.js';

const PULL = v.object({
  number: v.number(),
  title: v.string(),
  state: v.string(),
  user: v.nullable(v.object({ login: v.string() })),
  head: v.object({ sha: v.string() }),
  base: v.object({ ref: v.string() }),
  merged_at: v.nullable(v.string()),
  merge_commit_sha: v.nullable(v.string()),
  labels: v.array(v.object({ name: v.string() })),
});
type Pull = v.InferOutput<typeof PULL>;

const REVIEW = v.object({
  user: v.nullable(v.object({ login: v.string(), type: v.optional(v.string(), 'User') })),
  state: v.string(),
  submitted_at: v.nullish(v.string()),
  commit_id: v.nullable(v.string()),
});

const FILE = v.object({
  filename: v.string(),
  previous_filename: v.nullish(v.string()),
  changes: v.number(),
  patch: v.nullish(v.string()),
});
/** GitHub lists no more, https://docs.github.com/rest/pulls/pulls#list-pull-requests-files. */
const MOST_FILES = 3000;

/**
 * GitHub fills `merged_at`, `merge_commit_sha` and the index of commits some time after the push event. A direct push has
 * to wait for all of these looks; the review looks again when the plan is made.
 */
const LOOKS = 4;
/** Pull requests of how many commits are asked for at once. */
const CONCURRENCY = 6;
/** Comments of others say nothing about whether a reviewer agrees. */
const OPINIONS = ['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'];

/** Pull requests, and which of them a commit merged. Permissions: `pull-requests: read`, `contents: read`. */
export class GitHubPulls implements PullRequests, PullFiles, QueuedPullRequests, Mergers {
  readonly #api: GitHubApi;
  readonly #collaborators: Pick<GitHubCollaborators, 'mayWrite'>;
  readonly #history: GitHubHistory;
  readonly #pushes: GitHubPushes;
  /** What a commit merged does not change, and several steps of a run ask for it. */
  readonly #merged = new Map<string, Promise<MergedPullRequest | undefined>>();

  constructor(api: GitHubApi, collaborators: Pick<GitHubCollaborators, 'mayWrite'>) {
    this.#api = api;
    this.#collaborators = collaborators;
    this.#history = new GitHubHistory(api);
    this.#pushes = new GitHubPushes(api, this.#history);
  }

  async mergedAs(sha: string, baseRef: string): Promise<MergedPullRequest | undefined> {
    return await this.#remembered(sha, baseRef, LOOKS);
  }

  async mergedSince(base: string | undefined, head: string, baseRef: string): Promise<readonly MergedPullRequest[]> {
    const commits = await this.#history.mainline(base, head);
    const found = new Map<number, MergedPullRequest>();
    for (let at = 0; at < commits.length; at += CONCURRENCY) {
      const pulls = await Promise.all(
        commits.slice(at, at + CONCURRENCY).map((sha) => this.#remembered(sha, baseRef, 1)),
      );
      // The newest commit of a pull request says where it stands.
      for (const pull of pulls) if (pull !== undefined && !found.has(pull.number)) found.set(pull.number, pull);
    }
    // By the branch and not by `merged_at`, which has whole seconds: a merge queue merges several in one.
    return [...found.values()].reverse();
  }

  async headSha(number: number): Promise<string> {
    const { head } = await this.#api.get(
      `Reading pull request #${number}`,
      '/repos/{owner}/{repo}/pulls/{pull_number}',
      { pull_number: number },
      v.object({ head: v.object({ sha: v.string() }) }),
    );
    return head.sha;
  }

  async changedFiles(number: number): Promise<readonly ChangedFile[] | undefined> {
    const files = await this.#api.all(
      `Reading the files of pull request #${number}`,
      '/repos/{owner}/{repo}/pulls/{pull_number}/files',
      { pull_number: number },
      FILE,
    );
    if (files.length >= MOST_FILES) return undefined;
    return files.map(({ filename: path, previous_filename: before, changes, patch }) => ({
      path,
      changes,
      before: before ?? undefined,
      patch: patch ?? undefined,
    }));
  }

  async mergedBy(
    number: number,
  ): Promise<{ readonly merger: string | undefined; readonly author: string | undefined }> {
    const login = v.nullish(v.object({ login: v.string() }));
    const { merged_by: merger, user } = await this.#api.get(
      `Reading who merged pull request #${number}`,
      '/repos/{owner}/{repo}/pulls/{pull_number}',
      { pull_number: number },
      v.object({ merged_by: login, user: login }),
    );
    return { merger: merger?.login, author: user?.login };
  }

  async approvals(number: number): Promise<readonly Approval[]> {
    const reviews = await this.#api.all(
      `Reading the reviews of pull request #${number}`,
      '/repos/{owner}/{repo}/pulls/{pull_number}/reviews',
      { pull_number: number },
      REVIEW,
    );
    const last = new Map<string, Approval | undefined>();
    for (const { user, state, submitted_at: at, commit_id: commit } of reviews) {
      if (user === null || user.type === 'Bot' || !OPINIONS.includes(state)) continue;
      const approves = state === 'APPROVED' && at && commit;
      // Deleted first, so that the map stays in the order of the last words.
      last.delete(user.login);
      last.set(user.login, approves ? { by: user.login, at, commit } : undefined);
    }
    const approvals: Approval[] = [];
    // Everyone may approve in a public repository, and a collaborator may be one who only reads.
    for (const approval of last.values()) {
      if (approval !== undefined && (await this.#counts(number, approval.by))) approvals.push(approval);
    }
    return approvals;
  }

  async pushed(number: number, login: string): Promise<'yes' | 'no' | 'unknown'> {
    return await this.#pushes.pushed(number, login);
  }

  /** Whoever pushed to a pull request is one of its authors, and nobody reviews their own work. */
  async #counts(number: number, login: string): Promise<boolean> {
    if (!(await this.#collaborators.mayWrite(login))) return false;
    if ((await this.#pushes.pushed(number, login)) === 'no') return true;
    this.#api.connection.log.info(`The approval of #${number} by ${login} does not count: ${login} pushed to it`);
    return false;
  }

  /**
   * The queue keeps a branch for each of its pull requests, `gh-readonly-queue/BASE/pr-NUMBER-SHA`, which holds those
   * ahead of it too. Nobody else can make such a branch, whereas a commit's message may name any number.
   */
  async queued(groupSha: string, baseRef: string): Promise<readonly QueuedPullRequest[]> {
    const prefix = `gh-readonly-queue/${baseRef}/pr-`;
    const branches = await this.#history.branches(prefix);
    const line = new Set(await this.#history.mainline(baseRef, groupSha));
    const numbers = branches
      .filter(({ sha }) => line.has(sha))
      .map(({ name }) => Number.parseInt(name.slice(prefix.length), 10));
    const pulls = await Promise.all(
      numbers.map((number) =>
        this.#api.get(
          `Reading pull request #${number}`,
          '/repos/{owner}/{repo}/pulls/{pull_number}',
          { pull_number: number },
          PULL,
        ),
      ),
    );
    return pulls.filter(({ state, base }) => state === 'open' && base.ref === baseRef).map(described);
  }

  /** Nothing found is not remembered: it may show later. */
  async #remembered(sha: string, baseRef: string, looks: number): Promise<MergedPullRequest | undefined> {
    const key = `${sha} ${baseRef}`;
    const asked = this.#merged.get(key) ?? this.#find(sha, baseRef, looks);
    this.#merged.set(key, asked);
    let found: MergedPullRequest | undefined;
    try {
      found = await asked;
    } finally {
      if (found === undefined) this.#merged.delete(key);
    }
    return found;
  }

  /**
   * Squash, merge commit, rebase (its last commit) and merge queue all end with `merge_commit_sha` at the commit. The
   * other commits of a rebase belong to it too: there the merged state and the base branch decide.
   */
  async #find(sha: string, baseRef: string, looks: number): Promise<MergedPullRequest | undefined> {
    const { pauseMs = 500 } = this.#api.connection;
    for (let look = 1; ; look++) {
      const pulls = await this.#api.all(
        `Finding the pull request of ${sha}`,
        '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
        { commit_sha: sha },
        PULL,
      );
      const candidates = pulls
        .filter(({ base }) => base.ref === baseRef)
        .map(merged)
        .filter((pull) => pull !== undefined)
        .sort((a, b) => Date.parse(b.mergedAt) - Date.parse(a.mergedAt));
      const exact = candidates.find(({ mergeCommitSha }) => mergeCommitSha === sha);
      if (exact !== undefined) return exact;
      if (look >= looks) return candidates[0];
      await sleep((pauseMs / 2) * 2 ** (look - 1));
    }
  }
}

function merged(pull: Pull): MergedPullRequest | undefined {
  if (pull.merged_at === null || pull.merge_commit_sha === null) return undefined;
  return { ...described(pull), mergedAt: pull.merged_at, mergeCommitSha: pull.merge_commit_sha };
}

function described(pull: Pull): QueuedPullRequest {
  return {
    number: pull.number,
    title: pull.title,
    author: pull.user?.login ?? '',
    headSha: pull.head.sha,
    baseRef: pull.base.ref,
    labels: pull.labels.map(({ name }) => name),
  };
}
