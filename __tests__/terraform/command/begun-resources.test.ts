import { expect, test } from '@jest/globals';
import { begunBy } from '../../../src/terraform/command/made-resources.js';
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
