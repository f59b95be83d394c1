import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CheckRunRequest } from '../../../src/ports/check-runs.js';
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
      await github.checks.create(request(head, `plan-${number}`));
      world.later();
    }
    const found = await github.checks.list(head, 'plan (dev)');
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
    await world.connect({ as: world.store.app('another-app') }).checks.create(request(head, 'of another app'));
    const github = world.connect();
    await github.checks.create(request(head, 'of another stage', 'plan (dev2)'));
    await github.checks.create(request(other, 'of another commit'));
    expect(await github.checks.list(head, 'plan (dev)')).toEqual([]);
    await github.checks.create(request(head, 'ours'));
    expect((await github.checks.list(head, 'plan (dev)')).map(({ externalId }) => externalId)).toEqual(['ours']);
  });

  test.each([
    ['a 502 after it was stored', { status: 502, when: 'after' }, 1],
    ['a connection cut after it was stored', { reset: 'after' }, 1],
    ['a 503 before it was stored', { status: 503 }, 2],
  ] as const)('are made once at %s', async (_what, effect, asked) => {
    const head = world.commit('Change', 'change');
    world.faults.add({ operation: 'checks/create', nth: 1, effect });
    await world.connect().checks.create(request(head, 'ours'));
    expect(await world.connect().checks.list(head, 'plan (dev)')).toHaveLength(1);
    expect(world.count('checks/create')).toBe(asked);
  });

  test('are made again where another was made since one that says the same', async () => {
    const head = world.commit('Change', 'change');
    const github = world.connect();
    for (const id of ['first', 'second']) {
      await github.checks.create(request(head, id));
      world.later();
    }
    world.faults.add({ operation: 'checks/create', nth: 3, effect: { status: 503 } });
    await github.checks.create(request(head, 'first'));
    expect((await github.checks.list(head, 'plan (dev)')).map(({ externalId }) => externalId)).toEqual([
      'first',
      'second',
      'first',
    ]);
  });

  test('that are not completed do not count', async () => {
    const head = world.commit('Change', 'change');
    const github = world.connect();
    await github.checks.create(request(head, 'ours'));
    const [run] = world.repository.checkRuns.splice(0);
    if (run !== undefined) world.repository.checkRuns.push({ ...run, status: 'in_progress', completedAt: undefined });
    expect(await github.checks.list(head, 'plan (dev)')).toEqual([]);
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
    await expect(world.connect({ timeoutMs: 100 }).checks.list(head, 'plan (dev)')).rejects.toThrow('failed');
  });

  test('are found after a passing fault', async () => {
    const head = world.commit('Change', 'change');
    const github = world.connect();
    await github.checks.create(request(head, 'ours'));
    world.faults.add({ operation: 'checks/list-for-ref', times: 3, effect: { status: 502 } });
    expect(await github.checks.list(head, 'plan (dev)')).toHaveLength(1);
  });
});
