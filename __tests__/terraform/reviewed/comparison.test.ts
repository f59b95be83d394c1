import { describe, expect, test } from '@jest/globals';
import { fingerprintOf as combine } from '../../../src/terraform/plan/digest.js';
import { compareWithReviewed, type ReviewedPlan } from '../../../src/terraform/reviewed/comparison.js';
import type { Entry } from '../../../src/terraform/reviewed/entry.js';
import { fingerprintPlan } from '../../../src/terraform/reviewed/fingerprint.js';
import { decodeReviewed, encodeReviewed } from '../../../src/terraform/reviewed/record-codec.js';
import { entriesOf, LINEAGE, plan, planContext, type ResourceOptions, resource } from '../plan-maker.js';

const RESUMED = { unfinishedDeploy: true };
const FRESH = { unfinishedDeploy: false };

/** What the record of these resources says, after it was written and read. */
function reviewed(resources: readonly unknown[], lineage = LINEAGE): ReviewedPlan {
  return recorded(fingerprintPlan(plan({ resources }), planContext(lineage)).entries);
}

function recorded(entries: readonly Entry[]): ReviewedPlan {
  const fingerprint = combine(entries.map(({ digest }) => digest));
  const decoded = decodeReviewed(encodeReviewed(entries), fingerprint);
  return { fingerprint, ...(decoded === undefined ? {} : { entries: decoded }) };
}

function verdict(
  now: readonly ResourceOptions[],
  ...then: readonly (readonly ResourceOptions[])[]
): 'equal' | 'covered' | 'different' {
  const plans = then.map((options) => reviewed(options.map(resource)));
  return compareWithReviewed(entriesOf(now.map(resource)), plans, FRESH).verdict;
}

const queue: ResourceOptions = {
  address: 'aws_sqs_queue.orders',
  after: { name: 'orders', delay: 5 },
  unknown: { arn: true },
};
const bucket: ResourceOptions = {
  address: 'aws_s3_bucket.site',
  actions: ['update'],
  before: { id: 'b', acl: 'private', days: 1, name: 'x' },
  after: { id: 'b', acl: 'public-read', days: 7, name: 'x' },
};

describe('a plan passes', () => {
  test('when it is the reviewed one', () => {
    expect(verdict([queue, bucket], [bucket, queue])).toBe('equal');
  });

  test('when it is a part of it', () => {
    expect(verdict([queue], [bucket, queue])).toBe('covered');
    expect(verdict([], [bucket, queue])).toBe('covered');
  });

  test('when a value that was unknown is known now', () => {
    const known: ResourceOptions = {
      ...queue,
      after: { name: 'orders', delay: 5, arn: 'arn:aws:sqs:1:orders' },
      unknown: {},
    };
    expect(verdict([known], [queue])).toBe('covered');
    const nested: ResourceOptions = { after: { name: 'a' }, unknown: { rules: true } };
    expect(
      verdict([{ after: { name: 'a', rules: [{ id: 'x' }] }, unknown: { rules: [{ arn: true }] } }], [nested]),
    ).toBe('covered');
  });

  test('when an update is the rest of the reviewed one', () => {
    expect(verdict([{ ...bucket, before: { ...(bucket.before as object), acl: 'public-read' } }], [bucket])).toBe(
      'covered',
    );
  });

  test('when it is the sum of two pull requests', () => {
    const acl: ResourceOptions = { ...bucket, after: { ...(bucket.after as object), days: 1 } };
    const days: ResourceOptions = { ...bucket, after: { ...(bucket.after as object), acl: 'private' } };
    expect(verdict([bucket, queue], [acl], [days, queue])).toBe('covered');
  });

  test('when a move or an import is done already and its update is not', () => {
    expect(verdict([bucket], [{ ...bucket, previousAddress: 'aws_s3_bucket.old' }])).toBe('covered');
    expect(verdict([bucket], [{ ...bucket, importing: 'b' }])).toBe('covered');
  });

  test('when the record was made before there was a state, with sensitive values as constants', () => {
    const secret = [resource({ after: { name: 'db', password: 'x' }, afterSensitive: { password: true } })];
    const beforeTheState = recorded(fingerprintPlan(plan({ resources: secret }), planContext()).entries);
    const underAnotherKey = reviewed(secret, 'the lineage of another state');
    const verdicts = [beforeTheState, underAnotherKey].map(
      (record) => compareWithReviewed(entriesOf(secret), [record], FRESH).verdict,
    );
    expect(verdicts).toEqual(['covered', 'different']);
  });
});

describe('after a deploy that stopped half-way', () => {
  const tainted: ResourceOptions = {
    ...queue,
    actions: ['delete', 'create'],
    before: { id: 'q-1', name: 'orders', delay: 5, arn: 'arn:1' },
    reason: 'replace_because_tainted',
  };

  test('a reviewed creation matches the replacement of what is tainted', () => {
    const result = compareWithReviewed(entriesOf([resource(tainted)]), [reviewed([resource(queue)])], RESUMED);
    expect(result.verdict).toBe('covered');
  });

  test('and does not when no deploy of this stage was left unfinished', () => {
    const result = compareWithReviewed(entriesOf([resource(tainted)]), [reviewed([resource(queue)])], FRESH);
    expect(result.verdict).toBe('different');
  });

  test('and does not when the new object is another one', () => {
    const other = { ...tainted, after: { name: 'orders', delay: 6 } };
    const result = compareWithReviewed(entriesOf([resource(other)]), [reviewed([resource(queue)])], RESUMED);
    expect(result.verdict).toBe('different');
  });

  test('a replacement for another reason is not taken for it', () => {
    const { reason, ...forced } = tainted;
    const result = compareWithReviewed(entriesOf([resource(forced)]), [reviewed([resource(queue)])], RESUMED);
    expect([reason, result.verdict]).toEqual(['replace_because_tainted', 'different']);
  });

  const replacement: ResourceOptions = { ...tainted, reason: 'replace_because_cannot_update' };

  test('a reviewed replacement matches the creation that is left of it', () => {
    expect(verdict([queue], [replacement])).toBe('covered');
  });

  test('a reviewed replacement matches the replacement of its tainted new object', () => {
    const again = { ...tainted, before: { id: 'q-2' } };
    expect(
      compareWithReviewed(entriesOf([resource(again)]), [reviewed([resource(replacement)])], RESUMED).verdict,
    ).toBe('covered');
  });

  test('a reviewed replacement matches the deletion of the deposed object', () => {
    const createdFirst: ResourceOptions = { ...replacement, actions: ['create', 'delete'] };
    const deposed = (id: string): ResourceOptions => ({
      ...queue,
      actions: ['delete'],
      before: { id },
      after: null,
      unknown: {},
      deposed: 'a1b2',
    });
    expect(verdict([deposed('q-1')], [createdFirst])).toBe('covered');
    expect(verdict([deposed('q-9')], [createdFirst])).toBe('different');
  });
});

describe('a plan is refused', () => {
  const refused: [string, readonly ResourceOptions[], readonly ResourceOptions[]][] = [
    ['nothing was reviewed', [queue], []],
    ['a resource more is created', [queue, { ...queue, address: 'aws_sqs_queue.other' }], [queue]],
    ['a value is another one', [{ ...queue, after: { name: 'orders', delay: 6 } }], [queue]],
    ['a creation lacks a value', [{ ...queue, after: { name: 'orders' } }], [queue]],
    ['an update sets a value more', [{ ...bucket, after: { ...(bucket.after as object), name: 'y' } }], [bucket]],
    [
      'what changes was changed by somebody else',
      [{ ...bucket, before: { ...(bucket.before as object), acl: 'x' } }],
      [bucket],
    ],
    ['a known value became unknown', [{ ...queue, unknown: { arn: true, delay: true } }], [queue]],
    ['a known value of an update became unknown', [{ ...bucket, unknown: { name: true } }], [bucket]],
    ['an update became a replacement', [{ ...bucket, actions: ['delete', 'create'] }], [bucket]],
    ['an update became a deletion', [{ ...bucket, actions: ['delete'], after: null }], [bucket]],
    [
      'another object is destroyed',
      [{ actions: ['delete'], before: { id: 'b' } }],
      [{ actions: ['delete'], before: { id: 'a' } }],
    ],
    ['another provider does it', [{ ...bucket, provider: 'registry.terraform.io/example/aws' }], [bucket]],
    ['something else is imported', [{ ...bucket, importing: 'other' }], [{ ...bucket, importing: 'b' }]],
    ['something is imported that was not', [{ ...bucket, importing: 'b' }], [bucket]],
    ['something else was moved there', [{ ...bucket, previousAddress: 'a.b' }], [bucket]],
  ];

  test.each(refused)('when %s', (_why, now, then) => {
    expect(verdict(now, then)).toBe('different');
  });

  test('when two reviewed creations would have to be mixed', () => {
    const one: ResourceOptions = { address: 'a.b', after: { x: 1, y: 1 } };
    const other: ResourceOptions = { address: 'a.b', after: { x: 2, y: 2 } };
    expect(verdict([{ address: 'a.b', after: { x: 1, y: 2 } }], [one], [other])).toBe('different');
  });

  test('when the record had room for the fingerprint alone and it is not equal', () => {
    const { fingerprint } = reviewed([resource(queue), resource(bucket)]);
    const compared = (resources: readonly ResourceOptions[]) =>
      compareWithReviewed(entriesOf(resources.map(resource)), [{ fingerprint }], FRESH).verdict;
    expect([compared([queue, bucket]), compared([queue])]).toEqual(['equal', 'different']);
  });
});

describe('what differs is named', () => {
  const differences = (now: readonly ResourceOptions[], then: readonly ResourceOptions[]) =>
    compareWithReviewed(entriesOf(now.map(resource)), [reviewed(then.map(resource))], FRESH).differences;

  test('by resource and attribute', () => {
    const now: ResourceOptions = {
      ...bucket,
      after: { ...(bucket.after as object), acl: 'authenticated-read', name: 'y' },
      unknown: { days: true },
    };
    expect(differences([now, queue], [bucket, queue])).toEqual([
      {
        kind: 'resource',
        address: 'aws_s3_bucket.site',
        action: 'update',
        reviewedAction: 'update',
        attributes: [
          { path: 'acl', how: 'another value' },
          { path: 'name', how: 'not in the reviewed plan' },
          { path: 'days', how: 'no longer known before apply' },
        ],
      },
    ]);
  });

  test('and a change that nobody reviewed as such', () => {
    expect(differences([queue], [bucket])).toEqual([
      { kind: 'resource', address: 'aws_sqs_queue.orders', action: 'create', attributes: [] },
    ]);
  });

  test('and a value that a creation lost', () => {
    expect(differences([{ ...queue, after: { name: 'orders' } }], [queue])[0]?.attributes).toEqual([
      { path: 'delay', how: 'no longer planned' },
    ]);
  });
});

describe('what is named', () => {
  const attributes = (now: ResourceOptions, ...then: readonly ResourceOptions[]) =>
    compareWithReviewed(
      entriesOf([resource(now)]),
      then.map((each) => reviewed([resource(each)])),
      FRESH,
    ).differences[0]?.attributes;

  test('is not what was unknown when it was reviewed', () => {
    const now = { ...queue, after: { name: 'other', arn: 'known', delay: 5 }, unknown: {} };
    expect(attributes(now, queue)).toEqual([{ path: 'name', how: 'another value' }]);
  });

  test('is the difference from the reviewed change that comes closest, of the same action where there is one', () => {
    const far = { ...queue, after: { name: 'far', delay: 9 } };
    const near = { ...queue, after: { name: 'orders', delay: 9 } };
    const other = { ...queue, actions: ['update'], before: { id: 'q' } };
    expect(attributes(queue, other, far, near)).toEqual([{ path: 'delay', how: 'another value' }]);
  });

  test('is not a value that becomes unknown as one that is no longer planned', () => {
    const now = { ...queue, after: { name: 'orders' }, unknown: { arn: true, delay: true } };
    expect(attributes(now, queue)).toEqual([{ path: 'delay', how: 'no longer known before apply' }]);
  });
});

describe('the record', () => {
  test('is read as it was written', () => {
    const entries = entriesOf([
      resource(bucket),
      resource(queue),
      resource({ ...bucket, address: 'm.x', previousAddress: 'm.y', importing: 'z' }),
    ]);
    const read =
      reviewed([
        resource(bucket),
        resource(queue),
        resource({ ...bucket, address: 'm.x', previousAddress: 'm.y', importing: 'z' }),
      ]).entries ?? [];
    expect(
      read.map(({ leaves, keyed, ...entry }) => ({ ...entry, paths: leaves?.map(({ path }) => path), keyed })),
    ).toEqual(entries.map(({ leaves, tainted, ...entry }) => ({ ...entry, paths: leaves.map(({ path }) => path) })));
  });

  test('drops the leaves, and then the entries, where they do not fit', () => {
    const many = (count: number, attributes: number) =>
      entriesOf(
        Array.from({ length: count }, (_, at) =>
          resource({
            address: `aws_thing.number_${at}`,
            after: Object.fromEntries(Array.from({ length: attributes }, (_, name) => [`a${name}`, `${at}-${name}`])),
          }),
        ),
      );
    const sizes = [many(100, 20), many(400, 30), many(3000, 2)].map((entries) => {
      const text = encodeReviewed(entries);
      expect(text.length).toBeLessThanOrEqual(65_535);
      const read = decodeReviewed(text, combine(entries.map(({ digest }) => digest)));
      return read === undefined ? 'fingerprint' : read[0]?.leaves === undefined ? 'entries' : 'leaves';
    });
    expect(sizes).toEqual(['leaves', 'entries', 'fingerprint']);
  });

  test.each([
    ['cut', (text: string) => text.slice(0, text.length / 2)],
    ['of another fingerprint', (text: string) => text],
    ['no record', () => 'Looks good to me'],
    ['damaged', (text: string) => text.replace(/```\n...../, '```\nAAAAA')],
  ])('is refused when it is %s', (_how, damage) => {
    const entries = entriesOf([resource(bucket)]);
    const fingerprint =
      _how === 'of another fingerprint' ? 'f'.repeat(64) : combine(entries.map(({ digest }) => digest));
    expect(() => decodeReviewed(damage(encodeReviewed(entries)), fingerprint)).toThrow(
      'The record of what was reviewed cannot be read',
    );
  });
});
