import { expect, test } from '@jest/globals';
import type { PlanChange } from '../../../src/terraform/plan/json.js';
import { blankAttributes } from '../../../src/terraform/plan/white-space.js';

const change = (before: PlanChange['before'], after: PlanChange['after'], more: Partial<PlanChange> = {}) =>
  blankAttributes({ actions: ['update'], before: { x: before ?? null }, after: { x: after ?? null }, ...more }, ['x']);

test.each([
  ['line ends', 'a\r\nb', 'a\nb', { x: 'line ends' }],
  ['indentation', '  a', 'a', { x: 'white space' }],
  ['deep in a list', [{ a: 'b c' }], [{ a: 'bc' }], { x: 'white space' }],
  ['another letter', 'a b', 'a c', {}],
  ['another key', { a: 'b' }, { 'a ': 'b' }, {}],
  ['a number', 1, 2, {}],
])('a change of %s', (_name, before, after, found) => {
  expect(change(before, after)).toEqual(found);
});

test('of a sensitive value nothing is said', () => {
  expect(change('a ', 'a', { after_sensitive: { x: true } })).toEqual({});
});
