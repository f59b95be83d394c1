import { describe, expect, test } from '@jest/globals';
import { resource } from '../../terraform/plan-maker.js';
import { deployOf, merge, planned, record, type World, world } from './review-world.js';

const size = (value: number) =>
  planned({ resources: [resource({ actions: ['update'], before: { size: 1 }, after: { size: value } })] });
const harmless = size(2);
const other = size(99);
const approved = { approvedFingerprint: other.report.fingerprint };
const typed = (here: World, run: { actor: string; triggeringActor?: string }, config = {}) =>
  deployOf(here, other, { config: { ...approved, ...config }, run: { triggeringActor: run.actor, ...run } });

/** Alice's pull request 1 was planned, merged, and the plan is another one now. */
function carried(): World {
  const here = world();
  record(here, 'head-1', harmless, { at: 10 });
  merge(here, 1, { at: 30, sha: 'merge-1' });
  return here;
}

describe('a fingerprint counts', () => {
  test('of somebody who had no part in the change, by name', async () => {
    expect((await typed(carried(), { actor: 'bob' })).sentence).toBe(
      `Approved manually by bob: fingerprint ${approved.approvedFingerprint}`,
    );
  });

  test("of the author where nothing of theirs is applied with it: drift is nobody's change", async () => {
    const here = world();
    expect((await typed(here, { actor: 'alice' })).verdict).toBe('approved-by-hand');
  });

  test('of a maintainer where the fork does not tell who pushed', async () => {
    const here = carried();
    here.pushes.set('1 bob', 'unknown');
    expect((await typed(here, { actor: 'bob' })).verdict).toBe('approved-by-hand');
  });

  test('of the author by the policy for a team of one, and the report says so', async () => {
    expect((await typed(carried(), { actor: 'alice' }, { applyPolicy: 'self-approved' })).sentence).toBe(
      'Approved manually, without a second person ("apply-policy" is self-approved; alice wrote #1): ' +
        `fingerprint ${approved.approvedFingerprint}`,
    );
  });
});

describe('a fingerprint does not count', () => {
  test.each([
    ['of who wrote the pull request', { actor: 'alice' }, 'alice wrote #1'],
    ['of who wrote it under another spelling of the name', { actor: 'Alice' }, 'Alice wrote #1'],
    [
      'of who started again what somebody else had started',
      { actor: 'bob', triggeringActor: 'alice' },
      'alice wrote #1',
    ],
    ['of who pushed to it', { actor: 'carol' }, 'carol pushed to #1'],
  ])('%s', async (_, run, found) => {
    const here = carried();
    here.pushes.set('1 carol', 'yes');
    await expect(typed(here, run)).rejects.toMatchObject({
      parts: { what: 'The fingerprint was approved by somebody who made the change', found },
    });
    expect(here.checks.map(({ name }) => name)).not.toContain('accepted plan (dev)');
  });

  test.each(['remembered', 'mergedSince', 'pushed'])('where the lookup %s fails', async (failing) => {
    const here = carried();
    here.failing = failing;
    await expect(typed(here, { actor: 'bob' })).rejects.toThrow(`${failing} failed`);
  });
});
