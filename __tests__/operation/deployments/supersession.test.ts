import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../../src/event/event.js';
import { supersededBy } from '../../../src/operation/deployments/supersession.js';
import { contextOf } from '../review/review-world.js';

/** A history `1 - 2 - 3`; `2x` beside `2`. */
const ancestors: Readonly<Record<string, readonly string[]>> = {
  '1': ['1'],
  '2': ['1', '2'],
  '2x': ['1', '2x'],
  '3': ['1', '2', '3'],
};

function asked(sha: string, deployed: string | undefined, event?: Event) {
  const context = contextOf(sha);
  return supersededBy(event === undefined ? context : { ...context, event }, {
    lastSuccessful: async (task, stage) =>
      deployed === undefined || task !== 'well-managed-deployments' || stage !== 'dev'
        ? undefined
        : { sha: deployed, url: 'https://github.com/example/shop/actions/runs/9' },
    isAncestor: async (one, of) => ancestors[of]?.includes(one) ?? false,
  });
}

describe('a push is superseded', () => {
  test('when its commit is part of what is deployed, and the newer run is named', async () => {
    expect((await asked('1', '3'))?.sentence).toBe(
      'dev already has the newer commit 3, deployed by https://github.com/example/shop/actions/runs/9: 1 is part of it',
    );
  });
});

describe('a deploy is not superseded', () => {
  test.each([
    ['its commit is newer', '3', '2'],
    ['its commit is the deployed one, run again', '2', '2'],
    ['its commit is on another line', '2x', '3'],
    ['nothing was deployed yet', '1', undefined],
  ])('when %s', async (_why, sha, deployed) => {
    await expect(asked(sha, deployed)).resolves.toBeUndefined();
  });

  test('when a person started it by hand', async () => {
    await expect(asked('1', '3', { kind: 'manual', branch: 'main', sha: '1' })).resolves.toBeUndefined();
  });
});
