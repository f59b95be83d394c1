import type { Commit } from './history.js';
import type { Identity } from './identity.js';
import type { Issue, Merge, MergeMethod, Pull, Review } from './records.js';
import type { LocalRepository } from './repository.js';

export type PullRequest = Issue & { readonly pull: Pull };

export interface NewPullRequest {
  readonly author: Identity;
  readonly title: string;
  /** A branch that exists, in `from` where that is given. */
  readonly head: string;
  /** A fork. */
  readonly from?: LocalRepository;
  /** Default: the default branch. */
  readonly base?: string;
  readonly body?: string;
  readonly labels?: readonly string[];
}

export interface MergeRequest {
  readonly method: MergeMethod;
  readonly by: Identity;
  /** The commit that a real repository ended with; without it commits are made up. */
  readonly sha?: string;
  /** How many looks find neither the merge's fields nor the commit in the index. */
  readonly looksUntilVisible?: number;
}

export function openPullRequest(repository: LocalRepository, request: NewPullRequest): PullRequest {
  const headRepository = request.from ?? repository;
  const baseRef = request.base ?? repository.about.defaultBranch;
  const pull: Pull = {
    headRef: request.head,
    headRepository,
    baseRef,
    headSha: branchTip(headRepository, request.head).sha,
    baseSha: branchTip(repository, baseRef).sha,
    reviews: [],
    merge: undefined,
  };
  // GitHub keeps a fork's commits in the base repository too (`refs/pull/N/head`).
  for (const commit of headRepository.history.range('', pull.headSha)) repository.history.add(commit);
  headRepository.pushed(request.head, request.author, pull.headSha);
  return repository.openIssue(request.author, request, pull) as PullRequest;
}

/** Throws when there is no such pull request. */
export function pullRequest(repository: LocalRepository, number: number): PullRequest {
  const issue = repository.issues.get(number);
  if (issue?.pull === undefined) throw new Error(`${repository.fullName} has no pull request #${number}`);
  return issue as PullRequest;
}

/** A review of the pull request's head, as it is now. */
export function review(
  repository: LocalRepository,
  { pull }: PullRequest,
  by: Identity,
  state: Review['state'],
  body = '',
): Review {
  const { clock } = repository;
  const made: Review = { id: clock.nextId(), author: by, state, body, commit: pull.headSha, at: clock.now() };
  pull.reviews.push(made);
  return made;
}

/**
 * Moves the head of every open pull request from this branch, as a push does.
 * @param by who pushed; default: who opened the pull request
 */
export function followBranch(
  repository: LocalRepository,
  branch: string,
  { from = repository, by }: { readonly from?: LocalRepository; readonly by?: Identity } = {},
): void {
  for (const { author, pull, state } of repository.issues.values()) {
    if (pull === undefined || state !== 'open' || pull.headRepository !== from || pull.headRef !== branch) continue;
    pull.headSha = branchTip(from, branch).sha;
    from.pushed(branch, by ?? author, pull.headSha);
    for (const commit of from.history.range('', pull.headSha)) repository.history.add(commit);
  }
}

export function mergePullRequest(repository: LocalRepository, issue: PullRequest, request: MergeRequest): Merge {
  const { history, clock } = repository;
  const { pull } = issue;
  const commits = request.sha === undefined ? [] : brought(repository, pull, request.method, request.sha);
  if (request.sha === undefined) {
    commits.push(...madeUpCommits(repository, issue, branchTip(repository, pull.baseRef).sha, request));
  }
  const last = commits.at(-1);
  if (last === undefined) throw new Error(`Pull request #${issue.number} has nothing to merge`);
  history.point(`refs/heads/${pull.baseRef}`, last.sha);
  pull.baseSha = commits[0]?.parents[0] ?? pull.baseSha;
  pull.merge = {
    at: clock.now(),
    by: request.by,
    sha: last.sha,
    // A merge commit brings the pull request's own commits too.
    commits: new Set(history.range(pull.baseSha, last.sha).map(({ sha }) => sha)),
    looksUntilVisible: request.looksUntilVisible ?? 0,
  };
  repository.record(issue, 'merged', request.by, { commit: last.sha });
  repository.setState(issue, 'closed', request.by);
  return pull.merge;
}

/** The commits that a real repository's merge added to the base branch itself, oldest first. */
function brought({ history }: LocalRepository, pull: Pull, method: MergeMethod, sha: string): Commit[] {
  const base = history.mergeBase(pull.headSha, pull.baseSha)?.sha ?? pull.baseSha;
  const count = method === 'rebase' ? history.range(base, pull.headSha).length : 1;
  const commits: Commit[] = [];
  let at = history.commit(sha);
  if (at === undefined) throw new Error(`There is no commit ${sha}: read the repository after its merge`);
  for (; at !== undefined && commits.length < count; at = history.commit(at.parents[0] ?? '')) commits.unshift(at);
  return commits;
}

function madeUpCommits(
  repository: LocalRepository,
  issue: PullRequest,
  base: string,
  { method, by }: MergeRequest,
): readonly Commit[] {
  const { history, clock } = repository;
  const author = by.kind === 'app' ? by.slug : by.login;
  const title = `${issue.title} (#${issue.number})`;
  if (method === 'merge') return [history.make(title, [base, issue.pull.headSha], author, clock.now())];
  if (method === 'squash') return [history.make(title, [base], author, clock.now())];
  let parent = base;
  return history.range(base, issue.pull.headSha).map((commit) => {
    const rebased = history.make(commit.message, [parent], commit.author, clock.now());
    parent = rebased.sha;
    return rebased;
  });
}

function branchTip(repository: LocalRepository, branch: string): Commit {
  const commit = repository.history.resolve(`refs/heads/${branch}`);
  if (commit === undefined) throw new Error(`${repository.fullName} has no branch ${branch}`);
  return commit;
}
