import { describe, expect, test } from '@jest/globals';
import { takenOut } from '../../../src/operation/review/taken-out.js';
import { resource } from '../../terraform/plan-maker.js';
import {
  approve,
  contextOf,
  deployOf,
  merge,
  type Planned,
  planned,
  ports,
  record,
  type World,
  world,
} from './review-world.js';

const BUCKET = resource({ address: 'a.bucket', after: { name: 'assets' } });
const GUARD = resource({ address: 'a.guard', after: { block: true } });
const QUEUE = resource({ address: 'a.queue', after: { size: 1 } });
const done = (address: string, value: object) =>
  resource({ address, actions: ['no-op'], before: { ...value }, after: { ...value } });

/** Number 1 plans the bucket with its guard, and is merged after an approval. */
function guarded(of: Planned = planned({ resources: [BUCKET, GUARD] })): World {
  const here = world();
  record(here, 'head-1', of, { at: 10 });
  approve(here, 1, 'bob', 15);
  merge(here, 1, { at: 20, sha: 'merge-1' });
  return here;
}

describe('what was reviewed and is missing', () => {
  test('is refused, and named with its pull request', async () => {
    await expect(deployOf(guarded(), planned({ resources: [BUCKET] }))).rejects.toThrow(
      'a.guard (create; reviewed on #1 and no longer planned)',
    );
  });

  test('is refused of a plan that is empty', async () => {
    await expect(deployOf(guarded(), planned({}))).rejects.toThrow('reviewed on #1 and no longer planned');
  });

  test('is refused of a merge that plans something else, and was not planned on top of it', async () => {
    const here = guarded();
    record(here, 'head-2', planned({ resources: [QUEUE] }), { at: 12 });
    merge(here, 2, { at: 30, sha: 'merge-2' });
    await expect(deployOf(here, planned({ resources: [BUCKET, QUEUE] }))).rejects.toThrow(
      'a.guard (create; reviewed on #1 and no longer planned)',
    );
    await expect(deployOf(here, planned({ resources: [BUCKET, GUARD, QUEUE] }))).resolves.toMatchObject({
      verdict: 'same',
    });
  });

  describe('where a provider writes an empty value in place of nothing', () => {
    const nothing = { tags: null, note: null, layers: null, retries: null, guarded: null };
    const empty = { tags: {}, note: '', layers: [], retries: 0, guarded: false };
    const made = resource({ address: 'a.bucket', after: { name: 'assets', off: false, ...nothing } });
    const here = () => guarded(planned({ resources: [made, GUARD] }));

    test('is done when the rest is as it was reviewed', async () => {
      const there = done('a.bucket', { name: 'assets', off: false, ...empty });
      const whole = planned({ resources: [there, done('a.guard', { block: true })] });
      await expect(deployOf(here(), whole)).resolves.toMatchObject({ verdict: 'nothing-to-review' });
      // Half of it is done.
      await expect(deployOf(here(), planned({ resources: [there, GUARD] }))).resolves.toMatchObject({
        verdict: 'same',
      });
    });

    test('is done where the update took a value away', async () => {
      const update = { actions: ['update'], before: { name: 'a', note: 'x' } } as const;
      const of = planned({ resources: [resource({ address: 'a.b', ...update, after: { name: 'a', note: null } })] });
      const there = planned({ resources: [done('a.b', { name: 'a', note: '' })] });
      await expect(deployOf(guarded(of), there)).resolves.toMatchObject({ verdict: 'nothing-to-review' });
    });

    test.each([{ tags: { a: 'x' } }, { retries: 1 }, { guarded: true }, { name: 'other' }])(
      'is not done when %j is there',
      async (other) => {
        const there = done('a.bucket', { name: 'assets', off: false, ...empty, ...other });
        await expect(deployOf(here(), planned({ resources: [there, GUARD] }))).rejects.toThrow('no longer planned');
      },
    );

    test('is refused when it is planned so, and nothing is there yet', async () => {
      const planAgain = resource({ address: 'a.bucket', after: { name: 'assets', off: false, ...empty } });
      await expect(deployOf(here(), planned({ resources: [planAgain, GUARD] }))).rejects.toThrow('guarded');
    });
  });

  test('is not asked for again once a deploy of this commit has ended well', async () => {
    const here = guarded();
    here.lastSuccessful = { sha: 'merge-1', url: '' };
    await expect(deployOf(here, planned({}))).resolves.toMatchObject({ verdict: 'nothing-to-review' });
    await expect(deployOf(here, planned({ resources: [QUEUE] }))).rejects.toThrow('a.queue');
    here.lastSuccessful = { sha: 'before', url: '' };
    await expect(deployOf(here, planned({}))).rejects.toThrow('no longer planned');
  });

  test('is done where it is there as it was reviewed', async () => {
    const made = [done('a.bucket', { name: 'assets' }), done('a.guard', { block: true })];
    await expect(deployOf(guarded(), planned({ resources: made }))).resolves.toEqual({
      verdict: 'nothing-to-review',
      sentence: 'Nothing to review: no changes, and what was recorded on pull request #1 is done',
    });
    const other = [done('a.bucket', { name: 'assets' }), done('a.guard', { block: false })];
    await expect(deployOf(guarded(), planned({ resources: other }))).rejects.toThrow('block: another value');
  });
});

describe('a record that knows an earlier merge', () => {
  /** Number 2 is planned on top of number 1's merge, or before it. */
  function withoutGuard(base: string): World {
    const here = guarded();
    record(here, 'head-2', planned({ resources: [BUCKET] }), { at: 25, base });
    merge(here, 2, { at: 30, sha: 'merge-2' });
    return here;
  }

  test('supersedes the record of that merge whole', async () => {
    await expect(deployOf(withoutGuard('merge-1'), planned({ resources: [BUCKET] }))).resolves.toMatchObject({
      verdict: 'same',
      sentence: expect.stringContaining('pull request #2'),
    });
    await expect(deployOf(withoutGuard('merge-1'), planned({ resources: [BUCKET, GUARD] }))).rejects.toThrow(
      'a.guard (create, not in the reviewed plan)',
    );
  });

  test('and one that does not know it supersedes nothing', async () => {
    await expect(deployOf(withoutGuard('deployed'), planned({ resources: [BUCKET] }))).rejects.toThrow(
      'a.guard (create; reviewed on #1 and no longer planned)',
    );
  });

  test('takes the place of a record of the first version too', async () => {
    const here = withoutGuard('merge-1');
    const [old] = here.checks;
    if (old === undefined) throw new Error('There is none');
    here.checks.splice(0, 1, { ...old, run: { ...old.run, text: '' } });
    await expect(deployOf(here, planned({ resources: [BUCKET] }))).resolves.toMatchObject({ verdict: 'same' });
  });

  test('is looked up, and a lookup that fails refuses', async () => {
    const here = withoutGuard('merge-1');
    here.failing = 'isAncestor';
    await expect(deployOf(here, planned({ resources: [BUCKET] }))).rejects.toThrow('isAncestor failed');
  });
});

describe('a record that cannot be compared is refused', () => {
  const of = planned({ resources: [BUCKET, GUARD] });

  test('when it is of the first version, once and with the fix', async () => {
    const here = guarded();
    const [old] = here.checks;
    if (old === undefined) throw new Error('There is none');
    here.checks.splice(0, 1, { ...old, run: { ...old.run, text: '' } });
    await expect(deployOf(here, of)).rejects.toThrow(
      'A plan was recorded by an earlier version of this action, whose records are no longer enough. Found: #1. ' +
        'Nothing was applied. Open a pull request: its plan shows everything that is not deployed yet',
    );
  });

  test.each([
    ['workspace', { workspace: 'blue' }, 'The plan was reviewed for another workspace'],
    ['state', { state: '1'.repeat(32) }, 'The plan was reviewed for another place of the state'],
    ['account', { account: '222222222222' }, 'The plan was reviewed for another AWS account'],
    ['region', { region: 'us-east-1' }, 'The plan was reviewed for another AWS region'],
  ])('when it is of another %s', async (_what, other, what) => {
    const at = (place: object): Planned => ({
      ...of,
      compared: {
        ...of.compared,
        reviewed: {
          ...of.compared.reviewed,
          place: { ...of.compared.reviewed.place, account: '111111111111', region: 'eu-central-1', ...place },
        },
      },
    });
    const recorded = at({});
    await expect(deployOf(guarded(recorded), at({}))).resolves.toMatchObject({ verdict: 'same' });
    await expect(deployOf(guarded(recorded), at(other))).rejects.toThrow(what);
  });
});

describe('what a plan takes out of reviews that are not deployed yet', () => {
  test('beside what it has in common with them: a change that another merge brought is told with its pull request', async () => {
    const here = guarded();
    const { github: there } = ports(here);
    const github = { ...there, history: { ...there.history, parents: async () => ['merge-1', 'head-2'] } };
    const now = planned({ resources: [BUCKET, GUARD, QUEUE] });
    const { pulls } = await takenOut({ context: contextOf('planned'), ...now }, { github });
    expect([...pulls]).toEqual([
      ['a.bucket', 1],
      ['a.guard', 1],
    ]);
  });

  const told = async (here: World, now: Planned) => {
    const { github: there } = ports(here);
    const github = { ...there, history: { ...there.history, parents: async () => ['merge-1', 'head-2'] } };
    return (await takenOut({ context: contextOf('planned'), ...now }, { github })).told;
  };

  test('is told to its reviewers', async () => {
    expect(await told(guarded(), planned({ resources: [BUCKET] }))).toBe(
      'This plan replaces reviews that are not deployed yet, and takes out of them: a.guard (create; reviewed on #1 and no longer planned)',
    );
    expect(await told(guarded(), planned({ resources: [BUCKET, GUARD, QUEUE] }))).toBeUndefined();
  });

  test('is said not to be known where a lookup fails', async () => {
    const here = guarded();
    here.failing = 'mergedSince';
    expect(await told(here, planned({ resources: [BUCKET] }))).toContain('could not be looked up: mergedSince failed');
  });
});
