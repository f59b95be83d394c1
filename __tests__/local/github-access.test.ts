import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CHECK_ROUTES } from '../../local/github/checks.js';
import { COMMENT_ROUTES } from '../../local/github/comments.js';
import { COMMIT_ROUTES } from '../../local/github/commits.js';
import { DEPLOYMENT_ROUTES } from '../../local/github/deployments.js';
import { ISSUE_ROUTES } from '../../local/github/issues.js';
import { PULL_ROUTES } from '../../local/github/pulls.js';
import { PUSH_ROUTES } from '../../local/github/pushes.js';
import { REF_ROUTES } from '../../local/github/refs.js';
import { REPOSITORY_ROUTES } from '../../local/github/repositories.js';
import { ROUTES } from '../../local/github/routes.js';
import { SETTINGS_ROUTES } from '../../local/github/settings.js';
import { WORKFLOW_RUN_ROUTES } from '../../local/github/workflow-runs.js';
import { DescribedReplies } from './described-replies.js';
import { GitHubStage } from './github-stage.js';

let stage: GitHubStage;
beforeAll(async () => {
  stage = await GitHubStage.start();
});
beforeEach(() => {
  stage.newRepository();
});
afterAll(async () => await stage.cloud.stop());

describe('the repository', () => {
  test('tells about itself, its runs, and what a person may do', async () => {
    expect((await stage.actions.send(`GET ${stage.repo}`)).body).toMatchObject({
      id: stage.shop.id,
      default_branch: 'main',
      private: false,
    });
    const run = stage.shop.addRun({ id: 77, headSha: stage.shop.history.resolve('main')?.sha ?? '' });
    expect((await stage.actions.send(`GET ${stage.repo}/actions/runs/77`)).body).toMatchObject({
      status: 'in_progress',
      conclusion: null,
    });
    run.status = 'completed';
    run.conclusion = 'cancelled';
    expect((await stage.actions.send(`GET ${stage.repo}/actions/runs/77`)).body).toMatchObject({
      status: 'completed',
      conclusion: 'cancelled',
    });
    expect(await stage.actions.status(`GET ${stage.repo}/actions/runs/78`)).toBe('404 Not Found');
    stage.shop.collaborators.set('alice', 'maintain');
    const permission = async (login: string) =>
      (await stage.actions.send(`GET ${stage.repo}/collaborators/${login}/permission`)).body;
    expect(await permission('alice')).toMatchObject({ permission: 'write', role_name: 'maintain' });
    expect(await permission('octo')).toMatchObject({ permission: 'admin' });
    expect(await permission('bob')).toMatchObject({ permission: 'read' });
    expect(await stage.actions.status(`GET ${stage.repo}/collaborators/nobody-here/permission`)).toBe('404 Not Found');
  });
});

describe('who asks', () => {
  const ask = async (token: string) => await stage.clientOf(token).status(`GET ${stage.repo}`);

  test('a bad token, one that was revoked, and none at all', async () => {
    expect(await ask('ghs_wrong')).toBe('401 Bad credentials');
    const token = stage.cloud.github.token('github-actions');
    expect(await ask(token)).toBe('200');
    stage.cloud.github.revoke(token);
    expect(await ask(token)).toBe('401 Bad credentials');
    const response = await fetch(`${stage.cloud.github.url}${stage.repo}`);
    expect(response.status).toBe(401);
  });

  test('a token without the permission is told so, one with "read" may not write', async () => {
    const { number } = stage.openPull();
    const comment = { body: { body: 'plan' } };
    const path = `${stage.repo}/issues/${number}/comments`;
    const none = stage.clientOf(stage.cloud.github.token('github-actions', { contents: 'read' }));
    expect(await none.status(`GET ${path}`)).toBe('403 Resource not accessible by integration');
    const read = stage.clientOf(stage.cloud.github.token('github-actions', { 'pull-requests': 'read' }));
    expect(await read.status(`GET ${path}`)).toBe('200');
    const refused = await read.send(`POST ${path}`, comment);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('x-accepted-github-permissions')).toBe('issues=write; pull_requests=write');
    const write = stage.clientOf(stage.cloud.github.token('github-actions', { 'pull-requests': 'write' }));
    expect(await write.status(`POST ${path}`, comment)).toBe('201');
    const person = stage.clientOf(stage.cloud.github.token(stage.alice, { contents: 'read' }));
    expect(await person.status(`GET ${path}`)).toBe('403 Resource not accessible by personal access token');
  });

  test('a repository that is not there is not found', async () => {
    expect(await stage.actions.status('GET /repos/octo/none')).toBe('404 Not Found');
    expect(await stage.actions.status(`GET ${stage.repo.toUpperCase().replace('/REPOS', '/repos')}`)).toBe('200');
  });

  test.each([
    ['the app of workflows', () => stage.cloud.github.token('github-actions'), 'github-actions[bot]'],
    ['another app', () => stage.cloud.github.token(stage.cloud.github.app('release-bot')), 'release-bot[bot]'],
    ['a person', () => stage.cloud.github.token(stage.alice), 'alice'],
  ])('GraphQL tells the login of %s', async (_who, token, login) => {
    const response = await fetch(`${stage.cloud.github.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `bearer ${token()}` },
      body: JSON.stringify({ query: '{ viewer { login } }' }),
    });
    expect(await response.json()).toEqual({ data: { viewer: { login } } });
  });
});

describe('limits and conditions', () => {
  test('a client that has the current representation gets 304', async () => {
    const first = await stage.actions.send(`GET ${stage.repo}`);
    const etag = first.headers.get('etag') ?? '';
    const again = await stage.actions.send(`GET ${stage.repo}`, { headers: { 'if-none-match': etag } });
    expect([again.status, again.body]).toEqual([304, undefined]);
    stage.shop.openIssue(stage.bob, { title: 'changes the number of issues' });
    expect((await stage.actions.send(`GET ${stage.repo}`, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  test('the primary limit refuses until its reset', async () => {
    const { rateLimits } = stage.cloud.github;
    const before = (await stage.actions.send(`GET ${stage.repo}`)).headers;
    expect(before.get('x-ratelimit-limit')).toBe('5000');
    rateLimits.exhaust(60);
    const { status, headers } = await stage.actions.send(`GET ${stage.repo}`);
    expect([status, headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
    expect(Number(headers.get('x-ratelimit-reset')) * 1000 - stage.time).toBe(60_000);
    stage.time += 60_000;
    expect((await stage.actions.send(`GET ${stage.repo}`)).headers.get('x-ratelimit-remaining')).toBe('4999');
  });

  test.each([403, 429] as const)('a secondary limit says with %d how long to wait', async (status) => {
    stage.cloud.github.rateLimits.slowDown(7, { times: 2, status });
    for (let attempt = 1; attempt <= 2; attempt++) {
      const refused = await stage.actions.send(`GET ${stage.repo}`);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([status, '7']);
      expect(refused.body.message).toMatch(/secondary rate limit/);
    }
    expect((await stage.actions.send(`GET ${stage.repo}`)).status).toBe(200);
  });
});

describe('what it does not know', () => {
  test.each([
    ['a route', 'GET', '/user', undefined],
    ['a query parameter', 'GET', 'REPO/pulls?sort=popularity', undefined],
    ['a branch that GitHub would merge', 'POST', 'REPO/deployments', { ref: 'main', required_contexts: [] }],
    ['checks that GitHub would wait for', 'POST', 'REPO/deployments', { ref: 'main', auto_merge: false }],
    ['another GraphQL query', 'POST', '/graphql', { query: '{ repository(owner: "a", name: "b") { id } }' }],
  ])('%s is answered 501 and kept as unknown', async (_what, method, path, body) => {
    stage.cloud.journal.clear();
    const { status } = await stage.actions.send(
      `${method} ${path.replace('REPO', stage.repo)}`,
      body === undefined ? {} : { body },
    );
    expect(status).toBe(501);
    expect(stage.cloud.journal.unknown()).toHaveLength(1);
  });
});

describe("GitHub's description", () => {
  test('is of the routes that are served, no more and no less', () => {
    expect([...stage.described.operations()].sort()).toEqual(ROUTES.map(({ operation }) => operation).sort());
  });

  test('is held against every group of routes, in this file and its siblings', () => {
    const held = [
      COMMENT_ROUTES,
      ISSUE_ROUTES,
      PULL_ROUTES,
      COMMIT_ROUTES,
      ...REF_ROUTES,
      ...PUSH_ROUTES,
      CHECK_ROUTES,
      DEPLOYMENT_ROUTES,
      SETTINGS_ROUTES,
      WORKFLOW_RUN_ROUTES,
    ];
    expect(new Set([...held.flat(), ...REPOSITORY_ROUTES])).toEqual(new Set(ROUTES));
  });

  test('a reply that lacks a field, has one too many, or a status of its own would be found', async () => {
    const other = new DescribedReplies();
    const found = (operation: string, status: number, body: unknown) => other.problems(operation, status, body);
    const response = await fetch(`${stage.cloud.github.url}${stage.repo}`, {
      headers: { authorization: `token ${stage.cloud.github.token(stage.alice)}` },
    });
    const body = (await response.json()) as Record<string, unknown>;
    expect(found('repos/get', 200, body)).toEqual([]);
    expect(found('repos/get', 200, { ...body, id: 'text' })[0]).toMatch(/\/id must be integer/);
    expect(found('repos/get', 200, { ...body, full_name: undefined })[0]).toMatch(/"missingProperty":"full_name"/);
    expect(found('repos/get', 200, { ...body, defaultBranch: 'main' })[0]).toMatch(
      /"unevaluatedProperty":"defaultBranch"/,
    );
    expect(found('repos/get', 202, body)).toEqual(['repos/get is not described to answer 202']);
    expect(found('repos/forget', 200, body)).toEqual(['GitHub describes no repos/forget']);
  });
});

test('every route of these was answered in the tests above as GitHub describes it', () => {
  expect(stage.unseen(REPOSITORY_ROUTES)).toEqual([]);
});
