import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunReview, WorkflowRun } from '../../../local/github/records.js';
import { GitHubWorld } from './github-world.js';

let world: GitHubWorld;

beforeEach(async () => {
  world = await GitHubWorld.start();
});

afterEach(async () => {
  await world.stop();
  expect(world.journal.unknown().map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

describe('a run', () => {
  test('is completed, or not, and never so by a failed lookup', async () => {
    const github = world.connect();
    const run = { id: 77, attempt: 1, headSha: 'x', headBranch: 'main', event: 'push', conclusion: null, createdAt: 0 };
    world.repository.runs.set(77, { ...run, status: 'in_progress' });
    expect(await github.runs.isCompleted('77')).toBe(false);
    world.repository.runs.set(77, { ...run, status: 'completed' });
    expect(await github.runs.isCompleted('77')).toBe(true);
    await expect(github.runs.isCompleted('78')).rejects.toThrow('404');
  });
});

describe('a rejection', () => {
  const failed = { status: 'completed', conclusion: 'failure' } as const;
  const refused = (environment: string, comment = 'Later'): RunReview => ({
    state: 'rejected',
    by: world.bob,
    comment,
    environments: [environment],
  });
  const add = (id: number, headSha: string, run: Partial<WorkflowRun>) =>
    world.repository.addRun({ id, headSha, ...run });
  const found = async (...commits: string[]) => await world.connect().runs.rejection('main', commits, 'dev');

  test('is that of the newest commit, with who refused it and why', async () => {
    add(77, 'older', { ...failed, reviews: [refused('dev', 'First')] });
    add(78, 'newer', { ...failed, reviews: [{ ...refused('dev'), state: 'approved' }, refused('Dev', 'Second')] });
    expect(await found('newer', 'older')).toEqual({
      sha: 'newer',
      by: 'bob',
      comment: 'Second',
      runUrl: expect.stringMatching(/\/actions\/runs\/78$/),
    });
    expect((await found('older'))?.comment).toBe('First');
  });

  test.each<[string, () => Partial<WorkflowRun>]>([
    ['another stage was refused', () => ({ ...failed, reviews: [refused('prod')] })],
    ['it was approved, and failed', () => ({ ...failed, reviews: [{ ...refused('dev'), state: 'approved' }] })],
    ['it was approved after all', () => ({ ...failed, conclusion: 'success', reviews: [refused('dev')] })],
    ['it waits again', () => ({ status: 'waiting', reviews: [refused('dev')] })],
    ['somebody started it', () => ({ ...failed, event: 'workflow_dispatch', reviews: [refused('dev')] })],
    ['it is of another branch', () => ({ ...failed, headBranch: 'topic', reviews: [refused('dev')] })],
    ['it is of a commit that is live', () => ({ ...failed, headSha: 'live', reviews: [refused('dev')] })],
  ])('is none where %s', async (_what, run) => {
    add(77, 'merged', run());
    expect(await found('merged')).toBeUndefined();
  });

  test('is asked for of twenty runs at most, and none where nothing failed', async () => {
    expect(await found('merged')).toBeUndefined();
    expect(world.count('actions/get-reviews-for-run')).toBe(0);
    for (let id = 1; id <= 30; id++) add(id, 'merged', failed);
    expect(await found('merged')).toBeUndefined();
    expect(world.count('actions/get-reviews-for-run')).toBe(20);
  });
});
