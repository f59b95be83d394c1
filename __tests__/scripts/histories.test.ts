import { describe, expect, test } from '@jest/globals';
import type { Judge } from '../../scripts/histories/history.js';
import { runSeed } from '../../scripts/histories/kinds.js';
import { objection, review } from '../../scripts/histories/oracle.js';
import { PRODUCT } from '../../scripts/histories/product.js';
import type { Planned } from '../../src/terraform/reviewed/planned-changes.js';

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const faults = <R>(kind: 'random' | 'honest', count: number, judge: Judge<R>, invented = false) =>
  seeds(count).flatMap((seed) => {
    const { fault } = runSeed(kind, seed, judge, undefined, invented);
    return fault === undefined ? [] : [`${seed}: ${fault.what}`];
  });

describe('histories', () => {
  const { record: recordOf, refusal } = PRODUCT;

  test('a few of each kind: no false pass, and honest people are not refused', () => {
    expect(faults('random', 150, PRODUCT)).toEqual([]);
    expect(faults('honest', 60, PRODUCT)).toEqual([]);
  });

  test('with nested blocks, write-only arguments and settings of a provider too', () => {
    expect(faults('random', 20, PRODUCT, true)).toEqual([]);
    expect(faults('honest', 12, PRODUCT, true)).toEqual([]);
  });

  test('a seed is always the same history', () => {
    expect(runSeed('random', 7, PRODUCT, undefined)).toEqual(runSeed('random', 7, PRODUCT, undefined));
  });

  test.each<[string, Judge<unknown>]>([
    ['lets everything pass', { record: () => undefined, refusal: () => undefined }],
    [
      'compares one way',
      {
        record: recordOf,
        refusal: (planned, counting) => {
          const said = refusal(planned, counting as never);
          return said?.startsWith('no longer planned') ? undefined : said;
        },
      },
    ],
    [
      'looks at no expressions',
      {
        record: (planned) => recordOf(blind(planned)),
        refusal: (planned, counting) => refusal(blind(planned), counting as never),
      },
    ],
  ])('a product that %s is found out', (_title, bad) => {
    expect(seeds(400).some((seed) => runSeed('random', seed, bad, undefined).fault !== undefined)).toBe(true);
  });

  test('a product that refuses everything is found out', () => {
    expect(faults('honest', 20, { record: () => undefined, refusal: () => 'no' }).length).toBeGreaterThan(10);
  });
});

describe('the oracle', () => {
  const bucket = { kind: 'object', attributes: { a: [{ text: 'assets' }] } } as const;
  const guard = { kind: 'object', attributes: { a: [{ object: 'o2', attribute: 'id' }] } } as const;
  const empty = { beings: {}, outputs: {}, answers: {}, born: 1 };

  test('a change that nobody reviewed, and one that is missing', () => {
    const both = { o2: bucket, o4: guard };
    expect(objection(both, empty, [review(both, empty)])).toBeUndefined();
    expect(objection(both, empty, [])).toBe('not reviewed: create o2; a=assets');
    expect(objection({ o2: bucket }, empty, [review(both, empty)])).toBe(
      'reviewed and no longer planned: create o4; a=⟨o2.id⟩',
    );
  });

  test('what became known since has the name that it had', () => {
    const both = { o2: bucket, o4: guard };
    const half = {
      ...empty,
      beings: { o2: { id: 'id-1', attributes: { a: 'assets' }, trigger: undefined, secrets: [], provider: '' } },
    };
    expect(objection(both, half, [review(both, empty)])).toBeUndefined();
    const other = { ...both, o4: { ...guard, attributes: { a: [{ text: 'id-1' }] } } };
    expect(objection(other, half, [review(both, empty)])).toBe('not reviewed: create o4; a=id-1');
  });
});

/** Slices that say nothing. */
function blind({ plan, slices, digesting }: Planned): Planned {
  const nothing = { digest: '', parts: [] };
  return {
    plan,
    digesting,
    slices: {
      beside: () => nothing,
      ofUnknown: (...given) => (slices.ofUnknown(...given) === undefined ? undefined : nothing),
      ofOutput: () => nothing,
      ofInvocation: () => nothing,
      ofNamedFile: () => undefined,
    },
  };
}
