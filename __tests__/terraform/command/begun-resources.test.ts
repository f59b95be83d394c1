import { expect, test } from '@jest/globals';
import { begunBy, importBlocks, lackingBehind, lackingIn } from '../../../src/terraform/command/made-resources.js';
import type { ApplyEvent } from '../../../src/terraform/stream/applied-changes.js';

const event = (address: string, phase: ApplyEvent['phase'], action = 'create'): ApplyEvent => ({
  address,
  action,
  phase,
});
const EVENTS = [
  event('a.done', 'begun'),
  event('a.open', 'begun'),
  event('a.failed', 'begun'),
  event('a.deleted', 'begun', 'delete'),
  event('a.done', 'done'),
  event('a.failed', 'failed'),
];

test('what an apply has begun and not ended may be there', () => {
  expect(begunBy(EVENTS).map(({ address }) => address)).toEqual(['a.open']);
});

test('of one that gave up, so may what it calls failed', () => {
  expect(begunBy(EVENTS, true).map(({ address }) => address)).toEqual(['a.open', 'a.failed']);
});

test('what was being made in place of another one is lacking until the state has another id there', () => {
  const state = (id?: string) => ({
    values: { root_module: { resources: id === undefined ? [] : [{ address: 'a.b', values: { id } }] } },
  });
  const begun = [{ address: 'a.b' }];
  const marked = lackingBehind(state('old'), begun);
  expect(marked).toEqual([{ address: 'a.b', replaces: 'old' }]);
  expect(importBlocks(marked)).toContain('# The state still has "old" here, which was to be replaced.');
  expect(lackingIn(state('old'), marked)).toEqual(marked);
  expect(lackingIn(state(), marked)).toEqual(marked);
  expect(lackingIn(state('new'), marked)).toEqual([]);
  expect(lackingIn(state('new'), lackingBehind(state(), begun))).toEqual([]);
});
