import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../../../local/cloud.js';
import type { FaultEffect } from '../../../../local/faults.js';
import { s3Connection } from '../../../../src/gateways/s3/connection.js';
import { withoutSdk } from '../../../../src/gateways/s3/direct/without-sdk.js';
import { s3Objects } from '../../../../src/gateways/s3/objects.js';
import { s3Records } from '../../../../src/gateways/s3/records.js';
import type { SiteRecords } from '../../../../src/ports/site.js';

const KEY = '.well-managed/manifest.json';
const TEXT = JSON.stringify({ files: ['ö'.repeat(5000)] });

let cloud: LocalCloud;
let before: NodeJS.ProcessEnv;

beforeEach(async () => {
  cloud = await startCloud();
  cloud.s3.store.createBucket('shop-site');
  before = process.env;
  process.env = { HOME: '/nowhere', NODE_NO_WARNINGS: '1', ...cloud.environment() };
});

afterEach(async () => {
  process.env = before;
  await cloud.stop();
});

function records(bucket = 'shop-site'): SiteRecords {
  const place = s3Connection({ signal: new AbortController().signal }).bucket(bucket);
  const sdk = { objects: s3Objects(place), records: s3Records(place) };
  const { records: direct } = withoutSdk(place, sdk);
  expect(direct).not.toBe(sdk.records);
  return direct;
}

const count = (wanted: string) => cloud.journal.entries().filter(({ operation }) => operation === wanted).length;
const reads = () => count('GetObject');

describe('a record', () => {
  test('is read as it was written, in one request, and is absent before', async () => {
    expect(await records().read(KEY)).toBeUndefined();
    const written = await records().write(KEY, TEXT, 'nothing');
    expect(await records().read(KEY)).toEqual({ text: TEXT, ...(written as object) });
    expect(reads()).toBe(2);
  });

  test('that is read breaks off nowhere unseen: the SDK is asked again', async () => {
    const { etag } = (await records().write(KEY, TEXT, 'nothing')) as { etag: string };
    const effects: readonly FaultEffect[] = [{ truncate: 1 }, { truncate: 4000 }, { reset: 'before' }, { status: 500 }];
    for (const effect of effects) {
      cloud.faults.clear();
      cloud.faults.add({ operation: 'GetObject', nth: 1, effect });
      expect(await records().read(KEY)).toEqual({ text: TEXT, etag });
    }
    expect(reads()).toBe(2 * effects.length);
  });

  test('is written over what was read, over nothing, and over nothing else', async () => {
    const { write, read } = records();
    const first = (await write(KEY, 'one', 'nothing')) as { etag: string };
    expect(await write(KEY, 'two', 'nothing')).toBe('refused');
    const second = (await write(KEY, 'two', first.etag)) as { etag: string };
    expect(await write(KEY, 'three', first.etag)).toBe('refused');
    expect(await read(KEY)).toEqual({ text: 'two', ...second });
  });

  test.each([
    ['answer is lost', { reset: 'after' }],
    ['answer is an error that passes', { status: 503, when: 'before' }],
    ['work was done and its answer is an error', { status: 500, when: 'after' }],
  ] as const)('whose %s is written once, and its lock removed', async (_what, effect) => {
    cloud.faults.add({ operation: 'PutObject', nth: 1, effect });
    cloud.faults.add({ operation: 'DeleteObject', nth: 1, effect });
    const written = (await records().write(KEY, TEXT, 'nothing')) as { etag: string };
    expect(await records().read(KEY)).toEqual({ text: TEXT, etag: written.etag });
    await records().remove(KEY, written.etag);
    expect(await records().read(KEY)).toBeUndefined();
    expect(cloud.faults.unused()).toEqual([]);
  });

  test('is not removed when it is another one by now', async () => {
    const { write, read, remove } = records();
    const first = (await write(KEY, 'one', 'nothing')) as { etag: string };
    await write(KEY, 'two', first.etag);
    await expect(remove(KEY, first.etag)).rejects.toThrow('PreconditionFailed');
    expect((await read(KEY))?.text).toBe('two');
  });

  test('of a bucket that is not there is not absent', async () => {
    await expect(records('nobodys-site').read(KEY)).rejects.toThrow('there is no such bucket');
  });

  test('that nobody may read is not absent', async () => {
    cloud.faults.add({
      operation: 'GetObject',
      effect: { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' },
    });
    await expect(records().read(KEY)).rejects.toThrow('AccessDenied');
  });
});
