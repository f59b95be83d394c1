import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../../src/config/config.js';
import { checkMergeGroup } from '../../../src/operation/review/merge-group.js';
import { resource } from '../../terraform/plan-maker.js';
import {
  contextOf,
  deployOf,
  merge,
  neverDeployed,
  type Planned,
  planned,
  ports,
  record,
  type World,
  world,
} from './review-world.js';

const part = (name: string, value: number) => resource({ address: `a.${name}`, after: { value } });
const one = planned({ resources: [part('one', 1)] });
const two = planned({ resources: [part('two', 2)] });
const both = planned({ resources: [part('one', 1), part('two', 2)] });
const clash = planned({ resources: [part('one', 1), part('two', 3)] });

function inQueue(here: World, now: Planned, numbers: readonly number[], config: Partial<Config> = {}) {
  const queued = numbers.map((number) => ({
    number,
    title: '',
    author: 'alice',
    headSha: `head-${number}`,
    baseRef: 'main',
    labels: [],
  }));
  const context = {
    ...contextOf('group', { protect: [], ...config }),
    event: { kind: 'merge-group', headSha: 'group', baseRef: 'refs/heads/main', baseSha: 'base' } as const,
  };
  return checkMergeGroup(
    { context, ...now },
    {
      ...ports(here),
      github: {
        ...ports(here).github,
        labels: { labelled: async () => undefined },
        collaborators: { mayWrite: async () => true },
        pulls: {
          ...ports(here).github.pulls,
          queued: async (sha, base) => {
            if (here.failing === 'queued') throw new Error('queued failed');
            return sha === 'group' && base === 'main' ? queued : [];
          },
        },
      },
    },
  );
}

function recorded(): World {
  const here = world();
  record(here, 'head-1', one, { at: 10 });
  record(here, 'head-2', two, { at: 11 });
  return here;
}

describe('a merge group', () => {
  test('passes when its plan is the union of its pull requests', async () => {
    expect((await inQueue(recorded(), both, [1, 2])).sentence).toBe(
      'Every change of the plan is one that was recorded on pull requests #1, #2; #1, #2 without an approval of it',
    );
  });

  test('passes with a merge that was not deployed yet', async () => {
    const here = recorded();
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await expect(inQueue(here, both, [2])).resolves.toMatchObject({ verdict: 'same' });
  });

  test('passes with nothing to review', async () => {
    await expect(inQueue(world(), planned({}), [1])).resolves.toMatchObject({ verdict: 'nothing-to-review' });
  });

  test('passes as the first deployment of a stage, and records nothing', async () => {
    const here = world();
    neverDeployed(here);
    await expect(inQueue(here, both, [1])).resolves.toMatchObject({ verdict: 'first-deployment' });
    expect(here.checks).toEqual([]);
  });

  test('passes with the rest of a plan that an unfinished deploy was allowed to apply', async () => {
    const here = world();
    neverDeployed(here);
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await deployOf(here, both);
    here.state = ['a.one'];
    here.unfinished = ['merge-1'];
    const made = resource({ address: 'a.one', actions: ['no-op'], before: { value: 1 }, after: { value: 1 } });
    const rest = planned({ resources: [made, part('two', 2)] });
    await expect(inQueue(here, rest, [2])).resolves.toMatchObject({ verdict: 'same' });
  });

  test('passes with the fingerprint that was approved by hand', async () => {
    const approvedFingerprint = both.report.fingerprint;
    await expect(inQueue(world(), both, [1], { approvedFingerprint })).resolves.toMatchObject({
      verdict: 'approved-by-hand',
    });
  });

  test('fails when it destroys what is protected', async () => {
    const destroyed = planned({
      resources: [resource({ address: 'a.one', actions: ['delete'], before: { id: 'x' }, after: null })],
    });
    const here = world();
    record(here, 'head-1', destroyed, { at: 10 });
    await expect(inQueue(here, destroyed, [1], { protect: ['a.one'] })).rejects.toThrow(
      'The plan destroys what "protect" protects',
    );
    await expect(inQueue(here, destroyed, [1])).resolves.toMatchObject({ verdict: 'same' });
  });

  test('fails when together they plan something else', async () => {
    await expect(inQueue(recorded(), clash, [1, 2])).rejects.toThrow('a.two (create; value: another value)');
  });

  test('fails when one of them has no record', async () => {
    await expect(inQueue(recorded(), planned({ resources: [part('three', 3)] }), [1, 3])).rejects.toThrow(
      '#3 has no record of a plan',
    );
  });

  test.each(['queued', 'list', 'approvals', 'remembered', 'mergedSince'])(
    'fails when the lookup %s fails',
    async (name) => {
      const here = recorded();
      here.failing = name;
      await expect(inQueue(here, clash, [1, 2])).rejects.toThrow(`${name} failed`);
    },
  );
});
