import { describe, expect, test } from '@jest/globals';
import { emptyBuckets } from '../../../src/operation/infrastructure/empty-buckets.js';
import type { BucketContents, ListMarker, ObjectVersion } from '../../../src/ports/buckets.js';

const { signal } = new AbortController();

/** A bucket of versions and delete markers, in pages of 1,000. */
class MemoryBucket implements BucketContents {
  readonly held: ObjectVersion[];
  readonly batches: number[] = [];
  undeletable = new Map<string, string>();
  constructor(count: number) {
    this.held = Array.from({ length: count }, (_, at) => ({ key: `k${at}`, versionId: `v${at}` }));
  }

  async versions(_bucket = '', after?: ListMarker) {
    const from = after === undefined ? 0 : this.held.findIndex(({ key }) => key === after.key) + 1;
    const versions = this.held.slice(from, from + 1000);
    const last = versions.at(-1);
    return { versions, ...(from + 1000 < this.held.length && last !== undefined ? { next: last } : {}) };
  }

  async retention() {
    return undefined;
  }

  async remove(_bucket: string, versions: readonly ObjectVersion[]) {
    this.batches.push(versions.length);
    const failed = versions.filter(({ key }) => this.undeletable.has(key));
    for (const version of versions) if (!failed.includes(version)) this.held.splice(this.held.indexOf(version), 1);
    return failed.map(({ key }) => ({ key, why: this.undeletable.get(key) ?? '' }));
  }

  async abortUploads() {
    return 2;
  }
}

describe('emptying a bucket', () => {
  test('deletes more than a thousand versions, a thousand at a time', async () => {
    const bucket = new MemoryBucket(2300);
    expect(await emptyBuckets(['site'], bucket, signal)).toEqual([{ bucket: 'site', versions: 2300, uploads: 2 }]);
    expect(bucket.batches).toEqual([1000, 1000, 300]);
    expect(bucket.held).toEqual([]);
  });

  test('of an empty bucket deletes nothing', async () => {
    const bucket = new MemoryBucket(0);
    expect(await emptyBuckets(['site'], bucket, signal)).toEqual([{ bucket: 'site', versions: 0, uploads: 2 }]);
    expect(bucket.batches).toEqual([]);
  });

  test('finds what was uploaded while it went on', async () => {
    const bucket = new MemoryBucket(10);
    let late = 3;
    bucket.remove = async (name, versions) => {
      if (late > 0) bucket.held.push({ key: `late${late--}`, versionId: 'v' });
      return await MemoryBucket.prototype.remove.call(bucket, name, versions);
    };
    expect(await emptyBuckets(['site'], bucket, signal)).toMatchObject([{ versions: 13 }]);
    expect(bucket.held).toEqual([]);
  });

  test('gives up when somebody goes on writing', async () => {
    const bucket = new MemoryBucket(1);
    bucket.remove = async (name, versions) => {
      bucket.held.push({ key: 'again', versionId: String(bucket.batches.length) });
      return await MemoryBucket.prototype.remove.call(bucket, name, versions);
    };
    await expect(emptyBuckets(['site'], bucket, signal)).rejects.toThrow(
      'The bucket site keeps receiving objects while it is being emptied.',
    );
  });

  test('ends when S3 goes on listing what it deleted', async () => {
    const bucket = new MemoryBucket(1);
    bucket.remove = async () => [];
    await expect(emptyBuckets(['site'], bucket, signal)).rejects.toThrow(
      'The bucket site still lists a version that was deleted. Found: "k0", version v0.',
    );
  });

  test('fails for a single version that stays, although S3 answered 200', async () => {
    const bucket = new MemoryBucket(3);
    bucket.undeletable.set('k1', 'AccessDenied: Object is WORM protected');
    await expect(emptyBuckets(['site'], bucket, signal)).rejects.toThrow(
      'The bucket site could not be emptied. Found: "k1" (AccessDenied: Object is WORM protected); 2 versions were deleted.',
    );
  });

  test('shows ten of many errors and counts the rest', async () => {
    const bucket = new MemoryBucket(25);
    for (const { key } of bucket.held) bucket.undeletable.set(key, 'SlowDown');
    await expect(emptyBuckets(['site'], bucket, signal)).rejects.toThrow('"k9" (SlowDown) and 15 more; 0 versions');
  });

  test('stops between two batches when the run is cancelled', async () => {
    const cancelled = new AbortController();
    const bucket = new MemoryBucket(2000);
    bucket.remove = async (name, versions) => {
      cancelled.abort();
      return await MemoryBucket.prototype.remove.call(bucket, name, versions);
    };
    await expect(emptyBuckets(['site'], bucket, cancelled.signal)).rejects.toThrow('aborted');
    expect(bucket.batches).toEqual([1000]);
  });

  test.each(['prod.tfstate', 'env:/blue/shop.tfstate', 'prod.tfstate.tflock', 'a.tfstate.backup'])(
    'deletes nothing from any bucket when one holds %s',
    async (key) => {
      const bucket = new MemoryBucket(3);
      bucket.held.push({ key, versionId: 'v' });
      const contents = {
        versions: async (name: string) =>
          name === 'site' ? { versions: bucket.held.slice(0, 3) } : await bucket.versions(),
        retention: bucket.retention,
        remove: bucket.remove.bind(bucket),
        abortUploads: bucket.abortUploads,
      };
      await expect(emptyBuckets(['site', 'state'], contents, signal)).rejects.toThrow(
        `The bucket state is not emptied: it holds a state of Terraform. Found: "${key}".`,
      );
      expect(bucket.batches).toEqual([]);
    },
  );

  test('deletes no state that lies behind the first page', async () => {
    const bucket = new MemoryBucket(1500);
    bucket.held.push({ key: 'prod.tfstate', versionId: 'v' });
    await expect(emptyBuckets(['state'], bucket, signal)).rejects.toThrow('it holds a state of Terraform');
    expect(bucket.held).toHaveLength(1501);
  });

  test('takes no other name for a state', async () => {
    const bucket = new MemoryBucket(0);
    for (const key of ['tfstate', 'about.tfstate.html', 'x.tflocks']) bucket.held.push({ key, versionId: 'v' });
    expect(await emptyBuckets(['site'], bucket, signal)).toMatchObject([{ versions: 3 }]);
  });
});
