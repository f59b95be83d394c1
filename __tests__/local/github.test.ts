import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../local/cloud.js';
import type { User } from '../../local/github/identity.js';
import { mergePullRequest, openPullRequest, review } from '../../local/github/pull-requests.js';
import type { LocalRepository } from '../../local/github/repository.js';
import { ROUTES } from '../../local/github/routes.js';
import { DescribedReplies } from './described-replies.js';
import { GitHubClient } from './github-client.js';

const described = new DescribedReplies();
let cloud: LocalCloud;
let shop: LocalRepository;
let alice: User;
let bob: User;
let actions: GitHubClient;
let repo: string;
let time = Date.UTC(2026, 0, 1);
let made = 0;

beforeAll(async () => {
  cloud = await startCloud({ github: { now: () => time } });
  alice = cloud.github.user('alice');
  bob = cloud.github.user('bob');
  actions = clientOf(cloud.github.token('github-actions'));
});
afterAll(async () => await cloud.stop());
beforeEach(() => {
  made += 1;
  shop = cloud.github.repository(`octo/shop-${made}`);
  repo = `/repos/octo/shop-${made}`;
  const first = shop.history.make('first', [], 'alice', time);
  shop.history.point('refs/heads/main', first.sha);
});

function clientOf(token: string): GitHubClient {
  return new GitHubClient(cloud, described, token);
}

/** A commit on top of a branch. @returns its SHA */
function commit(branch: string, message: string, from = branch): string {
  const parent = shop.history.resolve(from)?.sha ?? '';
  const { sha } = shop.history.make(message, [parent], 'alice', time);
  shop.history.point(`refs/heads/${branch}`, sha);
  return sha;
}

function openPull(branch = 'topic', commits = 1) {
  for (let number = 1; number <= commits; number++)
    commit(branch, `${branch} ${number}`, number === 1 ? 'main' : branch);
  return openPullRequest(shop, { author: alice, title: `Pull ${branch}`, head: branch, labels: ['infra'] });
}

describe('comments', () => {
  test('are written, read, changed and listed', async () => {
    const { number } = openPull();
    const created = await actions.send(`POST ${repo}/issues/${number}/comments`, { body: { body: 'Plan: 1 to add' } });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      body: 'Plan: 1 to add',
      user: { login: 'github-actions[bot]', type: 'Bot', id: 41_898_282 },
      performed_via_github_app: { slug: 'github-actions', id: 15_368 },
      html_url: `https://github.com/octo/shop-${made}/pull/${number}#issuecomment-${created.body.id}`,
    });
    time += 5000;
    const changed = await actions.send(`PATCH ${repo}/issues/comments/${created.body.id}`, { body: { body: 'new' } });
    expect(changed.body).toMatchObject({ id: created.body.id, body: 'new', updated_at: '2026-01-01T00:00:05Z' });
    expect((await actions.send(`GET ${repo}/issues/comments/${created.body.id}`)).body.body).toBe('new');
    expect((await actions.send(`GET ${repo}/issues/${number}/comments`)).body).toHaveLength(1);
  });

  test('fill pages, which are linked to each other', async () => {
    const issue = openPull();
    for (let index = 1; index <= 250; index++) shop.comment(issue, bob, `comment ${index}`);
    const path = `${repo}/issues/${issue.number}/comments`;
    const bodies: string[] = [];
    let target: string | undefined = `${path}?per_page=100`;
    let pages = 0;
    while (target !== undefined) {
      const { body, headers } = await actions.send(`GET ${target}`);
      bodies.push(...body.map((comment: { body: string }) => comment.body));
      pages += 1;
      target = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]?.replace(cloud.github.url, '');
    }
    expect(pages).toBe(3);
    expect(bodies).toEqual(Array.from({ length: 250 }, (_, index) => `comment ${index + 1}`));
    const second = await actions.send(`GET ${path}?per_page=100&page=2`);
    expect(second.headers.get('link')).toBe(
      ['1>; rel="prev"', '3>; rel="next"', '3>; rel="last"', '1>; rel="first"']
        .map((rest) => `<${cloud.github.url}${path}?per_page=100&page=${rest}`)
        .join(', '),
    );
    expect((await actions.send(`GET ${path}?per_page=500`)).body).toHaveLength(100);
    expect((await actions.send(`GET ${path}`)).body).toHaveLength(30);
    expect((await actions.send(`GET ${path}?page=99`)).body).toEqual([]);
  });

  test('have at most 65,536 characters and 262,144 bytes', async () => {
    const post = `POST ${repo}/issues/${openPull().number}/comments`;
    expect(await actions.status(post, { body: { body: 'x'.repeat(65_536) } })).toBe('201');
    const { status, body } = await actions.send(post, { body: { body: 'x'.repeat(65_537) } });
    expect([status, body.errors[0].message]).toEqual([422, 'Body is too long (maximum is 65536 characters)']);
    expect(await actions.status(post, { body: { body: '👍'.repeat(65_536) } })).toBe('201');
    expect(await actions.status(post, { body: { body: '' } })).toBe('422 Validation Failed');
    expect(await actions.status(post, { body: {} })).toBe('422 Validation Failed');
  });

  test('are refused in a locked conversation, but not from people who may write', async () => {
    const issue = openPull();
    shop.lock(issue, alice);
    const post = `POST ${repo}/issues/${issue.number}/comments`;
    expect(await actions.status(post, { body: { body: 'plan' } })).toBe(
      '403 Unable to create comment because issue is locked.',
    );
    expect(await clientOf(cloud.github.token(alice)).status(post, { body: { body: 'hi' } })).toBe('201');
    expect(issue.comments).toHaveLength(1);
  });

  test('a deleted one is gone', async () => {
    const issue = openPull();
    const { id } = shop.comment(issue, bob, 'gone soon');
    shop.deleteComment(id);
    expect(await actions.status(`PATCH ${repo}/issues/comments/${id}`, { body: { body: 'new' } })).toBe(
      '404 Not Found',
    );
    expect(await actions.status(`GET ${repo}/issues/comments/${id}`)).toBe('404 Not Found');
  });
});

describe('pull requests', () => {
  test('tell head, base, labels and author, and that they are not merged', async () => {
    const issue = openPull();
    const { body } = await actions.send(`GET ${repo}/pulls/${issue.number}`);
    expect(body).toMatchObject({
      number: issue.number,
      state: 'open',
      merged: false,
      merged_at: null,
      user: { login: 'alice', type: 'User' },
      labels: [{ name: 'infra' }],
      head: { ref: 'topic', sha: issue.pull.headSha, repo: { id: shop.id } },
      base: { ref: 'main', repo: { id: shop.id, default_branch: 'main' } },
    });
    // The commit of GitHub's test merge, which is in no branch.
    expect(body.merge_commit_sha).toMatch(/^[0-9a-f]{40}$/);
    expect(shop.history.commit(body.merge_commit_sha)).toBeUndefined();
  });

  test('of a fork have another repository at their head', async () => {
    const fork = cloud.github.repository(`mallory/shop-${made}`);
    for (const known of shop.history.range('', shop.history.resolve('main')?.sha ?? '')) fork.history.add(known);
    const { sha } = fork.history.make('fork', [shop.history.resolve('main')?.sha ?? ''], 'mallory', time);
    fork.history.point('refs/heads/patch', sha);
    const author = cloud.github.user('mallory');
    const { number } = openPullRequest(shop, { author, title: 'A fork', head: 'patch', from: fork });
    const { body } = await actions.send(`GET ${repo}/pulls/${number}`);
    expect([body.head.repo.id, body.base.repo.id, body.head.label]).toEqual([fork.id, shop.id, 'mallory:patch']);
    expect(body.author_association).toBe('NONE');
  });

  test.each(['merge', 'squash', 'rebase'] as const)('are found by the commits that a %s brought', async (method) => {
    const issue = openPull('topic', 2);
    const { sha, commits } = mergePullRequest(shop, issue, { method, by: bob });
    expect(commits.size).toBe({ merge: 3, squash: 1, rebase: 2 }[method]);
    for (const brought of commits) {
      const { body } = await actions.send(`GET ${repo}/commits/${brought}/pulls`);
      expect(body).toHaveLength(1);
      expect(body[0]).toMatchObject({ number: issue.number, state: 'closed', merge_commit_sha: sha });
      expect(body[0].merged_at).not.toBeNull();
    }
    expect((await actions.send(`GET ${repo}/pulls/${issue.number}`)).body).toMatchObject({
      merged: true,
      merged_by: { login: 'bob' },
    });
    const direct = commit('main', 'pushed directly');
    expect((await actions.send(`GET ${repo}/commits/${direct}/pulls`)).body).toEqual([]);
  });

  test('show a merge only after a while', async () => {
    const issue = openPull();
    const { sha } = mergePullRequest(shop, issue, { method: 'squash', by: bob, looksUntilVisible: 2 });
    const find = `GET ${repo}/commits/${sha}/pulls`;
    expect((await actions.send(find)).body).toEqual([]);
    expect((await actions.send(`GET ${repo}/pulls/${issue.number}`)).body).toMatchObject({
      merged_at: null,
      merged: false,
    });
    expect((await actions.send(find)).body).toHaveLength(1);
  });

  test('an open one is found by its own commits', async () => {
    const issue = openPull('topic', 2);
    expect((await actions.send(`GET ${repo}/commits/${issue.pull.headSha}/pulls`)).body[0].number).toBe(issue.number);
    expect(await actions.status(`GET ${repo}/commits/${'0'.repeat(40)}/pulls`)).toBe('404 Not Found');
  });

  test('are listed by state, base and head; their commits and reviews too', async () => {
    const open = openPull('one', 2);
    const merged = openPull('two');
    mergePullRequest(shop, merged, { method: 'merge', by: bob });
    review(shop, open, bob, 'APPROVED', 'fine');
    const numbers = async (query: string) =>
      (await actions.send(`GET ${repo}/pulls${query}`)).body.map(({ number }: { number: number }) => number);
    expect(await numbers('')).toEqual([open.number]);
    expect(await numbers('?state=all&base=main')).toEqual([merged.number, open.number]);
    expect(await numbers('?state=closed&head=octo:two')).toEqual([merged.number]);
    expect(await numbers('?base=other')).toEqual([]);
    const { body: commits } = await actions.send(`GET ${repo}/pulls/${open.number}/commits`);
    expect(commits.map((one: { commit: { message: string } }) => one.commit.message)).toEqual(['one 1', 'one 2']);
    const { body: reviews } = await actions.send(`GET ${repo}/pulls/${open.number}/reviews`);
    expect(reviews).toMatchObject([{ state: 'APPROVED', user: { login: 'bob' }, commit_id: open.pull.headSha }]);
  });
});

describe('commits', () => {
  test('are read by SHA, branch, or a name with a slash', async () => {
    const sha = commit('feature/x', 'work', 'main');
    expect((await actions.send(`GET ${repo}/commits/${sha}`)).body.commit.message).toBe('work');
    expect((await actions.send(`GET ${repo}/commits/feature%2Fx`)).body.sha).toBe(sha);
    expect(await actions.status(`GET ${repo}/commits/nothing`)).toBe('422 No commit found for SHA: nothing');
  });

  test('are listed newest first, from a branch or a commit', async () => {
    const first = shop.history.resolve('main')?.sha;
    const second = commit('main', 'second');
    const topic = commit('topic', 'on a branch', 'main');
    const listed = async (query: string) =>
      (await actions.send(`GET ${repo}/commits${query}`)).body.map(({ sha }: { sha: string }) => sha);
    expect(await listed('')).toEqual([second, first]);
    expect(await listed('?sha=topic&per_page=2')).toEqual([topic, second]);
    expect(await actions.status(`GET ${repo}/commits?sha=nothing`)).toBe('404 Not Found');
  });

  test('are found by the beginning of a branch’s name', async () => {
    const one = commit('queue/pr-1', 'one', 'main');
    const two = commit('queue/pr-2', 'two', 'main');
    const refs = async (prefix: string) =>
      (await actions.send(`GET ${repo}/git/matching-refs/${encodeURIComponent(prefix)}`)).body.map(
        (ref: { ref: string; object: { sha: string } }) => [ref.ref, ref.object.sha],
      );
    expect(await refs('heads/queue/pr-')).toEqual([
      ['refs/heads/queue/pr-1', one],
      ['refs/heads/queue/pr-2', two],
    ]);
    expect(await refs('heads/nothing')).toEqual([]);
  });

  test('are compared: who is ahead, and by how much', async () => {
    const base = shop.history.resolve('main')?.sha ?? '';
    const ahead = commit('main', 'second');
    const other = shop.history.make('other', [base], 'bob', time).sha;
    const compare = async (basehead: string) => {
      const { body } = await actions.send(`GET ${repo}/compare/${basehead}?per_page=1`);
      return [body.status, body.ahead_by, body.behind_by, body.merge_base_commit.sha];
    };
    expect(await compare(`${base}...main`)).toEqual(['ahead', 1, 0, base]);
    expect(await compare(`${ahead}...${base}`)).toEqual(['behind', 0, 1, base]);
    expect(await compare(`${ahead}...main`)).toEqual(['identical', 0, 0, ahead]);
    expect(await compare(`${ahead}...${other}`)).toEqual(['diverged', 1, 1, base]);
    expect(await actions.status(`GET ${repo}/compare/${base}...nothing`)).toBe('404 Not Found');
    const orphan = shop.history.make('orphan', [], 'bob', time).sha;
    expect(await actions.status(`GET ${repo}/compare/${base}...${orphan}`)).toMatch(/^404 No common ancestor/);
  });
});

describe('check runs', () => {
  const create = (body: object) => ({ body: { name: 'plan (dev)', conclusion: 'success', ...body } });

  test('are made by apps, read, and listed by name, app and age', async () => {
    const head_sha = commit('main', 'second');
    const ids: number[] = [];
    for (const external_id of ['one', 'two']) {
      const { status, body } = await actions.send(
        `POST ${repo}/check-runs`,
        create({ head_sha, external_id, output: { title: 'Plan', summary: 'summary', text: external_id } }),
      );
      expect(status).toBe(201);
      expect(body).toMatchObject({ external_id, status: 'completed', conclusion: 'success', app: { id: 15_368 } });
      ids.push(body.id);
    }
    const other = clientOf(cloud.github.token(cloud.github.app('impostor')));
    await other.send(`POST ${repo}/check-runs`, create({ head_sha, external_id: 'not ours' }));
    const list = async (query: string) => {
      const { body } = await actions.send(`GET ${repo}/commits/${head_sha}/check-runs${query}`);
      expect(body.total_count).toBe(body.check_runs.length);
      return body.check_runs.map((run: { external_id: string }) => run.external_id);
    };
    expect(await list('')).toEqual(['not ours', 'two']);
    expect(await list('?filter=all&check_name=plan%20(dev)')).toEqual(['not ours', 'two', 'one']);
    expect(await list('?filter=all&app_id=15368')).toEqual(['two', 'one']);
    expect(await list('?check_name=other')).toEqual([]);
    expect((await actions.send(`GET ${repo}/check-runs/${ids[0]}`)).body.output.text).toBe('one');
    expect(await actions.status(`GET ${repo}/check-runs/1`)).toBe('404 Not Found');
  });

  test('have texts of at most 65,535 characters, a commit that exists, and a conclusion when they are completed', async () => {
    const head_sha = commit('main', 'second');
    const post = `POST ${repo}/check-runs`;
    const output = (text: string) => ({ title: 'Plan', summary: '', text });
    expect(await actions.status(post, create({ head_sha, output: output('x'.repeat(65_535)) }))).toBe('201');
    expect(await actions.status(post, create({ head_sha, output: output('x'.repeat(65_536)) }))).toBe(
      '422 Invalid request.\n\nOnly 65535 characters are allowed; 65536 were supplied.',
    );
    expect(await actions.status(post, create({ head_sha: '0'.repeat(40) }))).toMatch(/^422 No commit found/);
    expect(await actions.status(post, { body: { name: 'x', head_sha, status: 'completed' } })).toMatch(/^422/);
    expect(await actions.status(post, create({ head_sha, conclusion: 'great' }))).toBe('422 Validation Failed');
    expect((await actions.send(post, { body: { name: 'x', head_sha } })).body).toMatchObject({
      status: 'queued',
      conclusion: null,
      completed_at: null,
    });
  });

  test('cannot be made with the token of a person', async () => {
    const head_sha = commit('main', 'second');
    const person = clientOf(cloud.github.token(alice));
    expect(await person.status(`POST ${repo}/check-runs`, create({ head_sha }))).toBe(
      '403 You must authenticate via a GitHub App.',
    );
    expect(shop.checkRuns).toEqual([]);
  });
});

describe('deployments', () => {
  const request = { task: 'deploy:well-managed', environment: 'dev', auto_merge: false, required_contexts: [] };

  test('have statuses, and are listed by task and environment, newest first', async () => {
    const sha = commit('main', 'second');
    const ids: number[] = [];
    for (const task of ['deploy:well-managed', 'deploy', 'deploy:well-managed']) {
      const { status, body } = await actions.send(`POST ${repo}/deployments`, { body: { ...request, ref: sha, task } });
      expect([status, body.sha, body.ref]).toEqual([201, sha, sha]);
      ids.push(body.id);
    }
    const { body: listed } = await actions.send(`GET ${repo}/deployments?task=deploy:well-managed&environment=dev`);
    expect(listed.map(({ id }: { id: number }) => id)).toEqual([ids[2], ids[0]]);
    expect((await actions.send(`GET ${repo}/deployments?environment=prod`)).body).toEqual([]);
    const statuses = `${repo}/deployments/${ids[0]}/statuses`;
    for (const state of ['in_progress', 'success']) {
      const { body } = await actions.send(`POST ${statuses}`, {
        body: { state, log_url: 'https://example.invalid/1' },
      });
      expect(body).toMatchObject({ state, log_url: 'https://example.invalid/1', environment: 'dev' });
    }
    const states = (await actions.send(`GET ${statuses}`)).body.map(({ state }: { state: string }) => state);
    expect(states).toEqual(['success', 'in_progress']);
    expect((await actions.send(`GET ${repo}/deployments/${ids[0]}`)).body.id).toBe(ids[0]);
    expect(await actions.status(`GET ${repo}/deployments/1`)).toBe('404 Not Found');
  });

  test('a success makes an earlier one inactive unless it is asked not to', async () => {
    const start = async () =>
      (await actions.send(`POST ${repo}/deployments`, { body: { ...request, ref: 'main' } })).body.id as number;
    const succeed = async (id: number, about: object) =>
      await actions.send(`POST ${repo}/deployments/${id}/statuses`, { body: { state: 'success', ...about } });
    const first = await start();
    await succeed(first, {});
    await succeed(await start(), { auto_inactive: false });
    expect(shop.deployments[0]?.statuses.map(({ state }) => state)).toEqual(['success']);
    await succeed(await start(), {});
    expect(shop.deployments.map(({ statuses }) => statuses.at(-1)?.state)).toEqual(['inactive', 'inactive', 'success']);
  });

  test('are refused for a ref that is not there, a long description, an unknown state', async () => {
    const post = `POST ${repo}/deployments`;
    expect(await actions.status(post, { body: { ...request, ref: 'nothing' } })).toBe('422 No ref found for: nothing');
    const description = 'x'.repeat(141);
    expect(await actions.status(post, { body: { ...request, ref: 'main', description } })).toBe(
      '422 Validation Failed',
    );
    const { body } = await actions.send(post, { body: { ...request, ref: 'main' } });
    const statuses = `POST ${repo}/deployments/${body.id}/statuses`;
    expect(await actions.status(statuses, { body: { state: 'success', description } })).toBe('422 Validation Failed');
    expect(await actions.status(statuses, { body: { state: 'done' } })).toBe('422 Validation Failed');
  });
});

describe('issues', () => {
  test('are opened, changed, closed, and listed by state, creator and label', async () => {
    const { body, status } = await actions.send(`POST ${repo}/issues`, {
      body: { title: 'Drift in dev', body: 'text', labels: ['drift'] },
    });
    expect([status, body.user.login, body.labels[0].name]).toEqual([201, 'github-actions[bot]', 'drift']);
    shop.openIssue(bob, { title: 'Drift in dev', labels: ['drift'] });
    openPull();
    const list = async (query: string) =>
      (await actions.send(`GET ${repo}/issues${query}`)).body.map(({ number }: { number: number }) => number);
    expect(await list('')).toEqual([3, 2, 1]);
    expect(await list('?labels=drift&creator=github-actions%5Bbot%5D&state=open')).toEqual([1]);
    expect(await list('?direction=asc&labels=drift')).toEqual([1, 2]);
    const update = { body: { state: 'closed', state_reason: 'completed', body: 'gone', labels: ['drift', 'done'] } };
    expect((await actions.send(`PATCH ${repo}/issues/1`, update)).body).toMatchObject({
      state: 'closed',
      state_reason: 'completed',
      body: 'gone',
    });
    expect(await list('?state=open&creator=github-actions%5Bbot%5D')).toEqual([]);
    expect((await actions.send(`GET ${repo}/issues/1`)).body.closed_at).not.toBeNull();
    expect((await actions.send(`GET ${repo}/issues/3`)).body.pull_request.merged_at).toBeNull();
    expect(await actions.status(`POST ${repo}/issues`, { body: { title: '' } })).toBe('422 Validation Failed');
  });

  test('tell who set a label, and when', async () => {
    const issue = openPull();
    time += 60_000;
    shop.label(issue, 'allow-destroy', bob);
    time += 60_000;
    shop.unlabel(issue, 'allow-destroy', alice);
    const { body } = await actions.send(`GET ${repo}/issues/${issue.number}/events`);
    const labels = body.filter((event: { label?: { name: string } }) => event.label?.name === 'allow-destroy');
    expect(labels).toMatchObject([
      { event: 'labeled', actor: { login: 'bob' } },
      { event: 'unlabeled', actor: { login: 'alice' } },
    ]);
    expect(Date.parse(labels[1].created_at) - Date.parse(labels[0].created_at)).toBe(60_000);
    shop.lock(issue, alice);
    mergePullRequest(shop, issue, { method: 'squash', by: bob });
    const { body: all } = await actions.send(`GET ${repo}/issues/${issue.number}/events`);
    expect(all.map(({ event }: { event: string }) => event)).toEqual([
      'labeled',
      'labeled',
      'unlabeled',
      'locked',
      'merged',
      'closed',
    ]);
  });
});

describe('the repository', () => {
  test('tells about itself, its runs, and what a person may do', async () => {
    expect((await actions.send(`GET ${repo}`)).body).toMatchObject({
      id: shop.id,
      default_branch: 'main',
      private: false,
    });
    const run = shop.addRun({ id: 77, headSha: shop.history.resolve('main')?.sha ?? '' });
    expect((await actions.send(`GET ${repo}/actions/runs/77`)).body).toMatchObject({
      status: 'in_progress',
      conclusion: null,
    });
    run.status = 'completed';
    run.conclusion = 'cancelled';
    expect((await actions.send(`GET ${repo}/actions/runs/77`)).body).toMatchObject({
      status: 'completed',
      conclusion: 'cancelled',
    });
    expect(await actions.status(`GET ${repo}/actions/runs/78`)).toBe('404 Not Found');
    shop.collaborators.set('alice', 'maintain');
    const permission = async (login: string) =>
      (await actions.send(`GET ${repo}/collaborators/${login}/permission`)).body;
    expect(await permission('alice')).toMatchObject({ permission: 'write', role_name: 'maintain' });
    expect(await permission('octo')).toMatchObject({ permission: 'admin' });
    expect(await permission('bob')).toMatchObject({ permission: 'read' });
    expect(await actions.status(`GET ${repo}/collaborators/nobody-here/permission`)).toBe('404 Not Found');
  });
});

describe('who asks', () => {
  const ask = async (token: string) => await clientOf(token).status(`GET ${repo}`);

  test('a bad token, one that was revoked, and none at all', async () => {
    expect(await ask('ghs_wrong')).toBe('401 Bad credentials');
    const token = cloud.github.token('github-actions');
    expect(await ask(token)).toBe('200');
    cloud.github.revoke(token);
    expect(await ask(token)).toBe('401 Bad credentials');
    const response = await fetch(`${cloud.github.url}${repo}`);
    expect(response.status).toBe(401);
  });

  test('a token without the permission is told so, one with "read" may not write', async () => {
    const { number } = openPull();
    const comment = { body: { body: 'plan' } };
    const path = `${repo}/issues/${number}/comments`;
    const none = clientOf(cloud.github.token('github-actions', { contents: 'read' }));
    expect(await none.status(`GET ${path}`)).toBe('403 Resource not accessible by integration');
    const read = clientOf(cloud.github.token('github-actions', { 'pull-requests': 'read' }));
    expect(await read.status(`GET ${path}`)).toBe('200');
    const refused = await read.send(`POST ${path}`, comment);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('x-accepted-github-permissions')).toBe('issues=write; pull_requests=write');
    const write = clientOf(cloud.github.token('github-actions', { 'pull-requests': 'write' }));
    expect(await write.status(`POST ${path}`, comment)).toBe('201');
    const person = clientOf(cloud.github.token(alice, { contents: 'read' }));
    expect(await person.status(`GET ${path}`)).toBe('403 Resource not accessible by personal access token');
  });

  test('a repository that is not there is not found', async () => {
    expect(await actions.status('GET /repos/octo/none')).toBe('404 Not Found');
    expect(await actions.status(`GET ${repo.toUpperCase().replace('/REPOS', '/repos')}`)).toBe('200');
  });

  test.each([
    ['the app of workflows', () => cloud.github.token('github-actions'), 'github-actions[bot]'],
    ['another app', () => cloud.github.token(cloud.github.app('release-bot')), 'release-bot[bot]'],
    ['a person', () => cloud.github.token(alice), 'alice'],
  ])('GraphQL tells the login of %s', async (_who, token, login) => {
    const response = await fetch(`${cloud.github.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `bearer ${token()}` },
      body: JSON.stringify({ query: '{ viewer { login } }' }),
    });
    expect(await response.json()).toEqual({ data: { viewer: { login } } });
  });
});

describe('limits and conditions', () => {
  test('a client that has the current representation gets 304', async () => {
    const first = await actions.send(`GET ${repo}`);
    const etag = first.headers.get('etag') ?? '';
    const again = await actions.send(`GET ${repo}`, { headers: { 'if-none-match': etag } });
    expect([again.status, again.body]).toEqual([304, undefined]);
    shop.openIssue(bob, { title: 'changes the number of issues' });
    expect((await actions.send(`GET ${repo}`, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  test('the primary limit refuses until its reset', async () => {
    const { rateLimits } = cloud.github;
    const before = (await actions.send(`GET ${repo}`)).headers;
    expect(before.get('x-ratelimit-limit')).toBe('5000');
    rateLimits.exhaust(60);
    const { status, headers } = await actions.send(`GET ${repo}`);
    expect([status, headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
    expect(Number(headers.get('x-ratelimit-reset')) * 1000 - time).toBe(60_000);
    time += 60_000;
    expect((await actions.send(`GET ${repo}`)).headers.get('x-ratelimit-remaining')).toBe('4999');
  });

  test.each([403, 429] as const)('a secondary limit says with %d how long to wait', async (status) => {
    cloud.github.rateLimits.slowDown(7, { times: 2, status });
    for (let attempt = 1; attempt <= 2; attempt++) {
      const refused = await actions.send(`GET ${repo}`);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([status, '7']);
      expect(refused.body.message).toMatch(/secondary rate limit/);
    }
    expect((await actions.send(`GET ${repo}`)).status).toBe(200);
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
    cloud.journal.clear();
    const { status } = await actions.send(
      `${method} ${path.replace('REPO', repo)}`,
      body === undefined ? {} : { body },
    );
    expect(status).toBe(501);
    expect(cloud.journal.unknown()).toHaveLength(1);
  });
});

describe("GitHub's description", () => {
  test('is of the routes that are served, no more and no less', () => {
    expect([...described.operations()].sort()).toEqual(ROUTES.map(({ operation }) => operation).sort());
  });

  test('agrees with a successful reply of every route, seen in the tests above', () => {
    expect(described.unseen()).toEqual([]);
  });

  test('a reply that lacks a field, has one too many, or a status of its own would be found', async () => {
    const other = new DescribedReplies();
    const found = (operation: string, status: number, body: unknown) => other.problems(operation, status, body);
    const response = await fetch(`${cloud.github.url}${repo}`, {
      headers: { authorization: `token ${cloud.github.token(alice)}` },
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
