import { describe, expect, test } from '@jest/globals';
import { planSources } from '../../../src/terraform/configuration/plan-sources.js';
import { NO_SLICES } from '../../../src/terraform/configuration/slices.js';
import { changeSet } from '../../../src/terraform/plan/classify.js';
import type { Plan, PlanResourceChange } from '../../../src/terraform/plan/json.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';
import { type Drift, driftOfPlan } from '../../../src/terraform/reviewed/drift.js';
import { ofPlanTime } from '../../../src/terraform/reviewed/plan-time.js';
import { planJson } from '../../report/plan-folders.js';
import { digestingOf, LINEAGE, NO_SOURCES, type PlanOptions, plan, planContext, resource } from '../plan-maker.js';

function driftOf(given: PlanOptions | Plan, lineage: string | undefined = LINEAGE): Drift {
  const made = 'relevant_attributes' in given ? given : plan(given);
  return driftOfPlan(changeSet(made), { plan: made, slices: NO_SLICES, ...digestingOf(made, planContext(lineage)) });
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
    const outputs = { size: { actions: ['update'], before: 1, after: 2, after_unknown: false } };
    expect([driftOf({ outputs }).found, driftOf({ outputs, resources: [moved] }).found]).toEqual([false, true]);
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

describe('an attribute counts, and not its whole resource', () => {
  const scanned = (night: string) =>
    update('aws_x.a', { tags: { team: 'x', scanned: '0' }, size: 1 }, { tags: { team: 'x', scanned: night }, size: 1 });
  const waits = (night: string, team = 'y') =>
    update('aws_x.a', { tags: { team: 'x', scanned: night } }, { tags: { team, scanned: night } });
  const replaced = (night: string) => {
    const one = waits(night) as { change: object };
    return { ...one, change: { ...one.change, actions: ['delete', 'create'] } };
  };

  test.each([
    ['an ignored tag of a resource of which another tag waits', (night: string) => ({ resources: [waits(night)] })],
    ['an ignored tag of a resource that is replaced', (night: string) => ({ resources: [replaced(night)] })],
    [
      'an ignored tag of a resource whose name something else is made from',
      () => ({
        relevant: [{ resource: 'aws_x.a', attribute: ['name'] }],
        resources: [resource({ address: 'aws_x.b' })],
      }),
    ],
    [
      'an attribute of what is deleted',
      () => ({ resources: [resource({ address: 'aws_x.a', actions: ['delete'], before: { size: 1 } })] }),
    ],
  ])('%s is left alone, and is the same drift each night', (_what, plans) => {
    const night = (tag: string) => driftOf({ drift: [scanned(tag)], ...plans(tag) });
    const monday = night('monday');
    expect([monday.found, addresses(monday.outside), addresses(monday.leftAlone)]).toEqual([true, [], ['aws_x.a']]);
    expect(monday.pending.resources).toHaveLength(1);
    expect(night('tuesday').fingerprint).toBe(monday.fingerprint);
  });

  test('but what waits is another drift when it is another', () => {
    const planned = (team: string) => driftOf({ drift: [scanned('monday')], resources: [waits('monday', team)] });
    expect(planned('z').fingerprint).not.toBe(planned('y').fingerprint);
  });

  test.each([
    ['the attribute itself', 'aws_x.a', ['tags', 'scanned']],
    ['all of what it lies in', 'aws_x.a', ['tags']],
    ['the whole resource', 'aws_x.a', []],
  ])('what is made from %s counts', (_what, name, attribute) => {
    const drift = driftOf({
      drift: [scanned('monday')],
      relevant: [{ resource: name, attribute }],
      resources: [resource({ address: 'aws_x.b' })],
    });
    expect(drift.outside.map(({ changedAttributes }) => changedAttributes)).toEqual([['tags']]);
    expect(drift.leftAlone).toEqual([]);
  });

  test('Terraform may name a resource with all of its instances', () => {
    const counts = (address: string) =>
      addresses(
        driftOf({
          drift: [update(address, { size: 1 }, { size: 2 })],
          relevant: [{ resource: 'aws_x.a', attribute: [] }],
          resources: [resource({ address: 'aws_x.b' })],
        }).outside,
      );
    expect([counts('aws_x.a[0]'), counts('aws_x.a["k]"]'), counts('aws_x.ab[0]')]).toEqual([
      ['aws_x.a[0]'],
      ['aws_x.a["k]"]'],
      [],
    ]);
  });

  test('of one resource a part counts, and the rest is left alone', () => {
    const drift = driftOf({
      drift: [update('aws_x.a', { size: 1, note: '' }, { size: 7, note: 'x' })],
      resources: [update('aws_x.a', { size: 7, note: 'x' }, { size: 1, note: 'x' })],
    });
    expect(drift.outside.map(({ changedAttributes }) => changedAttributes)).toEqual([['size']]);
    expect(drift.leftAlone.map(({ changedAttributes }) => changedAttributes)).toEqual([['note']]);
    expect(drift.values.get('aws_x.a')?.map(({ path }) => path)).toEqual(['size']);
  });

  test('what the plan computes anew is not said to be left alone', () => {
    const drift = driftOf({
      drift: [update('aws_x.a', { size: 1, etag: 'a', note: '' }, { size: 7, etag: 'b', note: 'x' })],
      resources: [
        resource({
          address: 'aws_x.a',
          actions: ['update'],
          before: { size: 7, etag: 'b', note: 'x' },
          after: { size: 1, note: 'x' },
          unknown: { etag: true },
        }),
      ],
    });
    expect(drift.outside.map(({ changedAttributes }) => changedAttributes)).toEqual([['size']]);
    expect(drift.leftAlone.map(({ changedAttributes }) => changedAttributes)).toEqual([['note']]);
  });

  test('what is not known yet counts where the configuration sets it', () => {
    const unknown = resource({
      address: 'aws_x.a',
      actions: ['update'],
      before: { policy: 'b' },
      after: {},
      unknown: { policy: true },
    });
    const options = { drift: [update('aws_x.a', { policy: 'a' }, { policy: 'b' })], resources: [unknown] };
    const made = plan(options);
    const slices = { ...NO_SLICES, ofUnknown: () => ({ digest: '', parts: [] }) };
    const context = { plan: made, ...digestingOf(made, planContext(LINEAGE)) };
    expect(addresses(driftOf(options).outside)).toEqual([]);
    expect(addresses(driftOfPlan(changeSet(made), { ...context, slices }).outside)).toEqual(['aws_x.a']);
  });
});

describe('what is made from the time of the plan', () => {
  const night = (date: string, team = 'x') => {
    const change = (address: string, before: object, after: object) => ({
      ...(update(address, before, after) as PlanResourceChange),
      type: 'aws_x',
      name: address.slice('aws_x.'.length),
    });
    const made = plan({
      resources: [
        change(
          'aws_x.made',
          { tags: { date: '2026-01-01', day: '1', team: 'w' } },
          { tags: { date, day: date.slice(-2), team } },
        ),
        change('aws_x.named', { name: 'old' }, { name: `backup-${date}` }),
        change('aws_x.fixed', { name: 'old' }, { name: 'release-2' }),
      ],
    });
    const text = `
locals { today = formatdate("YYYY-MM-DD", plantimestamp()) }
resource "aws_x" "made" {
  tags = { date = local.today, day = formatdate("DD", plantimestamp()), team = "${team}" }
}
resource "aws_x" "named" {
  name = "backup-\${aws_x.made.tags.date}"
}
resource "aws_x" "fixed" {
  name = "release-2"
}
`;
    const sources = planSources(
      made,
      { ...NO_SOURCES, modules: [{ path: [], directory: 'infra', files: [{ path: 'infra/main.tf', text }] }] },
      { words: { text: (value) => String(value), keyed: () => '' }, volatile: new Set() },
    );
    const context = { plan: made, slices: sources.slices, ...digestingOf(made, planContext(LINEAGE)) };
    return driftOfPlan(changeSet(made), { ...context, isOfPlanTime: ofPlanTime(sources.material) });
  };

  test('is the same drift each night, and what hangs on it too', () => {
    expect(night('2026-11-26').fingerprint).toBe(night('2026-11-25').fingerprint);
    expect(night('2026-11-26').found).toBe(true);
  });

  test('hides nothing beside it', () => {
    expect(night('2026-11-26', 'z').fingerprint).not.toBe(night('2026-11-26').fingerprint);
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
