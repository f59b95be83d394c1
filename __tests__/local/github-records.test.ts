import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CHECK_ROUTES } from '../../local/github/checks.js';
import { DEPLOYMENT_ROUTES } from '../../local/github/deployments.js';
import { ISSUE_ROUTES } from '../../local/github/issues.js';
import { mergePullRequest } from '../../local/github/pull-requests.js';
import { GitHubStage } from './github-stage.js';

let stage: GitHubStage;
beforeAll(async () => {
  stage = await GitHubStage.start();
});
beforeEach(() => {
  stage.newRepository();
});
afterAll(async () => await stage.cloud.stop());

describe('check runs', () => {
  const create = (body: object) => ({ body: { name: 'plan (dev)', conclusion: 'success', ...body } });

  test('are made by apps, read, and listed by name, app and age', async () => {
    const head_sha = stage.commit('main', 'second');
    const ids: number[] = [];
    for (const external_id of ['one', 'two']) {
      const { status, body } = await stage.actions.send(
        `POST ${stage.repo}/check-runs`,
        create({ head_sha, external_id, output: { title: 'Plan', summary: 'summary', text: external_id } }),
      );
      expect(status).toBe(201);
      expect(body).toMatchObject({ external_id, status: 'completed', conclusion: 'success', app: { id: 15_368 } });
      ids.push(body.id);
    }
    const other = stage.clientOf(stage.cloud.github.token(stage.cloud.github.app('impostor')));
    await other.send(`POST ${stage.repo}/check-runs`, create({ head_sha, external_id: 'not ours' }));
    const list = async (query: string) => {
      const { body } = await stage.actions.send(`GET ${stage.repo}/commits/${head_sha}/check-runs${query}`);
      expect(body.total_count).toBe(body.check_runs.length);
      return body.check_runs.map((run: { external_id: string }) => run.external_id);
    };
    expect(await list('')).toEqual(['not ours', 'two']);
    expect(await list('?filter=all&check_name=plan%20(dev)')).toEqual(['not ours', 'two', 'one']);
    expect(await list('?filter=all&app_id=15368')).toEqual(['two', 'one']);
    expect(await list('?check_name=other')).toEqual([]);
    expect((await stage.actions.send(`GET ${stage.repo}/check-runs/${ids[0]}`)).body.output.text).toBe('one');
    expect(await stage.actions.status(`GET ${stage.repo}/check-runs/1`)).toBe('404 Not Found');
  });

  test('have texts of at most 65,535 characters, a commit that exists, and a conclusion when they are completed', async () => {
    const head_sha = stage.commit('main', 'second');
    const post = `POST ${stage.repo}/check-runs`;
    const output = (text: string) => ({ title: 'Plan', summary: '', text });
    expect(await stage.actions.status(post, create({ head_sha, output: output('x'.repeat(65_535)) }))).toBe('201');
    expect(await stage.actions.status(post, create({ head_sha, output: output('x'.repeat(65_536)) }))).toBe(
      '422 Invalid request.\n\nOnly 65535 characters are allowed; 65536 were supplied.',
    );
    expect(await stage.actions.status(post, create({ head_sha: '0'.repeat(40) }))).toMatch(/^422 No commit found/);
    expect(await stage.actions.status(post, { body: { name: 'x', head_sha, status: 'completed' } })).toMatch(/^422/);
    expect(await stage.actions.status(post, create({ head_sha, conclusion: 'great' }))).toBe('422 Validation Failed');
    expect((await stage.actions.send(post, { body: { name: 'x', head_sha } })).body).toMatchObject({
      status: 'queued',
      conclusion: null,
      completed_at: null,
    });
  });

  test('are changed by the app that made them alone, and completed anew', async () => {
    const head_sha = stage.commit('main', 'second');
    const { body } = await stage.actions.send(
      `POST ${stage.repo}/check-runs`,
      create({ head_sha, external_id: 'one', conclusion: 'neutral', output: { title: 'Old', summary: 'old' } }),
    );
    const patch = `PATCH ${stage.repo}/check-runs/${body.id}`;
    const change = { body: { conclusion: 'success', external_id: 'two', output: { title: 'New', summary: 'new' } } };
    const other = stage.clientOf(stage.cloud.github.token(stage.cloud.github.app('impostor')));
    expect(await other.status(patch, change)).toBe(
      '403 Invalid app_id `15368` - check run can only be modified by the GitHub App that created it.',
    );
    const { status, body: changed } = await stage.actions.send(patch, change);
    expect([status, changed.id, changed.external_id, changed.conclusion]).toEqual([200, body.id, 'two', 'success']);
    expect(changed.output).toMatchObject({ title: 'New', summary: 'new' });
    expect(Date.parse(changed.completed_at)).toBeGreaterThanOrEqual(Date.parse(body.completed_at));
    expect(await stage.actions.status(`PATCH ${stage.repo}/check-runs/1`, change)).toBe('404 Not Found');
  });

  test('cannot be made with the token of a person', async () => {
    const head_sha = stage.commit('main', 'second');
    const person = stage.clientOf(stage.cloud.github.token(stage.alice));
    expect(await person.status(`POST ${stage.repo}/check-runs`, create({ head_sha }))).toBe(
      '403 You must authenticate via a GitHub App.',
    );
    expect(stage.shop.checkRuns).toEqual([]);
  });
});

describe('deployments', () => {
  const request = { task: 'deploy:well-managed', environment: 'dev', auto_merge: false, required_contexts: [] };

  test('have statuses, and are listed by task and environment, newest first', async () => {
    const sha = stage.commit('main', 'second');
    const ids: number[] = [];
    for (const task of ['deploy:well-managed', 'deploy', 'deploy:well-managed']) {
      const { status, body } = await stage.actions.send(`POST ${stage.repo}/deployments`, {
        body: { ...request, ref: sha, task },
      });
      expect([status, body.sha, body.ref]).toEqual([201, sha, sha]);
      ids.push(body.id);
    }
    const { body: listed } = await stage.actions.send(
      `GET ${stage.repo}/deployments?task=deploy:well-managed&environment=dev`,
    );
    expect(listed.map(({ id }: { id: number }) => id)).toEqual([ids[2], ids[0]]);
    expect((await stage.actions.send(`GET ${stage.repo}/deployments?environment=prod`)).body).toEqual([]);
    const statuses = `${stage.repo}/deployments/${ids[0]}/statuses`;
    for (const state of ['in_progress', 'success']) {
      const { body } = await stage.actions.send(`POST ${statuses}`, {
        body: { state, log_url: 'https://example.invalid/1' },
      });
      expect(body).toMatchObject({ state, log_url: 'https://example.invalid/1', environment: 'dev' });
    }
    const states = (await stage.actions.send(`GET ${statuses}`)).body.map(({ state }: { state: string }) => state);
    expect(states).toEqual(['success', 'in_progress']);
    expect((await stage.actions.send(`GET ${stage.repo}/deployments/${ids[0]}`)).body.id).toBe(ids[0]);
    expect(await stage.actions.status(`GET ${stage.repo}/deployments/1`)).toBe('404 Not Found');
  });

  test('a success makes an earlier one inactive unless it is asked not to', async () => {
    const start = async () =>
      (await stage.actions.send(`POST ${stage.repo}/deployments`, { body: { ...request, ref: 'main' } })).body
        .id as number;
    const succeed = async (id: number, about: object) =>
      await stage.actions.send(`POST ${stage.repo}/deployments/${id}/statuses`, {
        body: { state: 'success', ...about },
      });
    const first = await start();
    await succeed(first, {});
    await succeed(await start(), { auto_inactive: false });
    expect(stage.shop.deployments[0]?.statuses.map(({ state }) => state)).toEqual(['success']);
    await succeed(await start(), {});
    expect(stage.shop.deployments.map(({ statuses }) => statuses.at(-1)?.state)).toEqual([
      'inactive',
      'inactive',
      'success',
    ]);
  });

  test('are refused for a ref that is not there, a long description, an unknown state', async () => {
    const post = `POST ${stage.repo}/deployments`;
    expect(await stage.actions.status(post, { body: { ...request, ref: 'nothing' } })).toBe(
      '422 No ref found for: nothing',
    );
    const description = 'x'.repeat(141);
    expect(await stage.actions.status(post, { body: { ...request, ref: 'main', description } })).toBe(
      '422 Validation Failed',
    );
    const { body } = await stage.actions.send(post, { body: { ...request, ref: 'main' } });
    const statuses = `POST ${stage.repo}/deployments/${body.id}/statuses`;
    expect(await stage.actions.status(statuses, { body: { state: 'success', description } })).toBe(
      '422 Validation Failed',
    );
    expect(await stage.actions.status(statuses, { body: { state: 'done' } })).toBe('422 Validation Failed');
  });
});

describe('issues', () => {
  test('are assigned to who may write here, and to no one else', async () => {
    stage.shop.collaborators.set('alice', 'write');
    const issue = stage.shop.openIssue(stage.bob, { title: 'Deploying dev failed' });
    const { body, status } = await stage.actions.send(`POST ${stage.repo}/issues/${issue.number}/assignees`, {
      body: { assignees: ['alice', 'nobody'] },
    });
    expect([status, body.assignees.map(({ login }: { login: string }) => login)]).toEqual([201, ['alice']]);
  });

  test('are opened, changed, closed, and listed by state, creator and label', async () => {
    const { body, status } = await stage.actions.send(`POST ${stage.repo}/issues`, {
      body: { title: 'Drift in dev', body: 'text', labels: ['drift'] },
    });
    expect([status, body.user.login, body.labels[0].name]).toEqual([201, 'github-actions[bot]', 'drift']);
    stage.shop.openIssue(stage.bob, { title: 'Drift in dev', labels: ['drift'] });
    stage.openPull();
    const list = async (query: string) =>
      (await stage.actions.send(`GET ${stage.repo}/issues${query}`)).body.map(
        ({ number }: { number: number }) => number,
      );
    expect(await list('')).toEqual([3, 2, 1]);
    expect(await list('?labels=drift&creator=github-actions%5Bbot%5D&state=open')).toEqual([1]);
    expect(await list('?direction=asc&labels=drift')).toEqual([1, 2]);
    const update = { body: { state: 'closed', state_reason: 'completed', body: 'gone', labels: ['drift', 'done'] } };
    expect((await stage.actions.send(`PATCH ${stage.repo}/issues/1`, update)).body).toMatchObject({
      state: 'closed',
      state_reason: 'completed',
      body: 'gone',
    });
    expect(await list('?state=open&creator=github-actions%5Bbot%5D')).toEqual([]);
    expect((await stage.actions.send(`GET ${stage.repo}/issues/1`)).body.closed_at).not.toBeNull();
    expect((await stage.actions.send(`GET ${stage.repo}/issues/3`)).body.pull_request.merged_at).toBeNull();
    expect(await stage.actions.status(`POST ${stage.repo}/issues`, { body: { title: '' } })).toBe(
      '422 Validation Failed',
    );
  });

  test('tell who set a label, and when', async () => {
    const issue = stage.openPull();
    stage.time += 60_000;
    stage.shop.label(issue, 'allow-destroy', stage.bob);
    stage.time += 60_000;
    stage.shop.unlabel(issue, 'allow-destroy', stage.alice);
    const { body } = await stage.actions.send(`GET ${stage.repo}/issues/${issue.number}/events`);
    const labels = body.filter((event: { label?: { name: string } }) => event.label?.name === 'allow-destroy');
    expect(labels).toMatchObject([
      { event: 'labeled', actor: { login: 'bob' } },
      { event: 'unlabeled', actor: { login: 'alice' } },
    ]);
    expect(Date.parse(labels[1].created_at) - Date.parse(labels[0].created_at)).toBe(60_000);
    stage.shop.lock(issue, stage.alice);
    mergePullRequest(stage.shop, issue, { method: 'squash', by: stage.bob });
    const { body: all } = await stage.actions.send(`GET ${stage.repo}/issues/${issue.number}/events`);
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

test('every route of these was answered in the tests above as GitHub describes it', () => {
  expect(stage.unseen([...CHECK_ROUTES, ...DEPLOYMENT_ROUTES, ...ISSUE_ROUTES])).toEqual([]);
});
