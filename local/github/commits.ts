import { type Call, json, PAGES, pageOf, type Route, slice } from './call.js';
import { commitJson } from './commit-json.js';
import { fileJson, madeUp } from './file-json.js';
import { GitHubError, notFound } from './github-error.js';
import type { Commit } from './history.js';

const needs = ['contents'] as const;

export const COMMIT_ROUTES: readonly Route[] = [
  {
    operation: 'repos/list-commits',
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits',
    needs,
    access: 'read',
    query: [...PAGES, 'sha'],
    answer: listed,
  },
  {
    operation: 'repos/get-commit',
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{ref}',
    needs,
    access: 'read',
    query: PAGES,
    answer: (call) => {
      const commit = commitAt(call);
      const changed = call.repository.history.changed(commit.parents[0], commit.sha);
      return json(200, {
        ...commitJson(call, commit),
        stats: {},
        files: changed.map((path) => fileJson(call, madeUp(path))),
      });
    },
  },
  {
    operation: 'repos/compare-commits',
    method: 'GET',
    path: '/repos/{owner}/{repo}/compare/{base}...{head}',
    needs,
    access: 'read',
    query: PAGES,
    answer: compare,
  },
];

/** Everything up to `sha`, or to the default branch, newest first. */
function listed(call: Call) {
  const { repository, request } = call;
  const from = request.query.get('sha') ?? `refs/heads/${repository.about.defaultBranch}`;
  const commit = repository.history.resolve(from);
  if (commit === undefined) throw notFound();
  const commits = [...repository.history.range('', commit.sha)].reverse();
  return pageOf(call, commits, (each) => commitJson(call, each));
}

function commitAt({ repository, parameters }: Call): Commit {
  const ref = parameters.ref ?? '';
  const commit = repository.history.resolve(ref);
  if (commit === undefined) throw new GitHubError(422, `No commit found for SHA: ${ref}`);
  return commit;
}

/** `ahead`: head has commits that base has not. The list is paged, the counts are of all. */
function compare(call: Call) {
  const { repository, parameters, urls } = call;
  const { history } = repository;
  const base = history.resolve(parameters.base ?? '');
  const head = history.resolve(parameters.head ?? '');
  if (base === undefined || head === undefined) throw notFound();
  const common = history.mergeBase(base.sha, head.sha);
  if (common === undefined) {
    throw new GitHubError(404, `No common ancestor between ${parameters.base} and ${parameters.head}.`);
  }
  const ahead = history.range(base.sha, head.sha);
  const behind = history.range(head.sha, base.sha).length;
  const { items, headers } = slice(call, ahead);
  const name = `/compare/${encodeURIComponent(parameters.base ?? '')}...${encodeURIComponent(parameters.head ?? '')}`;
  const body = {
    url: urls.repo(repository, name),
    html_url: urls.web(repository, name),
    permalink_url: urls.web(repository, name),
    diff_url: urls.web(repository, `${name}.diff`),
    patch_url: urls.web(repository, `${name}.patch`),
    base_commit: commitJson(call, base),
    merge_base_commit: commitJson(call, common),
    status: statusOf(ahead.length, behind),
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: items.map((commit) => commitJson(call, commit)),
    files: history.changed(common.sha, head.sha).map((path) => fileJson(call, madeUp(path))),
  };
  return json(200, body, headers);
}

function statusOf(ahead: number, behind: number): 'identical' | 'ahead' | 'behind' | 'diverged' {
  if (ahead === 0) return behind === 0 ? 'identical' : 'behind';
  return behind === 0 ? 'ahead' : 'diverged';
}
