import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DeploymentEnd, DeploymentRequest } from '../../../src/ports/deployments.js';
import { GitHubWorld } from './github-world.js';

let world: GitHubWorld;

beforeEach(async () => {
  world = await GitHubWorld.start();
});

afterEach(async () => {
  await world.stop();
  expect(world.journal.unknown().map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

describe('the newest attempt', () => {
  const started = async (about: Partial<DeploymentRequest> = {}) =>
    await world.connect().deployments.start({
      sha: world.repository.history.resolve('main')?.sha ?? '',
      ref: 'main',
      stage: 'dev',
      task: 'ours',
      destroys: false,
      description: 'Run 7',
      runUrl: 'https://github.com/octo/shop/actions/runs/7/attempts/2',
      request: randomUUID(),
      creates: [],
      ...about,
    });
  const newest = async () => await world.connect().deployments.newestAttempt('ours', 'dev');
  const hold = { release: 'v1', by: 'dora', since: '2026-11-25T08:00:00Z' };

  test.each<[string, Partial<DeploymentRequest>, string]>([
    ['a deploy', {}, 'deploy'],
    ['a destroy', { destroys: true }, 'destroy'],
    ['a rollback', { rollback: true }, 'rollback'],
    ['a rollback of an earlier version, which holds', { hold }, 'rollback'],
    ['a rollback of the site', { rollback: true, onlySite: true, hold }, 'rollback-site'],
  ])('is named by what it did: %s', async (_what, about, operation) => {
    await started(about);
    expect(await newest()).toMatchObject({ operation, state: 'open', run: '7' });
  });

  test.each<[DeploymentEnd['result'], string]>([
    ['success', 'succeeded'],
    ['failure', 'failed'],
    ['inactive', 'given up'],
  ])('that ended as %s has %s', async (result, state) => {
    await world.connect().deployments.finish(await started(), { result, description: 'Over' });
    expect((await newest())?.state).toBe(state);
  });

  test('is none where there is none, and none of another stage', async () => {
    await started({ stage: 'prod' });
    expect(await newest()).toBeUndefined();
  });
});
