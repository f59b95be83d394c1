import { describe, expect, test } from '@jest/globals';
import { pruneVersions } from '../../../src/operation/packages/prune-versions.js';
import type { FunctionVersions } from '../../../src/ports/packages.js';

const key = `api/${'0'.repeat(64)}.zip`;

function plan(tags: object | null) {
  const after = { function_name: 'shop-api', s3_key: key, tags };
  const change = { actions: ['no-op'], after, after_unknown: {} };
  return { resource_changes: [{ address: 'f', type: 'aws_lambda_function', mode: 'managed', change }] };
}

function lambda(known: readonly number[], inUse: readonly number[] = []) {
  const removed: number[] = [];
  const versions: FunctionVersions = {
    list: async () => known,
    remove: async (_, version) => {
      if (inUse.includes(version)) return 'in-use';
      removed.push(version);
      return 'removed';
    },
  };
  return { versions, removed };
}

describe('old versions', () => {
  test.each<[string, readonly number[], string, readonly number[]]>([
    ['beyond the newest go, oldest first', [12, 3, 9, 10, 11], '3', [3, 9]],
    ['stay while there are as many as are kept', [1, 2, 3], '3', []],
    ['stay while there are fewer', [1], '10', []],
    ['go but for one', [1, 2, 3], '1', [1, 2]],
  ])('%s', async (_, known, keep, expected) => {
    const { versions, removed } = lambda(known);
    const { sentence, warnings } = await pruneVersions(plan({ 'keep-versions': keep }), [{ key }], versions);
    expect([removed, sentence, warnings]).toEqual([expected, `${expected.length} deleted`, []]);
  });

  test('that an alias names stay', async () => {
    const { versions, removed } = lambda([1, 2, 3, 4], [2]);
    const { sentence, warnings } = await pruneVersions(plan({ 'keep-versions': '1' }), [{ key }], versions);
    expect([removed, sentence, warnings]).toEqual([[1, 3], '2 deleted', []]);
  });

  test.each<[string, object | null]>([
    ['no tags', null],
    ['other tags', { team: 'web' }],
  ])('of a function with %s are left alone', async (_, tags) => {
    const { versions, removed } = lambda([1, 2, 3]);
    expect(await pruneVersions(plan(tags), [{ key }], versions)).toEqual({ sentence: '0 deleted', warnings: [] });
    expect(removed).toEqual([]);
  });

  test.each(['0', '-1', 'all', '1e3', ' 5', '3.5', '99999'])('are left alone with the tag %j', async (keep) => {
    const { versions, removed } = lambda([1, 2, 3]);
    const { warnings } = await pruneVersions(plan({ 'keep-versions': keep }), [{ key }], versions);
    expect(removed).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('not a number from 1 to 9999')]);
  });

  test('go in parts, where there are many', async () => {
    const { versions, removed } = lambda(Array.from({ length: 500 }, (_, at) => at + 1));
    await pruneVersions(plan({ 'keep-versions': '10' }), [{ key }], versions);
    expect([removed.length, removed[0], removed.at(-1)]).toEqual([100, 1, 100]);
  });

  test('that cannot be deleted are said, and no failure', async () => {
    const error = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    const versions: FunctionVersions = { list: async () => [1, 2, 3], remove: () => Promise.reject(error) };
    const { warnings } = await pruneVersions(plan({ 'keep-versions': '1' }), [{ key }], versions);
    expect(warnings).toEqual([
      'Old versions of shop-api could not be deleted (AccessDeniedException: not authorized). The role needs lambda:ListVersionsByFunction and lambda:DeleteFunction.',
    ]);
  });
});
