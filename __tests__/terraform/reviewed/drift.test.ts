import { describe, expect, test } from '@jest/globals';
import { changeSet } from '../../../src/terraform/plan/classify.js';
import type { Plan } from '../../../src/terraform/plan/json.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';
import { type Drift, driftOfPlan } from '../../../src/terraform/reviewed/drift.js';
import { planJson } from '../../report/plan-folders.js';
import { digestingOf, LINEAGE, type PlanOptions, plan, planContext, resource } from '../plan-maker.js';

function driftOf(given: PlanOptions | Plan, lineage: string | undefined = LINEAGE): Drift {
  const made = 'relevant_attributes' in given ? given : plan(given);
  return driftOfPlan(made, changeSet(made), digestingOf(made, planContext(lineage)));
}

const update = (address: string, before: object, after: object) =>
  resource({ address, actions: ['update'], before: { ...before }, after: { ...after } });
const addresses = (changes: Drift['outside']) => changes.map(({ address }) => address);

describe('drift', () => {
  test('is found when a deploy would do something, and only then', () => {
    expect(driftOf({}).found).toBe(false);
    expect(driftOf({ drift: [update('aws_x.a', { size: 1 }, { size: 2 })] }).found).toBe(false);
    expect(driftOf({ resources: [resource({ address: 'aws_x.a' })] }).found).toBe(true);
    const moved = resource({ actions: ['no-op'], address: 'aws_x.b', previousAddress: 'aws_x.a' });
    expect(driftOf({ resources: [moved] }).found).toBe(true);
  });

  test('tells what others changed and the plan undoes from what waits to be deployed', () => {
    const drift = driftOf({
      drift: [
        update('aws_x.outside', { size: 1 }, { size: 7 }),
        resource({ address: 'aws_x.gone', actions: ['delete'] }),
      ],
      resources: [
        update('aws_x.outside', { size: 7 }, { size: 1 }),
        resource({ address: 'aws_x.gone' }),
        update('aws_x.merged', { size: 1 }, { size: 2 }),
        resource({ address: 'data.aws_x.read', mode: 'data', actions: ['read'] }),
      ],
    });
    expect(addresses(drift.outside)).toEqual(['aws_x.outside', 'aws_x.gone']);
    expect(addresses(drift.pending.resources)).toEqual(['aws_x.merged']);
    expect(drift.leftAlone).toEqual([]);
  });

  test('counts what the plan is made from, and lists what it leaves as it is', () => {
    const relevant = driftOf(readPlan(planJson('aws-drift-relevant')));
    expect(addresses(relevant.outside)).toEqual(['aws_lambda_function.api']);
    expect(addresses(relevant.pending.resources)).toEqual(['terraform_data.limits']);
    const ignored = driftOf(readPlan(planJson('aws-drift-ignored')));
    expect([ignored.found, addresses(ignored.outside), addresses(ignored.leftAlone)]).toEqual([
      false,
      [],
      ['aws_lambda_function.api'],
    ]);
    const both = driftOf({
      drift: [update('aws_x.ignored', { size: 1 }, { size: 2 })],
      resources: [resource({ address: 'aws_x.merged' })],
    });
    expect([addresses(both.outside), addresses(both.leftAlone)]).toEqual([[], ['aws_x.ignored']]);
  });
});

describe('the fingerprint of a drift', () => {
  const outside = (size: number, planned = 1) =>
    driftOf({
      drift: [update('aws_x.a', { size: 1 }, { size })],
      resources: [update('aws_x.a', { size }, { size: planned })],
    }).fingerprint;

  test('is the same at another time, in another order, with other noise', () => {
    const a = update('aws_x.a', { size: 1 }, { size: 2 });
    const b = update('aws_x.b', { size: 1 }, { size: 2 });
    const noise = update('aws_x.noise', { at: '08:00' }, { at: '09:00' });
    const first = driftOf({ drift: [a, b], resources: [a, b] }).fingerprint;
    const again = { drift: [b, noise, a], resources: [b, a], timestamp: '2026-11-26T08:00:00Z' };
    expect(driftOf(again).fingerprint).toBe(first);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is another one for another value by others, another pending change, and another kind of drift', () => {
    const fingerprints = [
      outside(7),
      outside(8),
      outside(7, 2),
      driftOf({ resources: [update('aws_x.a', { size: 7 }, { size: 1 })] }).fingerprint,
      driftOf({}).fingerprint,
    ];
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
  });

  test('does not give away a sensitive value to who can guess it', () => {
    const secret = (after: string, lineage: string) => {
      const change = {
        address: 'aws_x.a',
        actions: ['update'],
        beforeSensitive: { pin: true },
        afterSensitive: { pin: true },
      };
      const drifted = resource({ ...change, before: { pin: '1' }, after: { pin: after } });
      return driftOf({ drift: [drifted], resources: [drifted] }, lineage).fingerprint;
    };
    expect(secret('1234', 'one')).not.toBe(secret('1234', 'another'));
    expect(secret('1234', 'one')).not.toBe(secret('1235', 'one'));
  });
});
