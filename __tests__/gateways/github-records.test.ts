import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CheckRunRequest } from '../../src/ports.js';
import { GitHubWorld } from './github-world.js';

let world: GitHubWorld;

beforeEach(async () => {
  world = await GitHubWorld.start();
});

afterEach(async () => {
  await world.stop();
  expect(world.journal.unknown().map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

describe('check runs', () => {
  const request = (headSha: string, externalId: string, name = 'plan (dev)'): CheckRunRequest => ({
    name,
    headSha,
    externalId,
    conclusion: 'success',
    title: 'Plan',
    summary: 'Summary',
    text: `text of ${externalId}`,
  });

  test('are all listed, newest first, over every page', async () => {
    const head = world.commit('Change', 'change');
    const github = world.connect();
    for (let number = 1; number <= 101; number++) {
      await github.create(request(head, `plan-${number}`));
      world.later();
    }
    const found = await github.list(head, 'plan (dev)');
    expect(found.map(({ externalId }) => externalId)).toEqual(
      Array.from({ length: 101 }, (_, index) => `plan-${101 - index}`),
    );
    expect(found[0]).toMatchObject({
      conclusion: 'success',
      text: 'text of plan-101',
      completedAt: '2026-11-25T08:01:42Z',
    });
  });

  test('of another app, name or commit are not believed', async () => {
    const head = world.commit('Change', 'change');
    const other = world.commit('Another', 'another');
    await world.connect({ as: world.store.app('another-app') }).create(request(head, 'of another app'));
    const github = world.connect();
    await github.create(request(head, 'of another stage', 'plan (dev2)'));
    await github.create(request(other, 'of another commit'));
    expect(await github.list(head, 'plan (dev)')).toEqual([]);
    await github.create(request(head, 'ours'));
    expect((await github.list(head, 'plan (dev)')).map(({ externalId }) => externalId)).toEqual(['ours']);
  });

  test('that are not completed do not count', async () => {
    const head = world.commit('Change', 'change');
    const github = world.connect();
    await github.create(request(head, 'ours'));
    const [run] = world.repository.checkRuns.splice(0);
    if (run !== undefined) world.repository.checkRuns.push({ ...run, status: 'in_progress', completedAt: undefined });
    expect(await github.list(head, 'plan (dev)')).toEqual([]);
  });

  test.each([
    ['a 500', { status: 500 }],
    ['a 404', { status: 404, body: '{"message":"Not Found"}', headers: { 'content-type': 'application/json' } }],
    ['a broken connection', { reset: 'before' }],
    ['half a page', { truncate: 30 }],
    ['a time-out', { delayMs: 300 }],
    ['an answer of another shape', { status: 200, body: '{}', headers: { 'content-type': 'application/json' } }],
    [
      'a list of something else',
      { status: 200, body: '{"check_runs":[{}]}', headers: { 'content-type': 'application/json' } },
    ],
  ] as const)('are not taken for missing after %s', async (_what, effect) => {
    const head = world.commit('Change', 'change');
    world.faults.add({ operation: 'checks/list-for-ref', effect });
    await expect(world.connect({ timeoutMs: 100 }).list(head, 'plan (dev)')).rejects.toThrow('failed');
  });

  test('are found after a passing fault', async () => {
    const head = world.commit('Change', 'change');
    const github = world.connect();
    await github.create(request(head, 'ours'));
    world.faults.add({ operation: 'checks/list-for-ref', times: 3, effect: { status: 502 } });
    expect(await github.list(head, 'plan (dev)')).toHaveLength(1);
  });

  test('are not made twice when the answer is lost', async () => {
    const head = world.commit('Change', 'change');
    world.faults.add({ operation: 'checks/create', nth: 1, effect: { status: 502, when: 'after' } });
    await expect(world.connect().create(request(head, 'ours'))).rejects.toThrow(
      'Creating the check run "plan (dev)" failed',
    );
    expect(world.repository.checkRuns).toHaveLength(1);
  });
});

describe('deployments', () => {
  const deploy = (sha: string, stage = 'dev', task = 'ours') => ({
    sha,
    ref: 'main',
    stage,
    task,
    description: 'Run 7',
    runUrl: `https://github.com/octo/shop/actions/runs/${sha.slice(0, 4)}`,
  });

  test('remember the newest commit that was deployed, with its run', async () => {
    const github = world.connect();
    const first = world.commit('First', 'main');
    const second = world.commit('Second', 'main');
    const third = world.commit('Third', 'main');
    await github.finish(await github.start(deploy(first)), 'success', { description: 'Deployed' });
    await github.finish(await github.start(deploy(second)), 'success', { description: 'x'.repeat(300) });
    await github.finish(await github.start(deploy(third)), 'failure', { description: 'Failed' });
    expect(await github.lastSuccessful('ours', 'dev')).toEqual({ sha: second, url: deploy(second).runUrl });
    expect(await github.unfinished('ours', 'dev')).toEqual([third]);
    const states = world.repository.deployments.map(({ statuses }) => statuses.map(({ state }) => state));
    expect(states).toEqual([
      ['in_progress', 'success', 'inactive'],
      ['in_progress', 'success'],
      ['in_progress', 'failure'],
    ]);
  });

  test('remember one that GitHub made inactive, and one whose run died', async () => {
    const github = world.connect();
    const first = world.commit('First', 'main');
    const second = world.commit('Second', 'main');
    await github.finish(await github.start(deploy(first)), 'success', { description: 'Deployed' });
    world.repository.deployments[0]?.statuses.push({
      id: 1,
      creator: world.alice,
      state: 'inactive',
      description: '',
      logUrl: '',
      environmentUrl: '',
      at: 0,
    });
    await github.start(deploy(second));
    expect([(await github.lastSuccessful('ours', 'dev'))?.sha, await github.unfinished('ours', 'dev')]).toEqual([
      first,
      [second],
    ]);
  });

  test('remember a success whose answer was lost', async () => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    const id = await github.start(deploy(sha));
    world.faults.add({ operation: 'repos/create-deployment-status', times: 1, effect: { status: 502 } });
    await github.finish(id, 'success', { description: 'Deployed' });
    expect((await github.lastSuccessful('ours', 'dev'))?.sha).toBe(sha);
  });

  test('of another task or stage do not count', async () => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    await github.finish(await github.start(deploy(sha, 'prod')), 'success', { description: '' });
    await github.finish(await github.start(deploy(sha, 'dev', 'deploy')), 'success', { description: '' });
    expect([await github.lastSuccessful('ours', 'dev'), await github.unfinished('ours', 'dev')]).toEqual([
      undefined,
      [],
    ]);
  });

  test('are searched over every page', async () => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    await github.finish(await github.start(deploy(sha)), 'success', { description: '' });
    const failing = world.commit('Second', 'main');
    for (let number = 1; number <= 100; number++) await github.start(deploy(failing));
    expect([(await github.lastSuccessful('ours', 'dev'))?.sha, await github.unfinished('ours', 'dev')]).toEqual([
      sha,
      [failing],
    ]);
  }, 60_000);

  test('stand aside where the job has one of its own in that environment', async () => {
    const sha = world.commit('First', 'main');
    const own = world.repository.deployments;
    own.push({
      id: world.store.nextId(),
      creator: world.store.app('github-actions'),
      sha,
      ref: 'main',
      task: 'deploy',
      environment: 'dev',
      production: false,
      transient: false,
      payload: '',
      description: null,
      createdAt: 0,
      updatedAt: 0,
      statuses: [],
    });
    const github = world.connect();
    await github.finish(await github.start(deploy(sha)), 'success', { description: '' });
    expect(own.map(({ environment, task }) => [environment, task])).toEqual([
      ['dev', 'deploy'],
      ['dev (record)', 'ours'],
    ]);
    expect((await github.lastSuccessful('ours', 'dev'))?.sha).toBe(sha);
  });

  test.each(['repos/list-deployments', 'repos/list-deployment-statuses'])(
    'are not taken for missing when %s fails',
    async (operation) => {
      const github = world.connect();
      const sha = world.commit('First', 'main');
      await github.finish(await github.start(deploy(sha)), 'success', { description: '' });
      world.faults.add({ operation, effect: { truncate: 40 } });
      await expect(github.lastSuccessful('ours', 'dev')).rejects.toThrow('failed');
      await expect(github.unfinished('ours', 'dev')).rejects.toThrow('failed');
    },
  );
});
