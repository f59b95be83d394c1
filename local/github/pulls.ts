import { createHash } from 'node:crypto';
import { type Json, userJson } from './account-json.js';
import { associationOf } from './association.js';
import { type Call, json, numberIn, PAGES, pageOf, type Route } from './call.js';
import { commitJson, labelJson } from './commit-json.js';
import { fileJson } from './file-json.js';
import { notFound } from './github-error.js';
import type { PullRequest } from './pull-requests.js';
import type { Review } from './records.js';
import type { LocalRepository } from './repository.js';
import { repositoryJson } from './repository-json.js';
import { nodeId, timestamp } from './urls.js';

const PULL = '/repos/{owner}/{repo}/pulls/{pull_number}';
const needs = ['pull-requests'] as const;

export const PULL_ROUTES: readonly Route[] = [
  {
    operation: 'pulls/list',
    method: 'GET',
    path: '/repos/{owner}/{repo}/pulls',
    needs,
    access: 'read',
    query: [...PAGES, 'state', 'head', 'base'],
    answer: (call) => pageOf(call, listed(call), (pull) => pullJson(call, pull)),
  },
  {
    operation: 'pulls/get',
    method: 'GET',
    path: PULL,
    needs,
    access: 'read',
    answer: (call) => json(200, fullPullJson(call, pullOf(call))),
  },
  {
    operation: 'pulls/list-commits',
    method: 'GET',
    path: `${PULL}/commits`,
    needs,
    access: 'read',
    query: PAGES,
    answer: (call) => pageOf(call, commitsOf(call.repository, pullOf(call)), (commit) => commitJson(call, commit)),
  },
  {
    operation: 'pulls/list-files',
    method: 'GET',
    path: `${PULL}/files`,
    needs,
    access: 'read',
    query: PAGES,
    answer: (call) => {
      const { pull } = pullOf(call);
      const files = call.repository.history.difference(pull.baseSha, pull.headSha);
      return pageOf(call, files, (file) => fileJson(call, file));
    },
  },
  {
    operation: 'pulls/list-reviews',
    method: 'GET',
    path: `${PULL}/reviews`,
    needs,
    access: 'read',
    query: PAGES,
    answer: (call) => {
      const issue = pullOf(call);
      return pageOf(call, issue.pull.reviews, (review) => reviewJson(call, issue.number, review));
    },
  },
  {
    operation: 'repos/list-pull-requests-associated-with-commit',
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    needs,
    access: 'read',
    query: PAGES,
    answer: (call) => pageOf(call, associated(call), (pull) => pullJson(call, pull)),
  },
];

function pullRequests(repository: LocalRepository): readonly PullRequest[] {
  return [...repository.issues.values()].filter((issue): issue is PullRequest => issue.pull !== undefined);
}

function pullOf(call: Call): PullRequest {
  const issue = call.repository.issues.get(numberIn(call, 'pull_number'));
  if (issue?.pull === undefined) throw notFound();
  return issue as PullRequest;
}

/** Newest first, as GitHub sorts by default. */
function listed({ repository, request: { query } }: Call): readonly PullRequest[] {
  const state = query.get('state') ?? 'open';
  return pullRequests(repository)
    .filter((issue) => state === 'all' || issue.state === state)
    .filter(({ pull }) => query.get('base') === null || pull.baseRef === query.get('base'))
    .filter(({ pull }) => {
      const head = query.get('head');
      return head === null || head === `${pull.headRepository.about.owner.login}:${pull.headRef}`;
    })
    .reverse();
}

/**
 * Of a commit in the default branch: the merged pull request that brought it; of another: the open ones that have
 * it. The index is filled some time after a merge, like the merge's fields.
 */
function associated(call: Call): readonly PullRequest[] {
  const { repository, parameters } = call;
  const { history, about } = repository;
  const commit = history.commit(parameters.commit_sha ?? '');
  if (commit === undefined) throw notFound();
  const tip = history.resolve(`refs/heads/${about.defaultBranch}`)?.sha ?? '';
  const isDefault = history.reachable(tip).has(commit.sha);
  return pullRequests(repository).filter((issue) => {
    if (issue.pull.merge?.commits.has(commit.sha)) return looked(issue);
    return !isDefault && issue.state === 'open' && commitsOf(repository, issue).some(({ sha }) => sha === commit.sha);
  });
}

/** Whether the merge shows by now; each look brings it nearer. */
function looked({ pull: { merge } }: PullRequest): boolean {
  if (merge === undefined) return false;
  if (merge.looksUntilVisible === 0) return true;
  merge.looksUntilVisible -= 1;
  return false;
}

function commitsOf({ history }: LocalRepository, { pull }: PullRequest) {
  return history.range(pull.baseSha, pull.headSha);
}

/** GitHub merges head and base for tests: until the merge, `merge_commit_sha` is of that commit. */
function testMerge({ pull }: PullRequest): string {
  return createHash('sha1').update(`${pull.baseSha} ${pull.headSha}`).digest('hex');
}

/** `pull-request-simple`. */
function pullJson(call: Call, issue: PullRequest, mergeShows = issue.pull.merge?.looksUntilVisible === 0): Json {
  const { repository, urls } = call;
  const { pull } = issue;
  const merge = mergeShows ? pull.merge : undefined;
  const self = urls.repo(repository, `/pulls/${issue.number}`);
  const html = urls.web(repository, `/pull/${issue.number}`);
  const asIssue = urls.repo(repository, `/issues/${issue.number}`);
  const statuses = urls.repo(repository, `/statuses/${pull.headSha}`);
  const side = (ref: string, sha: string, of: LocalRepository): Json => ({
    label: `${of.about.owner.login}:${ref}`,
    ref,
    sha,
    user: userJson(of.about.owner, urls),
    repo: repositoryJson(of, urls),
  });
  const links = {
    self,
    html,
    issue: asIssue,
    comments: `${asIssue}/comments`,
    review_comments: `${self}/comments`,
    review_comment: `${urls.repo(repository)}/pulls/comments{/number}`,
    commits: `${self}/commits`,
    statuses,
  };
  return {
    id: issue.id,
    node_id: nodeId('PullRequest', issue.id),
    number: issue.number,
    url: self,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: asIssue,
    commits_url: links.commits,
    comments_url: links.comments,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    statuses_url: statuses,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: userJson(issue.author, urls),
    body: issue.body === '' ? null : issue.body,
    created_at: timestamp(issue.createdAt),
    updated_at: timestamp(issue.updatedAt),
    closed_at: issue.closedAt === undefined ? null : timestamp(issue.closedAt),
    merged_at: merge === undefined ? null : timestamp(merge.at),
    merge_commit_sha: merge?.sha ?? testMerge(issue),
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: issue.labels.map((label) => labelJson(call, label)),
    milestone: null,
    draft: false,
    head: side(pull.headRef, pull.headSha, pull.headRepository),
    base: side(pull.baseRef, pull.baseSha, repository),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: associationOf(repository, issue.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** `pull-request`, with what only one at a time tells. */
function fullPullJson(call: Call, issue: PullRequest): Json {
  const visible = looked(issue);
  const merge = issue.pull.merge;
  return {
    ...pullJson(call, issue, visible),
    merged: visible,
    mergeable: visible ? null : true,
    rebaseable: visible ? null : true,
    mergeable_state: visible ? 'unknown' : 'clean',
    merged_by: visible && merge !== undefined ? userJson(merge.by, call.urls) : null,
    comments: issue.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commitsOf(call.repository, issue).length,
    additions: 1,
    deletions: 1,
    changed_files: 1,
  };
}

function reviewJson({ repository, urls }: Call, number: number, review: Review): Json {
  const html = urls.web(repository, `/pull/${number}#pullrequestreview-${review.id}`);
  const pull = urls.repo(repository, `/pulls/${number}`);
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: userJson(review.author, urls),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    author_association: associationOf(repository, review.author),
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: timestamp(review.at),
    commit_id: review.commit,
  };
}
