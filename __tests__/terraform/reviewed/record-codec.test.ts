import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { sliceFrom } from '../../../src/terraform/configuration/slice.js';
import {
  decodeReviewed,
  encodeReviewed,
  isFirstVersion,
  partOf,
} from '../../../src/terraform/reviewed/record-codec.js';
import { fingerprintOfPlan, type ReviewedPlan } from '../../../src/terraform/reviewed/reviewed-change.js';
import { comparedPlan, LINEAGE, PLACE, plan, planContext, resource } from '../plan-maker.js';

const slice = sliceFrom([
  { kind: 'expression', name: 'local.who', file: 'infra/locals.tf', line: 3, digest: 'a'.repeat(32) },
  { kind: 'provider', name: 'provider aws', digest: 'b'.repeat(32) },
]);
const OLD = { id: 'a', size: 1 };

function recordOf(resources: readonly unknown[]): ReviewedPlan {
  const { reviewed } = comparedPlan(plan({ resources }), planContext(LINEAGE));
  return { ...reviewed, base: 'base', place: PLACE };
}

const small: ReviewedPlan = (() => {
  const made = recordOf([
    resource({ address: 'a.created', after: { size: 1, name: 'x' }, unknown: { id: true, policy: true } }),
    resource({ address: 'a.updated', actions: ['update'], before: OLD, after: { ...OLD, size: 2 } }),
    resource({ address: 'a.deleted', actions: ['delete'], before: OLD }),
    resource({ address: 'a.moved', actions: ['no-op'], previousAddress: 'a.old', before: OLD, after: OLD }),
    resource({ address: 'a.left', actions: ['delete'], deposed: 'd1', before: OLD }),
  ]);
  const changes = made.changes.map((change) => ({
    ...change,
    beside: slice,
    unknown: change.unknown.map(({ path }) => (path === 'policy' ? { path, slice } : { path })),
  }));
  const files = [{ path: 'infra/locals.tf', digest: 'c'.repeat(32) }];
  return { ...made, changes, files, place: { ...PLACE, account: '123456789012', region: 'eu-central-1' } };
})();

/** Like a real one: as many changes, each with attributes that are not known yet. */
function large(count: number): ReviewedPlan {
  const after = { name: 'x', size: 1, policy: 'p', tags: { a: '1', b: '2' } };
  return recordOf(
    Array.from({ length: count }, (_, index) =>
      resource({
        address: `module.shops["shop-${index}"].aws_s3_bucket.this`,
        type: 'aws_s3_bucket',
        after: { ...after, name: `shop-${index}` },
        unknown: { id: true, arn: true },
      }),
    ),
  );
}

const readBack = (record: ReviewedPlan) => decodeReviewed(encodeReviewed(record) ?? [], fingerprintOfPlan(record));

describe('a record', () => {
  test('is read back as it was written, with the places of what decides it', () => {
    const decoded = readBack(small);
    const shortened = small.changes.map((change) => ({
      ...change,
      leaves:
        change.action === 'update'
          ? change.leaves
          : change.leaves.map(({ path, digest }) => ({ path, digest: digest.slice(0, 8) })),
    }));
    expect(decoded).toEqual({ ...small, changes: shortened });
  });

  test('of nothing is a record too', () => {
    expect(readBack(recordOf([])).changes).toEqual([]);
  });

  test('has room for 20,000 changes, in several check runs', () => {
    const record = large(20_000);
    const texts = encodeReviewed(record) ?? [];
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.every((text) => text.length <= 65_535)).toBe(true);
    const decoded = decodeReviewed(texts, fingerprintOfPlan(record));
    expect(decoded.changes.map(({ address, whole }) => [address, whole])).toEqual(
      record.changes.map(({ address, whole }) => [address, whole]),
    );
    expect(() => decodeReviewed(texts.slice(0, -1), fingerprintOfPlan(record))).toThrow('cannot be read');
    expect(() => decodeReviewed([...texts].reverse(), fingerprintOfPlan(record))).toThrow('cannot be read');
  });

  test('holds no key of a sensitive map', () => {
    const record = recordOf([
      resource({ after: { keys: { sk_live_1: 'billing' } }, afterSensitive: { keys: true } }),
      resource({
        address: 'a.b',
        after: { keys: { sk_live_1: null } },
        unknown: { keys: { sk_live_1: true } },
        afterSensitive: { keys: true },
      }),
    ]);
    expect(JSON.stringify([record, [...record.unknown]])).not.toContain('sk_live_1');
    expect(record.changes[1]?.unknown).toEqual([{ path: 'keys' }]);
  });

  test('is refused when it is of another fingerprint', () => {
    const texts = encodeReviewed(small) ?? [];
    expect(() => decodeReviewed(texts, 'f'.repeat(64))).toThrow('entries of another fingerprint');
  });

  test('is refused when it is cut', () => {
    const [text = ''] = encodeReviewed(small) ?? [];
    const cut = text.replace(/.{20}\n```\n$/, '\n```\n');
    expect(cut).not.toBe(text);
    expect(() => decodeReviewed([cut], fingerprintOfPlan(small))).toThrow('a part of a record');
  });

  test('of the first version is known as one, and is never read as a record', () => {
    const json = JSON.stringify({ version: 1, keyed: false, entries: [] });
    const old = `Written by a machine.\n\n\`\`\`\n${deflateRawSync(json).toString('base64')}\n\`\`\`\n`;
    const [text = ''] = encodeReviewed(small) ?? [];
    expect([old, '', text, 'Looks good to me'].map(isFirstVersion)).toEqual([true, true, false, false]);
    expect(partOf(old)).toBeUndefined();
    expect(() => decodeReviewed([old], fingerprintOfPlan(small))).toThrow('cannot be read');
  });
});
