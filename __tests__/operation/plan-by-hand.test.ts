import { describe, expect, test } from '@jest/globals';
import { planByHand } from '../../src/operation/plan-by-hand.js';
import type { RunContext } from '../../src/operation/run/context.js';
import type { BranchPull, MergeCheckout } from '../../src/ports/branch-pulls.js';
import { contextOf } from './review/review-world.js';

const PULL: BranchPull = {
  number: 7,
  state: 'open',
  headSha: 'tip',
  baseRef: 'main',
  author: 'dependabot[bot]',
  isOwn: true,
};

async function byHand(
  pulls: readonly BranchPull[],
  event: object = { kind: 'manual', branch: 'bump' },
  answer: Awaited<ReturnType<MergeCheckout['checkOutMerge']>> = { sha: 'merged', base: 'main-tip' },
) {
  const asked: string[] = [];
  const context = { ...contextOf('tip'), event } as RunContext;
  const found = await planByHand(context, {
    github: {
      branches: {
        ofBranch: async (branch) => {
          asked.push(branch);
          return pulls;
        },
      },
    },
    checkout: {
      checkOutMerge: async (base, head) => {
        asked.push(`${base} ${head}`);
        return answer;
      },
    },
  });
  return { ...found, asked };
}

describe('a plan by hand', () => {
  test('on the branch of a pull request is one of that pull request, merged anew', async () => {
    const { context, warning, asked } = await byHand([{ ...PULL, number: 3, state: 'closed' }, PULL]);
    expect(context.run.sha).toBe('merged');
    expect(context.event).toEqual({
      kind: 'pull-request',
      action: 'synchronize',
      baseChanged: false,
      number: 7,
      headSha: 'tip',
      baseRef: 'main',
      author: 'dependabot[bot]',
      trust: 'same-repository',
      mergedBase: 'main-tip',
    });
    expect([warning, asked]).toEqual([undefined, ['bump', 'main tip']]);
  });

  test('takes of several the one into the default branch', async () => {
    const { asked } = await byHand([{ ...PULL, number: 8, baseRef: 'release' }, PULL]);
    expect(asked.at(-1)).toBe('main tip');
  });

  test.each([
    ['on the default branch', { kind: 'manual', branch: 'main' }],
    ['on a tag', { kind: 'manual' }],
    ['of a schedule', { kind: 'schedule' }],
  ])('%s asks for no pull request', async (_what, event) => {
    const { context, asked } = await byHand([PULL], event);
    expect([context.event, asked]).toEqual([event, []]);
  });

  test.each<[string, readonly BranchPull[], RegExp]>([
    ['a fork', [{ ...PULL, isOwn: false }], /#7 has a branch of that name in a fork.*push its commits to a branch/],
    ['a closed one', [{ ...PULL, state: 'closed' }], /#7 is closed; reopen it to plan it/],
    ['none', [], /Open a pull request from bump/],
  ])('of a branch with %s is of the branch alone, and says so', async (_what, pulls, words) => {
    const { context, warning, asked } = await byHand(pulls);
    expect(warning).toMatch(words);
    expect(warning).toContain('no pull request is commented on, and nothing is recorded');
    expect([context.event.kind, context.run.sha, asked]).toEqual(['manual', 'tip', ['bump']]);
  });

  test('is refused where the branch has moved', async () => {
    await expect(byHand([{ ...PULL, headSha: 'newer' }])).rejects.toThrow(
      'The branch of pull request #7 was pushed to after this run was started',
    );
  });

  test('is refused where it conflicts', async () => {
    await expect(byHand([PULL], undefined, { conflicts: ['infra/main.tf'] })).rejects.toThrow(
      'Pull request #7 conflicts with main, so that there is nothing to plan. Found: infra/main.tf.',
    );
  });
});
