import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';

export const VERSION_CHECKS: readonly ConformanceCheck[] = [
  {
    name: 'each version is kept and can be read by its id',
    service: 's3',
    source: 'S3 User Guide: Retrieving object versions',
    expected: ['two', 'one', 'two'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket({ versions: true }), Key: 'a' };
      const one = await s3.send(new PutObjectCommand({ ...at, Body: 'one' }));
      const two = await s3.send(new PutObjectCommand({ ...at, Body: 'two' }));
      return [
        await textOf(s3, at),
        await textOf(s3, { ...at, VersionId: one.VersionId }),
        await textOf(s3, { ...at, VersionId: two.VersionId }),
      ];
    },
  },
  {
    name: 'deleting leaves a marker: reads are 404, listings empty; deleting the marker brings the object back',
    service: 's3',
    source: 'S3 User Guide: Working with delete markers',
    expected: {
      deleted: true,
      get: '404 NoSuchKey',
      head: '404 NotFound',
      listed: 0,
      removedMarker: true,
      back: 'one',
    },
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket({ versions: true }), Key: 'a' };
      await s3.send(new PutObjectCommand({ ...at, Body: 'one' }));
      const deleted = await s3.send(new DeleteObjectCommand(at));
      const get = await answerOf(s3.send(new GetObjectCommand(at)));
      const head = await answerOf(s3.send(new HeadObjectCommand(at)));
      const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: at.Bucket }));
      const removed = await s3.send(new DeleteObjectCommand({ ...at, VersionId: deleted.VersionId }));
      return {
        deleted: deleted.DeleteMarker ?? null,
        get,
        head,
        listed: KeyCount ?? null,
        removedMarker: removed.DeleteMarker ?? null,
        back: await textOf(s3, at),
      };
    },
  },
  {
    name: 'a delete marker is made for a key that never was',
    service: 's3',
    source: 'S3 API: DeleteObject, versioning enabled',
    expected: [true, 1],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket({ versions: true }), Key: 'never' };
      const { DeleteMarker } = await s3.send(new DeleteObjectCommand(at));
      const { DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: at.Bucket }));
      return [DeleteMarker ?? null, DeleteMarkers.length];
    },
  },
  {
    name: 'reading a delete marker by its id is 405',
    service: 's3',
    source: 'S3 API: GetObject, versioning',
    expected: '405 MethodNotAllowed',
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket({ versions: true }), Key: 'a' };
      await s3.send(new PutObjectCommand({ ...at, Body: 'one' }));
      const { VersionId } = await s3.send(new DeleteObjectCommand(at));
      return answerOf(s3.send(new GetObjectCommand({ ...at, VersionId })));
    },
  },
  {
    name: 'a version that was deleted by its id is NoSuchVersion, and the one before is current',
    service: 's3',
    source: 'S3 User Guide: Deleting object versions',
    expected: ['404 NoSuchVersion', 'one'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket({ versions: true }), Key: 'a' };
      await s3.send(new PutObjectCommand({ ...at, Body: 'one' }));
      const { VersionId } = await s3.send(new PutObjectCommand({ ...at, Body: 'two' }));
      await s3.send(new DeleteObjectCommand({ ...at, VersionId }));
      return [await answerOf(s3.send(new GetObjectCommand({ ...at, VersionId }))), await textOf(s3, at)];
    },
  },
  {
    name: 'ListObjectVersions has every version and marker, newest first in each key, the latest marked',
    service: 's3',
    source: 'S3 API: ListObjectVersions',
    expected: { versions: ['a 3 true', 'a 1 false', 'b 2 false'], markers: ['b true'] },
    async run({ s3, newBucket }) {
      const Bucket = await newBucket({ versions: true });
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'xyz' }));
      await s3.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'xy' }));
      await s3.send(new DeleteObjectCommand({ Bucket, Key: 'b' }));
      const listing = await s3.send(new ListObjectVersionsCommand({ Bucket }));
      return {
        versions: (listing.Versions ?? []).map(({ Key, Size, IsLatest }) => `${Key} ${Size} ${IsLatest}`),
        markers: (listing.DeleteMarkers ?? []).map(({ Key, IsLatest }) => `${Key} ${IsLatest}`),
      };
    },
  },
  {
    name: 'pages of ListObjectVersions that end inside a key lose nothing and repeat nothing',
    service: 's3',
    source: 'S3 API: ListObjectVersions, NextKeyMarker and NextVersionIdMarker',
    expected: { pages: 5, all: 10, distinct: 10 },
    async run({ s3, newBucket }) {
      const Bucket = await newBucket({ versions: true });
      for (const Key of ['a', 'b']) {
        for (const Body of ['1', '2', '3', '4']) await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
        await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      }
      const pages = await versionPages(s3, Bucket, 2);
      const ids = pages.flatMap(identifiers).map(({ Key, VersionId }) => `${Key} ${VersionId}`);
      return { pages: pages.length, all: ids.length, distinct: new Set(ids).size };
    },
  },
  {
    name: 'a bucket is empty, and can be deleted, when every version and marker was deleted by id',
    service: 's3',
    source: 'S3 User Guide: Emptying a general purpose bucket',
    expected: ['409 BucketNotEmpty', 0, '204'],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket({ versions: true });
      for (const Key of ['a', 'b/c']) {
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: '1' }));
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: '2' }));
        await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      }
      const full = await answerOf(s3.send(new DeleteBucketCommand({ Bucket })));
      const Objects = (await versionPages(s3, Bucket, 1000)).flatMap(identifiers);
      await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
      const left = (await versionPages(s3, Bucket, 1000)).flatMap(identifiers).length;
      return [full, left, await answerOf(s3.send(new DeleteBucketCommand({ Bucket })))];
    },
  },
  {
    name: 'with versions suspended a write replaces the version null and keeps those with an id',
    service: 's3',
    source: 'S3 User Guide: Working with objects in a versioning-suspended bucket',
    expected: ['null', 'null', 2, 'three'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket({ versions: true }), Key: 'a' };
      await s3.send(new PutObjectCommand({ ...at, Body: 'one' }));
      await s3.send(
        new PutBucketVersioningCommand({ Bucket: at.Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
      );
      await s3.send(new PutObjectCommand({ ...at, Body: 'two' }));
      await s3.send(new PutObjectCommand({ ...at, Body: 'three' }));
      const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: at.Bucket }));
      const latest = Versions.find(({ IsLatest }) => IsLatest);
      const head = await s3.send(new HeadObjectCommand({ ...at, VersionId: 'null' }));
      return [latest?.VersionId ?? null, head.VersionId ?? null, Versions.length, await textOf(s3, at)];
    },
  },
  {
    name: 'an older version can be copied over the current one',
    service: 's3',
    source: 'S3 User Guide: Restoring previous versions',
    expected: 'one',
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket({ versions: true }), Key: 'a' };
      const { VersionId } = await s3.send(new PutObjectCommand({ ...at, Body: 'one' }));
      await s3.send(new PutObjectCommand({ ...at, Body: 'two' }));
      await s3.send(new CopyObjectCommand({ ...at, CopySource: `${at.Bucket}/a?versionId=${VersionId}` }));
      return textOf(s3, at);
    },
  },
];

async function textOf(
  s3: S3Client,
  at: { readonly Bucket: string; readonly Key: string; readonly VersionId?: string | undefined },
): Promise<string | null> {
  return (await (await s3.send(new GetObjectCommand(at))).Body?.transformToString()) ?? null;
}

async function versionPages(s3: S3Client, Bucket: string, MaxKeys: number): Promise<ListObjectVersionsCommandOutput[]> {
  const pages: ListObjectVersionsCommandOutput[] = [];
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys, ...markers }));
    pages.push(page);
    // A server that repeats a page must not hang the suite.
    if (!page.IsTruncated || pages.length === 50) return pages;
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

function identifiers(
  page: ListObjectVersionsCommandOutput,
): { Key: string | undefined; VersionId: string | undefined }[] {
  return [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({ Key, VersionId }));
}
