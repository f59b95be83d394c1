import { describe, expect, test } from '@jest/globals';
import { AppliedChanges, applyEvent } from '../../../src/terraform/stream/applied-changes.js';

const line = (type: string, addr: string, action: string) =>
  applyEvent({ type, hook: { resource: { addr }, action } }) ?? { address: '', action: '', phase: 'begun' as const };

function followed(...lines: readonly (readonly [type: string, address: string, action: string])[]) {
  const changes = new AppliedChanges();
  for (const [type, address, action] of lines) changes.add(line(type, address, action));
  return changes;
}

describe('how far an apply came', () => {
  const planned = [
    { address: 'a.ok', action: 'create' },
    { address: 'a.bad', action: 'update' },
    { address: 'a.later', action: 'delete' },
    { address: 'a.moved', action: 'no-op' },
    { address: 'a.left', action: 'forget' },
  ];

  test('done, failed and not begun', () => {
    const changes = followed(
      ['apply_start', 'a.ok', 'create'],
      ['apply_complete', 'a.ok', 'create'],
      ['apply_start', 'a.bad', 'update'],
      ['apply_errored', 'a.bad', 'update'],
    );
    expect(changes.of(planned, false)).toEqual({
      done: [planned[0]],
      failed: [planned[1]],
      notBegun: [planned[2]],
    });
  });

  test('a whole apply has done everything that is announced', () => {
    expect(followed().of(planned, true)).toEqual({ done: planned.slice(0, 3), failed: [], notBegun: [] });
  });

  test.each([
    ['delete-create', [['apply_complete', 'delete']], 'destroyed, not created again'],
    [
      'delete-create',
      [
        ['apply_complete', 'delete'],
        ['apply_errored', 'create'],
      ],
      'destroyed, creating it again failed',
    ],
    ['create-delete', [['apply_complete', 'create']], 'created, the old one is still there'],
    [
      'create-delete',
      [
        ['apply_complete', 'create'],
        ['apply_errored', 'delete'],
      ],
      'created, destroying the old one failed',
    ],
    ['update', [['apply_start', 'update']], 'begun, and its end is not known'],
    ['update', [['apply_errored', 'update']], undefined],
  ])('%s after %j: %s', (action, steps, detail) => {
    const changes = followed(...steps.map(([type = '', step = '']) => [type, 'a.b', step] as const));
    const [failed] = changes.of([{ address: 'a.b', action }], false).failed;
    expect(failed?.detail).toBe(detail);
  });

  test('lines of other types and without an address are none of it', () => {
    expect(applyEvent({ type: 'apply_progress', hook: { resource: { addr: 'a.b' } } })).toBeUndefined();
    expect(applyEvent({ type: 'apply_start' })).toBeUndefined();
  });
});
