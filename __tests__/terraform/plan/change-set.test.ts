import { describe, expect, test } from '@jest/globals';
import { changeSet } from '../../../src/terraform/plan/classify.js';
import type { Json } from '../../../src/terraform/plan/json.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';
import { PACKAGES } from '../plan-maker.js';

/** A change of `aws_x.NAME`, with what the test is about. */
function change(name: string, actions: readonly string[], more: object = {}, inside: object = {}): object {
  return {
    address: `aws_x.${name}`,
    mode: 'managed',
    type: 'aws_x',
    name,
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: { actions, before: null, after: null, ...inside },
    ...more,
  };
}

function changesOf(resources: readonly object[], more: object = {}) {
  return changeSet(
    readPlan({ format_version: '1.2', planned_values: {}, resource_changes: resources, ...more }),
    PACKAGES,
  );
}

const output = { o: { actions: ['update'], before: 1, after: 2 } };
const alias = (inside: object) => change('live', ['update'], { type: 'aws_lambda_alias' }, inside);

describe('the class of a plan', () => {
  test.each([
    ['nothing', [], {}, 'none'],
    [
      'no-ops and an output that stays',
      [change('a', ['no-op'])],
      { output_changes: { o: { actions: ['no-op'] } } },
      'none',
    ],
    ['a data source that is read during apply', [change('a', ['read'], { mode: 'data' })], {}, 'none'],
    ['a deleted data source', [change('a', ['delete'], { mode: 'data' })], {}, 'none'],
    ['an ephemeral resource', [change('a', ['open'], { mode: 'ephemeral' })], {}, 'none'],
    ['a move', [change('a', ['no-op'], { previous_address: 'aws_x.old' })], {}, 'state-only'],
    ['an import', [change('a', ['no-op'], {}, { importing: { id: 'x' } })], {}, 'state-only'],
    ['a forget', [change('a', ['forget'])], {}, 'state-only'],
    ['an output', [change('a', ['no-op'])], { output_changes: output }, 'outputs-only'],
    [
      'an output and a move',
      [change('a', ['no-op'], { previous_address: 'aws_x.b' })],
      { output_changes: output },
      'outputs-only',
    ],
    ['a creation', [change('a', ['create'])], {}, 'change'],
    ['an update', [change('a', ['update'])], {}, 'change'],
    [
      'a deferred change alone',
      [],
      { deferred_changes: [{ reason: 'x', resource_change: change('a', ['create']) }] },
      'change',
    ],
    [
      'an action invocation alone',
      [],
      { action_invocations: [{ address: 'action.a.b', type: 'a', name: 'b' }] },
      'change',
    ],
    [
      'a deferred action invocation alone',
      [],
      {
        deferred_action_invocations: [
          { reason: 'x', action_invocation: { address: 'action.a.b', type: 'a', name: 'b' } },
        ],
      },
      'change',
    ],
    ['a deletion among creations', [change('a', ['create']), change('b', ['delete'])], {}, 'destructive'],
    ['a replacement, destroying first', [change('a', ['delete', 'create'])], {}, 'destructive'],
    ['a replacement, creating first', [change('a', ['create', 'delete'])], {}, 'destructive'],
    ['a replacement that keeps the old object', [change('a', ['create', 'forget'])], {}, 'destructive'],
    ['a deposed object', [change('a', ['no-op']), change('a', ['delete'], { deposed: '0a1b2c3d' })], {}, 'destructive'],
  ])('with %s', (_, resources, more, expected) => {
    expect(changesOf(resources, more).class).toBe(expected);
  });
});

describe('the class `code`', () => {
  const version = {
    before: { name: 'live', function_version: '1' },
    after: { name: 'live' },
    after_unknown: { function_version: true },
  };

  test('is a plan of package values alone', () => {
    expect(changesOf([alias(version), change('same', ['no-op'])]).class).toBe('code');
  });

  test.each([
    ['another attribute', [alias({ ...version, after: { name: 'next' } })], {}],
    ['traffic on an alias', [alias({ ...version, after: { name: 'live', routing_config: [{ w: 1 }] } })], {}],
    [
      'an update of another type',
      [alias(version), change('b', ['update'], {}, { before: { a: 1 }, after: { a: 2 } })],
      {},
    ],
    ['an output', [alias(version)], { output_changes: output }],
    ['a move', [alias(version), change('b', ['no-op'], { previous_address: 'aws_x.c' })], {}],
    ['an import', [alias(version), change('b', ['no-op'], {}, { importing: { id: 'x' } })], {}],
    ['a forget', [alias(version), change('b', ['forget'])], {}],
    [
      'an action invocation',
      [alias(version)],
      { action_invocations: [{ address: 'action.a.b', type: 'a', name: 'b' }] },
    ],
    ['a sensitivity that changes', [alias({ ...version, after_sensitive: { name: true } })], {}],
  ])('is not given to a plan with %s as well', (_, resources, more) => {
    expect(changesOf(resources, more).class).toBe('change');
  });

  const ours = (name: string, digit: string) => ({ s3_bucket: 'artifacts', s3_key: `${name}/${digit.repeat(64)}.zip` });
  const code = (before: Json, after: Json) =>
    changesOf([change('f', ['update'], { type: 'aws_lambda_function' }, { before, after })]).class;

  test('is given when a function gets another build of a package that this action made', () => {
    expect(code(ours('api', '1'), ours('api', '2'))).toBe('code');
  });

  test.each([
    ['from a key that this action did not make', { s3_bucket: 'artifacts', s3_key: 'release-2.zip' }],
    ['from another bucket', { ...ours('api', '2'), s3_bucket: 'theirs' }],
    ['under a name that is not packed here', ours('theirs', '2')],
    ['and its bucket is not known', { s3_key: ours('api', '2').s3_key }],
    ['as another version of the same object', { s3_bucket: 'theirs', s3_key: 'f.zip', s3_object_version: '2' }],
    ['with another hash of the same object', { s3_bucket: 'theirs', s3_key: 'f.zip', source_code_hash: 'b' }],
  ])('is not given when the code comes %s', (_what, after) => {
    const key = after.s3_key.replace('2222', '1111');
    expect(code({ ...after, s3_key: key, s3_object_version: '1', source_code_hash: 'a' }, after)).toBe('change');
  });

  test('is not given when the bucket that the code comes from changes', () => {
    expect(code({ ...ours('api', '1'), s3_bucket: 'theirs' }, ours('api', '2'))).toBe('change');
  });
});

describe('the counts of a plan', () => {
  test('have a replacement as added, destroyed and replaced, in either order', () => {
    const { counts } = changesOf([
      change('a', ['delete', 'create']),
      change('b', ['create', 'delete']),
      change('c', ['delete']),
    ]);
    expect(counts).toMatchObject({ add: 2, destroy: 3, replace: 2, change: 0 });
  });

  test('have a resource that is moved, imported and updated at once in each of the three', () => {
    const { counts } = changesOf([
      change('a', ['update'], { previous_address: 'aws_x.old' }, { importing: { id: 'x' }, before: {}, after: {} }),
    ]);
    expect(counts).toMatchObject({ change: 1, move: 1, import: 1, add: 0 });
  });

  test('have no move where the previous address is the same', () => {
    expect(changesOf([change('a', ['no-op'], { previous_address: 'aws_x.a' })]).counts.move).toBe(0);
  });

  test('have a kept object as forgotten, not as destroyed', () => {
    expect(changesOf([change('a', ['forget', 'create'])]).counts).toMatchObject({
      add: 1,
      forget: 1,
      destroy: 0,
      replace: 0,
    });
  });

  test('have no deferred change: it is not done now', () => {
    const { counts } = changesOf([], { deferred_changes: [{ reason: 'x', resource_change: change('a', ['delete']) }] });
    expect(Object.values(counts).every((count) => count === 0)).toBe(true);
  });
});

describe('changes outside Terraform', () => {
  const drifted = (name: string, before: object, after: object) => change(name, ['update'], {}, { before, after });

  test('are listed without null that became empty, and what bears on the plan comes first', () => {
    const { drift } = changesOf([], {
      resource_drift: [
        drifted('noise', { tags: null, layers: null }, { tags: {}, layers: [] }),
        drifted('other', { size: 1, tags: null }, { size: 2, tags: {} }),
        drifted('used', { size: 1 }, { size: 2 }),
        change('moved', ['no-op'], { previous_address: 'aws_x.old' }),
        change('gone', ['delete'], {}, { before: { a: 1 } }),
      ],
      relevant_attributes: [{ resource: 'aws_x.used', attribute: ['size'] }],
    });
    expect(drift.map(({ name, changedAttributes }) => [name, ...changedAttributes])).toEqual([
      ['used', 'size'],
      ['other', 'size'],
      ['gone'],
    ]);
  });
});

test('the reason of a replacement ends at a sensitive mark: below one, a key is as secret as its value', () => {
  const inside = {
    before_sensitive: { env: { keys: true } },
    after_sensitive: {},
    replace_paths: [
      ['env', 'keys', 'sk_live_51Habc9'],
      ['env', 'keys', 'bob@example.org'],
      ['env', 'name'],
    ],
  };
  const [replaced] = changesOf([change('a', ['delete', 'create'], {}, inside)]).resources;
  expect(replaced?.replacePaths).toEqual(['env.keys', 'env.name']);
});
