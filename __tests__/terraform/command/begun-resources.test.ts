import { describe, expect, test } from '@jest/globals';
import {
  begunBy,
  behind,
  importBlocks,
  lackingIn,
  meantToCreate,
} from '../../../src/terraform/command/made-resources.js';
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

describe('what was being made in place of another one is lacking', () => {
  const state = (values?: object) => ({
    values: { root_module: { resources: values === undefined ? [] : [{ address: 'a.b', values }] } },
  });
  const begun = [{ address: 'a.b' }];
  const isLacking = (now: object | undefined, marked: ReturnType<typeof behind>) =>
    lackingIn(state(now), marked).length > 0;

  test('until the state has another id there', () => {
    const marked = behind(state({ id: 'old' }), begun);
    expect([{ id: 'old' }, undefined, { id: 'new' }].map((now) => isLacking(now, marked))).toEqual([true, true, false]);
    expect(isLacking({ id: 'new' }, behind(state(), begun))).toBe(false);
    expect(JSON.stringify(marked)).not.toContain('old');
  });

  test('until it is imported or settled, where nobody knows which one it was', () => {
    expect(isLacking({ id: 'old' }, behind(undefined, begun))).toBe(true);
    expect(isLacking({ name: 'old' }, behind(state({ name: 'old' }), begun))).toBe(true);
  });

  test('by its ARN, where its type has no id', () => {
    const marked = behind(state({ arn: 'old' }), begun);
    expect([isLacking({ arn: 'old' }, marked), isLacking({ arn: 'new' }, marked)]).toEqual([true, false]);
  });

  test('and nothing is imported over the one that the state has', () => {
    const [known, unknown] = lackingIn(state({ id: 'old' }), [
      { address: 'a.b', id: { key: 'id', value: 'new' } },
      ...behind(state({ id: 'old' }), begun),
    ]);
    expect(importBlocks([known, unknown].flatMap((one) => one ?? [])).split('\n')).toEqual([
      '# a.b: the state has "old" here, which was to be replaced. Delete the new one in AWS, "new"',
      '# a.b: the state has "old" here, which was to be replaced. Delete the new one in AWS, if there is one',
    ]);
  });
});

test('a plan says what it creates, and what that replaces', () => {
  const change = (address: string, actions: readonly string[], before: object | null, more = {}) => ({
    address,
    mode: 'managed',
    change: { actions, before },
    ...more,
  });
  const changes = [
    change('a.new', ['create'], null),
    change('a.first', ['create', 'delete'], { id: 'old' }),
    change('a.last', ['delete', 'create'], { id: 'old' }),
    change('a.nameless', ['forget', 'create'], {}),
    change('a.kept', ['update'], { id: 'old' }),
    change('a.gone', ['delete'], { id: 'old' }),
    change('a.deposed', ['delete'], { id: 'old' }, { deposed: '1234' }),
  ] as unknown as Parameters<typeof meantToCreate>[0]['resource_changes'];
  const made = meantToCreate({ resource_changes: changes });
  const digest = expect.stringMatching(/^[0-9a-f]{32}$/);
  expect(made).toEqual([
    { address: 'a.new' },
    { address: 'a.first', replaces: digest },
    { address: 'a.last', replaces: digest },
    { address: 'a.nameless', replaces: '' },
  ]);
});
