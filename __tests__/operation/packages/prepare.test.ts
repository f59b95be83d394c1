import { describe, expect, test } from '@jest/globals';
import { base64Sha256, packedFolder } from '../../../src/lambda/lambda-package.js';
import type { PackageEntry } from '../../../src/lambda/package-entry.js';
import { checkFunctions } from '../../../src/operation/packages/check-functions.js';
import { lambdaPackagesVariable, preparePackages, uploadPackages } from '../../../src/operation/packages/prepare.js';
import type { ArtifactStore, PackageSources } from '../../../src/ports/packages.js';
import { madeZip } from '../../lambda/zip-maker.js';

const entries: readonly PackageEntry[] = [
  { path: 'index.mjs', mode: 0o644, content: Buffer.from('export const handler = 1;'.repeat(20)) },
];
const folder: PackageSources = { read: async () => ({ kind: 'folder', entries }) };
const request = [{ name: 'api', path: 'dist' }];
const { key, archive, sha256 } = packedFolder('api', entries);
const { signal } = new AbortController();

/** The same files, as another version of the compressor would pack them. */
const packedOtherwise = madeZip([
  { name: 'index.mjs', content: Buffer.from(entries[0]?.content ?? []).toString(), mode: 0o100644, method: 0 },
]);

class MemoryStore implements ArtifactStore {
  readonly objects = new Map<string, Uint8Array>();
  readonly writes: string[] = [];
  /** Answers to come before the store's own. */
  readonly interruptions: (() => 'exists' | 'conflict')[] = [];

  async find(at: string) {
    const found = this.objects.get(at);
    return found === undefined ? undefined : { bytes: found.length, sha256: base64Sha256(found) };
  }

  async read(at: string) {
    return this.objects.get(at) ?? Buffer.alloc(0);
  }

  async store(at: string, bytes: Uint8Array) {
    this.writes.push(at);
    const interruption = this.interruptions.shift();
    if (interruption !== undefined) return interruption();
    if (this.objects.has(at)) return 'exists' as const;
    this.objects.set(at, bytes);
    return 'stored' as const;
  }
}

describe('preparing packages', () => {
  test('tells Terraform key and hash, and uploads nothing', async () => {
    const store = new MemoryStore();
    const prepared = await preparePackages(request, folder, store);
    expect(lambdaPackagesVariable(prepared, 'artifacts')).toEqual({
      api: { s3_bucket: 'artifacts', s3_key: key, source_code_hash: sha256 },
    });
    expect(prepared.map(({ state }) => state)).toEqual(['new']);
    expect(store.writes).toEqual([]);
  });

  test('takes the hash of what is stored, where the same files were packed otherwise', async () => {
    const store = new MemoryStore();
    store.objects.set(key, packedOtherwise);
    const [prepared] = await preparePackages(request, folder, store);
    expect(prepared).toMatchObject({ key, state: 'stored', sha256: base64Sha256(packedOtherwise) });
    expect(base64Sha256(packedOtherwise)).not.toBe(sha256);
  });

  test.each([
    ['other files', madeZip([{ name: 'index.mjs', content: 'evil', mode: 0o100644 }])],
    ['another mode', madeZip([{ name: 'index.mjs', content: 'export const handler = 1;'.repeat(20), mode: 0o100755 }])],
  ])('stops when the bucket has %s under the key', async (_, stored) => {
    const store = new MemoryStore();
    store.objects.set(key, stored);
    await expect(preparePackages(request, folder, store)).rejects.toThrow(
      'The artifact bucket has something else under the key of the Lambda package "api".',
    );
  });

  test('stops when the bucket has something that is no zip under the key', async () => {
    const store = new MemoryStore();
    store.objects.set(key, Buffer.from('evil'));
    await expect(preparePackages(request, folder, store)).rejects.toThrow('cannot be read as a zip');
  });

  test('takes over a jar that another build stored, and stops when another class is in it', async () => {
    const bytes = madeZip([{ name: 'Handler.class', content: 'cafe' }]);
    const jar: PackageSources = { read: async () => ({ kind: 'archive', extension: 'jar', bytes }) };
    const store = new MemoryStore();
    const [first] = await preparePackages(request, jar, store);
    const earlier = madeZip([{ name: 'Handler.class', content: 'cafe', method: 0 }], 'another build');
    store.objects.set(first?.key ?? '', earlier);
    const [again] = await preparePackages(request, jar, store);
    expect(again).toMatchObject({ state: 'stored', key: first?.key, sha256: base64Sha256(earlier) });
    store.objects.set(first?.key ?? '', madeZip([{ name: 'Handler.class', content: 'babe' }]));
    await expect(preparePackages(request, jar, store)).rejects.toThrow('has something else under the key');
  });

  test('does not ask the bucket when the package is refused', async () => {
    const empty: PackageSources = { read: async () => ({ kind: 'folder', entries: [] }) };
    const store = new MemoryStore();
    store.find = () => Promise.reject(new Error('asked'));
    await expect(preparePackages(request, empty, store)).rejects.toThrow('The Lambda package "api" is empty.');
  });

  test('fails when the lookup fails: not knowing is not "new"', async () => {
    const store = new MemoryStore();
    store.find = () => Promise.reject(new Error('403'));
    await expect(preparePackages(request, folder, store)).rejects.toThrow('403');
  });
});

describe('uploading packages', () => {
  test('stores once: the second deploy writes nothing', async () => {
    const store = new MemoryStore();
    await uploadPackages(await preparePackages(request, folder, store), store, signal);
    const again = await uploadPackages(await preparePackages(request, folder, store), store, signal);
    expect(store.writes).toEqual([key]);
    expect(again).toMatchObject([{ key, sha256, state: 'stored' }]);
  });

  test('adopts what a faster run stored', async () => {
    const store = new MemoryStore();
    const prepared = await preparePackages(request, folder, store);
    store.objects.set(key, packedOtherwise);
    const [uploaded] = await uploadPackages(prepared, store, signal, 1);
    expect(uploaded?.sha256).toBe(base64Sha256(packedOtherwise));
    expect(store.objects.get(key)).toBe(packedOtherwise);
  });

  test('stops when a faster run stored something else', async () => {
    const store = new MemoryStore();
    const prepared = await preparePackages(request, folder, store);
    store.objects.set(key, madeZip([{ name: 'index.mjs', content: 'evil', mode: 0o100644 }]));
    await expect(uploadPackages(prepared, store, signal, 1)).rejects.toThrow('has something else under the key');
  });

  test('waits while another write goes on, and writes when what was there has gone', async () => {
    const store = new MemoryStore();
    const prepared = await preparePackages(request, folder, store);
    store.interruptions.push(
      () => 'conflict',
      () => 'exists',
    );
    await uploadPackages(prepared, store, signal, 1);
    expect(store.writes).toEqual([key, key, key]);
    expect(store.objects.get(key)).toEqual(archive);
  });

  test('gives up after five conflicts, in words', async () => {
    const store = new MemoryStore();
    const prepared = await preparePackages(request, folder, store);
    store.interruptions.push(...Array.from({ length: 5 }, () => () => 'conflict' as const));
    await expect(uploadPackages(prepared, store, signal, 1)).rejects.toThrow(`5 conflicts with other writes of ${key}`);
    expect(store.writes).toHaveLength(5);
  });
});

describe('a package of two stages', () => {
  test('is stored once, and again when a rule has deleted it', async () => {
    const store = new MemoryStore();
    const deployed = async () => {
      const packages = await preparePackages(request, folder, store);
      const states = packages.map(({ state }) => state);
      await uploadPackages(packages, store, signal, 1);
      return states;
    };
    expect([await deployed(), await deployed()]).toEqual([['new'], ['stored']]);
    store.objects.clear();
    expect([await deployed(), await deployed()]).toEqual([['new'], ['stored']]);
    expect(store.writes).toEqual([key, key]);
  });
});

describe('the functions after an apply', () => {
  const plan = {
    resource_changes: [
      change('aws_lambda_function', 'ours', { function_name: 'shop-api', s3_key: key }),
      change('aws_lambda_function', 'unchanged', { function_name: 'shop-worker', s3_key: key }),
      change('aws_lambda_function', 'of_somebody_else', { function_name: 'other', s3_key: 'other.zip' }),
      change('aws_lambda_function', 'destroyed', null),
      change('aws_s3_object', 'no_function', { function_name: 'x', s3_key: key }),
    ],
  };

  test('run what was deployed: each that has a package is asked', async () => {
    const asked: string[] = [];
    const functions = {
      codeSha256: async (name: string) => {
        asked.push(name);
        return sha256;
      },
    };
    const packages = await preparePackages(request, folder, new MemoryStore());
    expect(await checkFunctions(plan, packages, functions)).toEqual({ functions: 2, held: [] });
    expect(asked).toEqual(['shop-api', 'shop-worker']);
  });

  test('are named when they run something else', async () => {
    const functions = { codeSha256: async () => 'b3RoZXI=' };
    const packages = await preparePackages(request, folder, new MemoryStore());
    await expect(checkFunctions(plan, packages, functions)).rejects.toThrow(
      `The function shop-api (aws_lambda_function.ours) does not run the code that was deployed. Found: CodeSha256 b3RoZXI=. Expected: ${sha256}, the package ${key}.`,
    );
  });

  test.each<[string, object, object, string[], string[]]>([
    ['follows a new version', { function_version: undefined }, { function_version: true }, ['shop-api:live'], []],
    ['follows the version that is', { function_version: '7' }, {}, ['shop-api:live'], []],
    ['follows the newest code', { function_version: '$LATEST' }, {}, ['shop-api:live'], []],
    [
      'is kept back',
      { function_version: '3' },
      {},
      ['shop-api'],
      ['the alias live of shop-api is kept at version 3 by the configuration'],
    ],
  ])('are asked by the alias that is called: one that %s', async (_, after, unknown, expected, held) => {
    const asked: string[] = [];
    const functions = {
      codeSha256: async (name: string, qualifier?: string) => {
        asked.push(qualifier === undefined ? name : `${name}:${qualifier}`);
        return sha256;
      },
    };
    const ours = change('aws_lambda_function', 'ours', { function_name: 'shop-api', s3_key: key, version: '7' });
    const alias = change('aws_lambda_alias', 'live', { name: 'live', function_name: 'shop-api', ...after });
    const other = change('aws_lambda_alias', 'x', { name: 'x', function_name: 'shop-api-2', function_version: '7' });
    const resources = [ours, { ...alias, change: { ...alias.change, after_unknown: unknown } }, other];
    const packages = await preparePackages(request, folder, new MemoryStore());
    expect((await checkFunctions({ resource_changes: resources }, packages, functions)).held).toEqual(held);
    expect(asked).toEqual(expected);
  });

  test('are named when the alias that is called runs something else', async () => {
    const functions = { codeSha256: async (_: string, qualifier?: string) => (qualifier === 'live' ? 'b2xk' : sha256) };
    const packages = await preparePackages(request, folder, new MemoryStore());
    const ours = change('aws_lambda_function', 'ours', { function_name: 'shop-api', s3_key: key, version: '7' });
    const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:shop-api';
    const alias = change('aws_lambda_alias', 'live', { name: 'live', function_name: arn, function_version: '7' });
    await expect(checkFunctions({ resource_changes: [ours, alias] }, packages, functions)).rejects.toThrow(
      'The alias live of shop-api (aws_lambda_function.ours) does not run the code that was deployed.',
    );
  });

  function change(type: string, name: string, after: unknown) {
    return { address: `${type}.${name}`, mode: 'managed', type, change: { actions: ['no-op'], before: null, after } };
  }
});
