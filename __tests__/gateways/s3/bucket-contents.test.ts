import { CreateMultipartUploadCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../../local/cloud.js';
import { bucketContents } from '../../../src/gateways/s3/bucket-contents.js';
import { s3Connection } from '../../../src/gateways/s3/connection.js';
import { emptyBuckets } from '../../../src/operation/infrastructure/empty-buckets.js';

let cloud: LocalCloud;
let s3: S3Client;
const { signal } = new AbortController();

beforeEach(async () => {
  cloud = await startCloud();
  cloud.s3.store.createBucket('site').versioning = 'Enabled';
  cloud.s3.store.createBucket('neighbour');
  s3 = new S3Client(client());
});
afterEach(() => {
  s3.destroy();
  return cloud.stop();
});

function client() {
  return {
    region: 'us-east-1',
    endpoint: cloud.s3.url,
    credentials: { accessKeyId: 'AKIALOCALCLOUD', secretAccessKey: 'local' },
  };
}

async function put(count: number): Promise<void> {
  for (let at = 0; at < count; at++) await s3.send(new PutObjectCommand({ Bucket: 'site', Key: `k${at}`, Body: 'x' }));
}

const contents = (owner?: string) => bucketContents(s3Connection({ client: client(), owner, signal }));
const empty = (owner?: string) => emptyBuckets(['site'], contents(owner), signal);

describe('emptying a bucket over HTTP', () => {
  test('deletes versions and delete markers, odd keys too, so that the bucket can be deleted', async () => {
    await put(3);
    await put(3);
    for (const Key of ['k0', 'nothing']) await s3.send(new DeleteObjectCommand({ Bucket: 'site', Key }));
    await s3.send(new PutObjectCommand({ Bucket: 'site', Key: ' +&?%Ö/\u0001<x>', Body: 'x' }));
    expect(() => cloud.s3.store.deleteBucket('site')).toThrow();
    expect(await empty()).toEqual([{ bucket: 'site', versions: 9, uploads: 0 }]);
    cloud.s3.store.deleteBucket('site');
  });

  test.each([
    ['as they are', 'a b&amp;%25', 'a b&%25'],
    ['encoded, and does not say so', 'a%01b', undefined],
  ])('of a store that lists its keys %s', async (_how, listed, key) => {
    const version = `<Version><Key>${listed}</Key><VersionId>null</VersionId><IsLatest>true</IsLatest></Version>`;
    const body = `<ListVersionsResult><Name>site</Name><IsTruncated>false</IsTruncated>${version}</ListVersionsResult>`;
    cloud.faults.add({
      operation: 'ListObjectVersions',
      effect: { status: 200, headers: { 'content-type': 'application/xml' }, body },
    });
    const { versions } = await contents().versions('site');
    expect(versions).toEqual([
      key === undefined ? { key: 'a\u0001b', versionId: 'null', encoded: 'a%01b' } : { key, versionId: 'null' },
    ]);
  });

  test('that holds delete markers alone is not taken for empty', async () => {
    for (const Key of ['a', 'b']) await s3.send(new DeleteObjectCommand({ Bucket: 'site', Key }));
    expect(await empty()).toMatchObject([{ versions: 2 }]);
    cloud.s3.store.deleteBucket('site');
  });

  test('reads every page of more than a thousand versions', async () => {
    const bucket = cloud.s3.store.bucket('site');
    for (let at = 0; at < 2100; at++) bucket.put(`k${at % 700}`, 'x');
    expect(await empty()).toMatchObject([{ versions: 2100 }]);
    expect(bucket.isEmpty()).toBe(true);
    expect(cloud.journal.entries({ operation: 'DeleteObjects' })).toHaveLength(3);
  });

  test('aborts uploads that were never completed', async () => {
    for (const Key of ['a', 'b']) await s3.send(new CreateMultipartUploadCommand({ Bucket: 'site', Key }));
    expect(await empty()).toEqual([{ bucket: 'site', versions: 0, uploads: 2 }]);
    expect(cloud.s3.store.bucket('site').uploads.size).toBe(0);
  });

  test('names a version that S3 keeps, although it answered 200', async () => {
    await put(2);
    cloud.s3.store.bucket('site').undeletable.set('k1', 'AccessDenied');
    await expect(empty()).rejects.toThrow('The bucket site could not be emptied. Found: "k1" (AccessDenied');
  });

  test('finds a bucket empty that a first run has deleted already', async () => {
    cloud.s3.store.deleteBucket('site');
    expect(await empty()).toEqual([{ bucket: 'site', versions: 0, uploads: 0 }]);
  });

  test('of another account is refused', async () => {
    await put(1);
    await expect(empty('999999999999')).rejects.toThrow('AccessDenied');
    expect(cloud.s3.store.bucket('site').isEmpty()).toBe(false);
  });

  test('touches no other bucket', async () => {
    await s3.send(new PutObjectCommand({ Bucket: 'neighbour', Key: 'k', Body: 'x' }));
    await put(1);
    await empty();
    expect(cloud.s3.store.bucket('neighbour').isEmpty()).toBe(false);
    expect(
      cloud.journal.entries().filter(({ path, method }) => path.startsWith('/neighbour') && method !== 'PUT'),
    ).toEqual([]);
  });
});
