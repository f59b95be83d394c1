import { describe, expect, test } from '@jest/globals';
import { NO_SLICES } from '../../../src/terraform/configuration/slices.js';
import { changeSet } from '../../../src/terraform/plan/classify.js';
import { type Drift, driftOfPlan } from '../../../src/terraform/reviewed/drift.js';
import { knownDriftEntries } from '../../../src/terraform/reviewed/known-drift-file.js';
import { digestingOf, type PlanOptions, plan, resource } from '../plan-maker.js';

const TODAY = '2026-11-28';
const STACK = { stage: 'prod', directory: 'infra' };
const VOLATILE = { commits: [], runId: '', workspacePath: '' };

const ENTRY = {
  addresses: ['aws_group.web'],
  attributes: ['capacity'],
  reason: 'The autoscaler sets it',
  owner: 'platform',
  until: TODAY,
};

function written(...entries: readonly object[]): string {
  return JSON.stringify({ known: entries });
}

function drift(options: PlanOptions, file = written(ENTRY), protect: readonly string[] = []): Drift {
  const read = plan(options);
  const rules = { entries: knownDriftEntries(file, STACK), protect, today: TODAY };
  return driftOfPlan(
    changeSet(read, undefined),
    { plan: read, slices: NO_SLICES, ...digestingOf(read, { volatile: VOLATILE }) },
    rules,
  );
}

const group = (change: object) => resource({ address: 'aws_group.web', type: 'aws_group', ...change });
/** The autoscaler made 5 of 2, and the plan would make 2 of 5. */
const scaled = (now = 5, more: object = {}) => ({
  drift: [group({ actions: ['update'], before: { capacity: 2, size: 1 }, after: { capacity: now, size: 1 } })],
  resources: [
    group({ actions: ['update'], before: { capacity: now, size: 1 }, after: { capacity: 2, size: 1 }, ...more }),
  ],
});
const back = { before: { capacity: 5 }, after: { capacity: 2 } };
const addressesOf = ({ known }: Drift) => known.map(({ change }) => change.address);

describe('known drift', () => {
  test('opens nothing, and is the same whatever its value is', () => {
    const first = drift(scaled(5));
    expect([first.found, addressesOf(first), first.outside, first.idle]).toEqual([false, ['aws_group.web'], [], []]);
    expect(drift(scaled(9)).fingerprint).toBe(first.fingerprint);
    expect(drift(scaled(9), written()).fingerprint).not.toBe(drift(scaled(5), written()).fingerprint);
  });

  test('leaves what else there is', () => {
    const other = resource({ address: 'aws_thing.b', actions: ['create'], after: { size: 1 } });
    const { resources, drift: outside } = scaled();
    const found = drift({ drift: outside, resources: [...resources, other] });
    expect([found.found, addressesOf(found)]).toEqual([true, ['aws_group.web']]);
    // An output that follows from it, or any other, is no drift.
    const output = { actions: ['update'], before: 5, after: 2, after_unknown: false };
    expect(drift({ ...scaled(), outputs: { capacity: output } }).found).toBe(false);
  });

  test('holds on its last day, and opens on the next', () => {
    const late = drift(scaled(), written({ ...ENTRY, until: '2026-11-27' }));
    expect([late.found, late.known]).toEqual([true, []]);
    expect(late.idle.map(({ kind, entry }) => [kind, entry.line])).toEqual([['expired', 1]]);
  });

  test('needs every changed attribute to be named, by one entry or by several', () => {
    const both = {
      drift: [group({ actions: ['update'], before: { capacity: 2, size: 1 }, after: { capacity: 5, size: 3 } })],
      resources: [group({ actions: ['update'], before: { capacity: 5, size: 3 }, after: { capacity: 2, size: 1 } })],
    };
    const half = drift(both);
    expect([half.found, half.idle[0]?.kind, half.idle[0]?.attributes]).toEqual([true, 'incomplete', ['size']]);
    expect(drift(both, written(ENTRY, { ...ENTRY, attributes: ['size'] })).found).toBe(false);
  });

  test('does not cover what is merged for the same resource and waits', () => {
    expect(drift(scaled(5, { after: { capacity: 2, size: 7 } })).found).toBe(true);
    expect(drift(scaled(5, { unknown: { size: true } })).found).toBe(true);
  });

  test('may name one tag of many', () => {
    const tagged = {
      drift: [group({ actions: ['update'], before: { tags: null }, after: { tags: { Scan: '1' } } })],
      resources: [group({ actions: ['update'], before: { tags: { Scan: '1' } }, after: { tags: null } })],
    };
    expect(drift(tagged, written({ ...ENTRY, attributes: ['tags.Scan'] })).found).toBe(false);
    expect(drift(tagged, written({ ...ENTRY, attributes: ['tags'] })).found).toBe(false);
    expect(drift(tagged, written({ ...ENTRY, attributes: ['tag'] })).found).toBe(true);
    expect(drift(tagged, written({ ...ENTRY, attributes: ['tags.Scanner'] })).found).toBe(true);
  });

  test.each([
    ['is deleted outside', { drift: [group({ actions: ['delete'], before: { capacity: 2 } })] }],
    ['would be replaced', { resources: [group({ actions: ['delete', 'create'], ...back })] }],
    ['would be moved', { resources: [group({ actions: ['update'], ...back, previousAddress: 'a.b' })] }],
  ])('is never what %s', (_what, options) => {
    const found = drift({ ...scaled(), ...options });
    expect([found.found, found.known, found.idle.map(({ kind }) => kind)]).toEqual([true, [], ['never']]);
  });

  test('is never what would be deleted, which undoes nothing', () => {
    const found = drift({ ...scaled(), resources: [group({ actions: ['delete'], before: { capacity: 5 } })] });
    expect([found.found, found.known, addressesOf(found), found.leftAlone.length]).toEqual([true, [], [], 1]);
  });

  test('is never what "protect" names, by address or by type', () => {
    for (const pattern of ['aws_group.*', 'aws_group']) {
      const found = drift(scaled(), written(ENTRY), [pattern]);
      expect([found.found, found.idle.map(({ kind }) => kind)]).toEqual([true, ['never']]);
    }
  });

  test('is of one stage and directory where the entry says so', () => {
    const found = (more: object) => drift(scaled(), written({ ...ENTRY, ...more })).found;
    expect([found({ stage: 'prod' }), found({ directory: './infra/' }), found({ stage: 'pr*' })]).toEqual([
      false,
      false,
      false,
    ]);
    expect([found({ stage: 'dev' }), found({ directory: 'infra/api' })]).toEqual([true, true]);
  });

  test('names entries that match nothing', () => {
    const { idle } = drift(scaled(), written(ENTRY, { ...ENTRY, addresses: ['aws_group.api'] }));
    expect(idle.map(({ kind, entry }) => [kind, entry.addresses])).toEqual([['unmatched', ['aws_group.api']]]);
  });
});

describe('a value of a drift', () => {
  test('is what was there, what is there and what the plan sets', () => {
    expect(drift(scaled()).values.get('aws_group.web')).toEqual([
      { path: 'capacity', was: '2', is: '5', planned: '2' },
    ]);
    const { drift: outside } = scaled();
    expect(drift({ drift: outside }).values.get('aws_group.web')).toEqual([{ path: 'capacity', was: '2', is: '5' }]);
  });

  test('is not shown where it is sensitive, nor is a key below the mark', () => {
    const change = {
      actions: ['update'],
      before: { login: { hunter: 1 }, capacity: 2 },
      after: { login: { hunter2: 2 }, capacity: 2 },
      beforeSensitive: { login: true },
      afterSensitive: { login: true },
    };
    const { values } = drift({ drift: [group(change)] });
    expect(values.get('aws_group.web')).toEqual([{ path: 'login', was: '(sensitive)', is: '(sensitive)' }]);
  });
});

describe('the file is refused', () => {
  const refusal = (file: string): string => {
    try {
      knownDriftEntries(file, STACK);
      return 'accepted';
    } catch (thrown) {
      return thrown instanceof Error ? thrown.message : String(thrown);
    }
  };
  const lines = (...entry: readonly string[]) => ['known:', ...entry].join('\n');
  const GOOD = [
    '  - addresses: [aws_group.web]',
    '    attributes: [capacity]',
    '    reason: the autoscaler',
    '    owner: platform',
    '    until: 2027-03-31',
  ];

  test.each([
    ['', 'accepted'],
    ['# nothing yet', 'accepted'],
    [lines(...GOOD), 'accepted'],
    ['known: [', 'line 1: '],
    ['unknown: []', 'line 1: '],
    [lines(...GOOD.slice(0, 4)), 'line 2: "until": it is missing'],
    [lines(...GOOD, '    untill: 2027'), 'line 7: "untill": "untill" is not known'],
    [lines(...GOOD.slice(0, 4), '    until: 2027-02-30'), 'line 6: "until": a day such as'],
    [lines(...GOOD.slice(0, 4), '    until: soon'), 'line 6: "until": a day such as'],
    [lines('  - addresses: aws_group.web', ...GOOD.slice(1)), 'line 2: "addresses": a list is expected'],
    [lines('  - addresses: []', ...GOOD.slice(1)), 'line 2: "addresses": the list is empty'],
    [lines(GOOD[0] ?? '', '    attributes: ["*"]', ...GOOD.slice(2)), 'line 3: "attributes": an attribute is named'],
    [lines(...GOOD.slice(0, 3), '    owner: ""', '    until: 2027-03-31'), 'line 5: "owner": it is empty'],
    [lines(...GOOD, '    until: 2027-04-01'), 'line 7: '],
    ['- a', 'line 1: '],
    ['known: &a [*a]', 'line 1: '],
  ])('%j: %s', (file, said) => {
    expect(refusal(file)).toContain(said);
  });

  test('for all its lines at once, and without its values', () => {
    const message = refusal(lines(...GOOD.slice(0, 4), '    until: hunter2', ...GOOD.slice(0, 3)));
    expect(message).toContain('line 6: "until"');
    expect(message).toContain('line 7: "owner"');
    expect(message).not.toContain('hunter2');
  });
});
