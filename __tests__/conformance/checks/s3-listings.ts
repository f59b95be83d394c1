import {
  DeleteObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';
import { sendRaw } from '../raw-request.js';

export const LISTING_CHECKS: readonly ConformanceCheck[] = [
  {
    name: '2,500 keys come in pages of 1,000, in order, each once; DeleteObjects takes 1,000 at a time',
    service: 's3',
    source: 'S3 API: ListObjectsV2, MaxKeys; DeleteObjects',
    expected: { pages: [1000, 1000, 500], inOrder: true, deleted: [1000, 1000, 500], left: 0 },
    async run({ s3, endpoint, newBucket }) {
      const Bucket = await newBucket();
      const keys = Array.from({ length: 2500 }, (_, index) => `assets/chunk-${String(index).padStart(5, '0')}.js`);
      // Without the SDK, whose own work would take most of the time.
      const limit = pLimit(32);
      const put = (key: string) => sendRaw(endpoint('s3'), { method: 'PUT', path: `/${Bucket}/${key}`, body: key });
      await Promise.all(keys.map((key) => limit(put, key)));
      const pages = await listPages(s3, { Bucket });
      const listed = pages.flatMap(({ Contents = [] }) => Contents.map(({ Key }) => Key ?? ''));
      const deleted: number[] = [];
      for (const { Contents = [] } of pages) {
        const Objects = Contents.map(({ Key }) => ({ Key }));
        const result = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
        deleted.push(result.Deleted?.length ?? 0);
      }
      const after = await s3.send(new ListObjectsV2Command({ Bucket }));
      return {
        pages: pages.map(({ KeyCount }) => KeyCount ?? 0),
        inOrder: listed.join('\n') === keys.join('\n'),
        deleted,
        left: after.KeyCount ?? null,
      };
    },
  },
  {
    name: '1,001 keys in one DeleteObjects are MalformedXML',
    service: 's3',
    source: 'S3 API: DeleteObjects, up to 1,000 keys',
    expected: '400 MalformedXML',
    async run({ s3, newBucket }) {
      const Objects = Array.from({ length: 1001 }, (_, index) => ({ Key: `k${index}` }));
      return answerOf(s3.send(new DeleteObjectsCommand({ Bucket: await newBucket(), Delete: { Objects } })));
    },
  },
  {
    name: 'DeleteObjects names what it deleted, missing keys too; quiet names nothing',
    service: 's3',
    source: 'S3 API: DeleteObjects, Quiet',
    expected: [['a', 'missing'], 0],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await putAll(s3, Bucket, ['a', 'b']);
      const loud = { Objects: [{ Key: 'a' }, { Key: 'missing' }] };
      const { Deleted = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: loud }));
      const quiet = { Objects: [{ Key: 'b' }], Quiet: true };
      const silent = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: quiet }));
      return [Deleted.map(({ Key }) => Key ?? null), silent.Deleted?.length ?? 0];
    },
  },
  {
    name: 'a delimiter groups keys; groups count as items of a page and are not repeated on the next',
    service: 's3',
    source: 'S3 API: ListObjectsV2, CommonPrefixes',
    expected: [
      ['a/', 'b'],
      ['c/', 'd'],
    ],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await putAll(s3, Bucket, ['a/1', 'a/2', 'a/3', 'b', 'c/1', 'c/2', 'd']);
      return (await listPages(s3, { Bucket, Delimiter: '/', MaxKeys: 2 })).map(items);
    },
  },
  {
    name: 'a prefix with a delimiter shows the next level only',
    service: 's3',
    source: 'S3 User Guide: Listing keys hierarchically using a prefix and delimiter',
    expected: [['site/assets/', 'site/index.html']],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await putAll(s3, Bucket, ['site/assets/a.js', 'site/assets/b.js', 'site/index.html', 'site2/index.html']);
      return (await listPages(s3, { Bucket, Delimiter: '/', Prefix: 'site/' })).map(items);
    },
  },
  {
    name: 'the key that is the prefix itself, as the marker of a folder is, is a key, and pages go on behind it',
    service: 's3',
    source: 'S3 User Guide: Organizing objects using folders',
    expected: [['site/'], ['site/a'], ['site/b/']],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await putAll(s3, Bucket, ['site/', 'site/a', 'site/b/c']);
      return (await listPages(s3, { Bucket, Delimiter: '/', Prefix: 'site/', MaxKeys: 1 })).map(items);
    },
  },
  {
    name: 'start-after begins behind a key, whether it exists or not',
    service: 's3',
    source: 'S3 API: ListObjectsV2, start-after',
    expected: [
      ['c', 'd'],
      ['c', 'd'],
    ],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await putAll(s3, Bucket, ['a', 'b', 'c', 'd']);
      const existing = await listPages(s3, { Bucket, StartAfter: 'b' });
      const missing = await listPages(s3, { Bucket, StartAfter: 'bb' });
      return [existing.flatMap(items), missing.flatMap(items)];
    },
  },
  {
    name: 'a page begun before a key appeared behind it shows that key on the next page',
    service: 's3',
    source: 'S3 User Guide: Amazon S3 data consistency model',
    expected: [
      ['a', 'c'],
      ['d', 'e'],
    ],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await putAll(s3, Bucket, ['a', 'c', 'e']);
      const first = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2 }));
      await putAll(s3, Bucket, ['b', 'd']);
      const ContinuationToken = first.NextContinuationToken;
      return [items(first), items(await s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken })))];
    },
  },
  {
    name: 'an empty bucket lists nothing, and is not truncated',
    service: 's3',
    source: 'S3 API: ListObjectsV2',
    expected: [0, false, null],
    async run({ s3, newBucket }) {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: await newBucket() }));
      return [page.KeyCount ?? null, page.IsTruncated ?? null, page.Contents === undefined ? null : 'contents'];
    },
  },
  {
    name: 'a listing says size, ETag, checksum algorithm and time of each object',
    service: 's3',
    source: 'S3 API: Object',
    expected: { size: 5, etag: '"5d41402abc4b2a76b9719d911017c592"', algorithm: ['CRC32'], recent: true },
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'hello' }));
      const { Contents: [object] = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      return {
        size: object?.Size ?? null,
        etag: object?.ETag ?? null,
        algorithm: object?.ChecksumAlgorithm ?? null,
        recent: Math.abs(Date.now() - (object?.LastModified?.getTime() ?? 0)) < 600_000,
      };
    },
  },
  {
    name: 'a continuation token that S3 did not make is InvalidArgument',
    service: 's3',
    source: 'S3 API: ListObjectsV2, continuation-token',
    expected: '400 InvalidArgument',
    run: async ({ s3, newBucket }) =>
      answerOf(s3.send(new ListObjectsV2Command({ Bucket: await newBucket(), ContinuationToken: 'not-a-token' }))),
  },
];

async function putAll(s3: S3Client, Bucket: string, keys: readonly string[]): Promise<void> {
  const limit = pLimit(32);
  await Promise.all(keys.map((Key) => limit(() => s3.send(new PutObjectCommand({ Bucket, Key, Body: Key })))));
}

async function listPages(s3: S3Client, request: ListObjectsV2CommandInput): Promise<ListObjectsV2CommandOutput[]> {
  const pages: ListObjectsV2CommandOutput[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ ...request, ContinuationToken }));
    pages.push(page);
    ContinuationToken = page.NextContinuationToken;
    // A server that repeats a page must not hang the suite.
  } while (ContinuationToken !== undefined && pages.length < 50);
  return pages;
}

/** Keys and groups of one page, in one order. */
function items({ Contents = [], CommonPrefixes = [] }: ListObjectsV2CommandOutput): string[] {
  return [...Contents.map(({ Key }) => Key ?? ''), ...CommonPrefixes.map(({ Prefix }) => Prefix ?? '')].sort();
}
