import { expect, test } from '@jest/globals';
import { STEPS, type StepKind } from '../../../src/operation/run/steps.js';

const steps: readonly StepKind[] = Object.values(STEPS);

test('no two steps have one id or one title: a failure is found by the one, and read by the other', () => {
  expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
  expect(new Set(steps.map(({ title }) => title)).size).toBe(steps.length);
});

test('what a failure report may call live is exactly this', () => {
  const live = Object.fromEntries(steps.flatMap(({ id, effect }) => (effect === undefined ? [] : [[id, effect]])));
  expect(live).toEqual({
    apply: 'infrastructure',
    asset: 'site',
    other: 'site',
    config: 'site',
    page: 'site',
    worker: 'site',
    release: 'site',
    invalidate: 'cache',
    prune: 'site',
    empty: 'buckets',
    destroy: 'infrastructure',
  });
});
