import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';

/** In the order of their bytes in UTF-8, which is the order of listings. */
const ODD_KEYS = [
  ' leading space',
  '%41',
  "(parentheses)!*'",
  'a b/c d.html',
  'a&b<c>"d"',
  'a+b/c+d.js',
  'a#b',
  'a,b;c=d:e@f',
  'a//b',
  'a?b=c',
  'a\\b',
  'blog/[slug].js',
  'trailing space ',
  'trailing/',
  '~tilde',
  'É/precomposed',
  'Ö.txt',
  '日本語/ページ.html',
  '\uE000 private use',
  '😀.png',
].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

export const KEY_CHECKS: readonly ConformanceCheck[] = [
  {
    name: 'odd keys are kept as they are, and listed in the order of their UTF-8 bytes',
    service: 's3',
    source: 'S3 User Guide: Naming Amazon S3 objects; Listing object keys',
    expected: ODD_KEYS,
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await putAll(s3, Bucket, [...ODD_KEYS].reverse());
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      return Contents.map(({ Key }) => Key ?? null);
    },
  },
  {
    name: 'odd keys can be read, each by its own name',
    service: 's3',
    source: 'S3 User Guide: Naming Amazon S3 objects',
    expected: ODD_KEYS,
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await putAll(s3, Bucket, ODD_KEYS);
      const seen: string[] = [];
      for (const Key of ODD_KEYS) {
        const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
        seen.push((await got.Body?.transformToString()) ?? '');
      }
      return seen;
    },
  },
  {
    name: 'odd keys can be deleted by the hundred',
    service: 's3',
    source: 'S3 API: DeleteObjects',
    expected: { deleted: ODD_KEYS, left: 0 },
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await putAll(s3, Bucket, ODD_KEYS);
      const Objects = ODD_KEYS.map((Key) => ({ Key }));
      const { Deleted = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket }));
      return { deleted: Deleted.map(({ Key }) => Key ?? null), left: KeyCount ?? null };
    },
  },
  {
    name: 'a listing with encoding-type=url percent-encodes its keys, but for slashes',
    service: 's3',
    source: 'S3 API: ListObjectsV2, encoding-type',
    expected: ['a/c%2Bd/%C3%96.html', 'b%28c%29.png'],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await putAll(s3, Bucket, ['a/c+d/Ö.html', 'b(c).png']);
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }));
      return Contents.map(({ Key }) => Key ?? null);
    },
  },
  {
    name: 'a key of 1,024 bytes is stored, one of 1,025 is KeyTooLongError',
    service: 's3',
    source: 'S3 User Guide: Naming Amazon S3 objects, 1,024 bytes',
    expected: ['200', '400 KeyTooLongError'],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      const longest = 'Ö'.repeat(512);
      return [
        await answerOf(s3.send(new PutObjectCommand({ Bucket, Key: longest, Body: 'a' }))),
        await answerOf(s3.send(new PutObjectCommand({ Bucket, Key: `${longest}a`, Body: 'a' }))),
      ];
    },
  },
  {
    name: 'a key is case sensitive, and a prefix is no folder',
    service: 's3',
    source: 'S3 User Guide: Organizing objects using prefixes',
    expected: ['app/index.html', 'app2/index.html'],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await putAll(s3, Bucket, ['APP/index.html', 'app/index.html', 'app2/index.html', 'ap']);
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'app' }));
      return Contents.map(({ Key }) => Key ?? null);
    },
  },
];

/** Each key with itself as its content. */
async function putAll(s3: S3Client, Bucket: string, keys: readonly string[]): Promise<void> {
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
}
