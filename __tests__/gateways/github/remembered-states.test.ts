import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { GitHub } from '../../../src/gateways/github/connect-github.js';
import type { StateMark } from '../../../src/ports/deployments.js';
import { GitHubWorld } from './github-world.js';

let world: GitHubWorld;
let github: GitHub;
let commits = 0;

beforeEach(async () => {
  world = await GitHubWorld.start();
  github = world.connect();
});

afterEach(async () => {
  await world.stop();
  expect(world.journal.unknown().map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

const digit = (of: string) => of.repeat(32);
const A: StateMark = { place: digit('a') };
const B: StateMark = { place: digit('b') };
const with_ = (mark: StateMark, lineage: string): StateMark => ({ ...mark, lineage: digit(lineage) });

interface Run {
  readonly stage?: string;
  readonly destroys?: boolean;
  readonly onlySite?: true;
  /** The state after the apply, once that has ended well. */
  readonly applied?: StateMark;
  readonly end?: 'success' | 'failure';
}

/** One run, from its beginning as far as it came. */
async function run(state: StateMark | undefined, how: Run = {}): Promise<string> {
  const sha = world.commit(`Commit ${++commits}`, 'main');
  const { stage = 'dev', destroys = false } = how;
  const started = await github.deployments.start({
    ...{
      sha,
      ref: 'main',
      stage,
      destroys,
      task: 'ours',
      description: '',
      runUrl: '',
      request: randomUUID(),
      creates: [],
    },
    ...(state === undefined ? {} : { state }),
    ...(how.onlySite === undefined ? {} : { onlySite: how.onlySite }),
  });
  if (how.applied !== undefined) await github.deployments.applied(started, how.applied);
  if (how.end !== undefined) await github.deployments.finish(started, { result: how.end, description: 'Site is down' });
  return sha;
}
const remembered = (mark: StateMark, stage = 'dev') => github.deployments.remembered('ours', stage, mark);

describe('of a state is remembered', () => {
  test('nothing, where there never was a deploy', async () => {
    expect(await remembered(A)).toEqual({ begun: [], beside: false });
  });

  test('the apply that ended well, whatever came after it', async () => {
    await run(A, { end: 'success' });
    const sha = await run(A, { applied: with_(A, '1'), end: 'failure' });
    const ended = { kind: 'deploy', sha, lineage: digit('1') };
    expect(await remembered(A)).toEqual({ ended, begun: [], beside: false });
    const failed = await run(with_(A, '1'), { end: 'failure' });
    expect(await remembered(A)).toEqual({ ended, begun: [{ kind: 'deploy', sha: failed }], beside: false });
  });

  test('that it was destroyed, and what has begun since', async () => {
    await run(A, { end: 'success' });
    const sha = await run(A, { destroys: true, end: 'success' });
    const [destroy, deploy] = [await run(A, { destroys: true }), await run(A)];
    expect(await remembered(A)).toEqual({
      ended: { kind: 'destroy', sha },
      begun: [
        { kind: 'deploy', sha: deploy },
        { kind: 'destroy', sha: destroy },
      ],
      beside: false,
    });
  });

  test('nothing of another state, but that there is one', async () => {
    const sha = await run(A, { end: 'success' });
    await run(B);
    expect(await remembered(B)).toMatchObject({ begun: [{ kind: 'deploy' }], beside: true });
    const other = await run(B, { end: 'success' });
    expect(await remembered(A)).toEqual({ ended: { kind: 'deploy', sha }, begun: [], beside: false });
    expect(await remembered(B)).toEqual({ ended: { kind: 'deploy', sha: other }, begun: [], beside: false });
  });

  test('no other state once that was destroyed', async () => {
    await run(A, { end: 'success' });
    await run(A, { destroys: true, end: 'success' });
    expect(await remembered(B)).toEqual({ begun: [], beside: false });
  });

  test('where it lay before it was moved, by its lineage', async () => {
    const sha = await run(A, { applied: with_(A, '1'), end: 'success' });
    expect(await remembered(with_(B, '1'))).toEqual({
      ended: { kind: 'deploy', sha, lineage: digit('1') },
      begun: [],
      beside: false,
    });
    expect(await remembered(with_(B, '2'))).toEqual({ begun: [], beside: true });
  });

  test('whose it is: of the stage that it was applied to last', async () => {
    await run(A, { stage: 'prod', end: 'success' });
    await run(B, { end: 'success' });
    expect(await remembered(A)).toMatchObject({ owner: 'prod' });
    const sha = await run(A, { end: 'success' });
    expect(await remembered(A)).toEqual({ ended: { kind: 'deploy', sha }, begun: [], beside: false });
    expect(await remembered(A, 'prod')).toMatchObject({ owner: 'dev', ended: { kind: 'deploy' } });
    await run(A, { destroys: true, end: 'success' });
    expect(await remembered(A, 'prod')).not.toHaveProperty('owner');
  });

  test('nothing of a run that put the site back', async () => {
    const sha = await run(A, { end: 'success' });
    await run(undefined, { onlySite: true, end: 'success' });
    expect(await remembered(A)).toEqual({ ended: { kind: 'deploy', sha }, begun: [], beside: false });
  });

  test('what an earlier version recorded of the stage, without a state', async () => {
    await run(undefined, { stage: 'prod', end: 'success' });
    const sha = await run(undefined, { end: 'success' });
    expect(await remembered(A)).toEqual({ ended: { kind: 'deploy', sha }, begun: [], beside: false });
  });

  test('nothing where a lookup fails', async () => {
    await run(A, { end: 'success' });
    world.faults.add({ operation: 'repos/list-deployment-statuses', effect: { truncate: 40 } });
    await expect(remembered(A)).rejects.toThrow('failed');
  });
});
