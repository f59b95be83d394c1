import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';
import { sendRaw } from '../raw-request.js';

export const OBJECT_CHECKS: readonly ConformanceCheck[] = [
  {
    name: 'an object comes back with its bytes, its headers and its metadata',
    service: 's3',
    source: 'S3 User Guide: Working with object metadata',
    expected: {
      body: '<p>Grüße</p>',
      type: 'text/html; charset=utf-8',
      cache: 'public, max-age=0, must-revalidate',
      encoding: 'identity',
      disposition: 'inline',
      language: 'de',
      metadata: { commit: 'f00d', 'built-by': 'vite' },
      length: 14,
    },
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'index.html' };
      await s3.send(
        new PutObjectCommand({
          ...at,
          Body: '<p>Grüße</p>',
          ContentType: 'text/html; charset=utf-8',
          CacheControl: 'public, max-age=0, must-revalidate',
          ContentEncoding: 'identity',
          ContentDisposition: 'inline',
          ContentLanguage: 'de',
          Metadata: { commit: 'f00d', 'Built-By': 'vite' },
        }),
      );
      const got = await s3.send(new GetObjectCommand(at));
      return {
        body: (await got.Body?.transformToString()) ?? null,
        type: got.ContentType ?? null,
        cache: got.CacheControl ?? null,
        encoding: got.ContentEncoding ?? null,
        disposition: got.ContentDisposition ?? null,
        language: got.ContentLanguage ?? null,
        metadata: got.Metadata ?? null,
        length: got.ContentLength ?? null,
      };
    },
  },
  {
    name: 'an object that was put without a type is binary/octet-stream',
    service: 's3',
    source: 'S3 API: PutObject, Content-Type',
    expected: 'binary/octet-stream',
    async run({ s3, endpoint, newBucket }) {
      const Bucket = await newBucket();
      await sendRaw(endpoint('s3'), { method: 'PUT', path: `/${Bucket}/a`, body: 'a' });
      return (await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).ContentType ?? null;
    },
  },
  {
    name: 'the ETag of an object put in one piece is the MD5 of its bytes, in quotes',
    service: 's3',
    source: 'S3 API: Object, ETag',
    expected: ['"5d41402abc4b2a76b9719d911017c592"', '"5d41402abc4b2a76b9719d911017c592"'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'a' };
      const put = await s3.send(new PutObjectCommand({ ...at, Body: 'hello' }));
      const head = await s3.send(new HeadObjectCommand(at));
      return [put.ETag ?? null, head.ETag ?? null];
    },
  },
  {
    name: 'an empty object can be put and read',
    service: 's3',
    source: 'S3 API: PutObject',
    expected: ['200', 0, ''],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: '.nojekyll' };
      const put = await answerOf(s3.send(new PutObjectCommand({ ...at, Body: '' })));
      const got = await s3.send(new GetObjectCommand(at));
      return [put, got.ContentLength ?? null, (await got.Body?.transformToString()) ?? null];
    },
  },
  {
    name: 'a body of 17 MiB arrives whole',
    service: 's3',
    source: 'S3 User Guide: Uploading objects (up to 5 GB in one request)',
    expected: true,
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'video.webm' };
      const Body = Buffer.alloc(17 * 1024 * 1024, 'abcdefghijk');
      await s3.send(new PutObjectCommand({ ...at, Body }));
      const bytes = await (await s3.send(new GetObjectCommand(at))).Body?.transformToByteArray();
      return sha256(bytes ?? new Uint8Array()) === sha256(Body);
    },
  },
  {
    name: 'reading a missing key is NoSuchKey, HEAD of it a bare 404',
    service: 's3',
    source: 'S3 API: GetObject and HeadObject',
    expected: ['404 NoSuchKey', '404 NotFound'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'missing' };
      return [await answerOf(s3.send(new GetObjectCommand(at))), await answerOf(s3.send(new HeadObjectCommand(at)))];
    },
  },
  {
    name: 'deleting a missing key succeeds',
    service: 's3',
    source: 'S3 API: DeleteObject',
    expected: '204',
    run: async ({ s3, newBucket }) =>
      answerOf(s3.send(new DeleteObjectCommand({ Bucket: await newBucket(), Key: 'missing' }))),
  },
  {
    name: 'a range is 206 with its place; a suffix too; one beyond the end is 416',
    service: 's3',
    source: 'S3 API: GetObject, Range',
    expected: ['206 bytes 2-4/10 cde', '206 bytes 7-9/10 hij', '206 bytes 8-9/10 ij', '416 InvalidRange'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'letters' };
      await s3.send(new PutObjectCommand({ ...at, Body: 'abcdefghij' }));
      const seen: string[] = [];
      for (const Range of ['bytes=2-4', 'bytes=-3', 'bytes=8-99']) {
        const got = await s3.send(new GetObjectCommand({ ...at, Range }));
        seen.push(`${got.$metadata.httpStatusCode} ${got.ContentRange} ${await got.Body?.transformToString()}`);
      }
      seen.push(await answerOf(s3.send(new GetObjectCommand({ ...at, Range: 'bytes=10-12' }))));
      return seen;
    },
  },
  {
    name: 'a conditional read is 304 where the client has it, 412 where If-Match fails',
    service: 's3',
    source: 'S3 API: GetObject, If-Match and If-None-Match',
    expected: ['304', '200', '412 PreconditionFailed', '200'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'a' };
      const { ETag } = await s3.send(new PutObjectCommand({ ...at, Body: 'a' }));
      const other = '"00000000000000000000000000000000"';
      const same = await answerOf(s3.send(new GetObjectCommand({ ...at, IfNoneMatch: ETag })));
      return [
        same.slice(0, 3),
        await answerOf(s3.send(new GetObjectCommand({ ...at, IfNoneMatch: other }))),
        await answerOf(s3.send(new GetObjectCommand({ ...at, IfMatch: other }))),
        await answerOf(s3.send(new GetObjectCommand({ ...at, IfMatch: ETag }))),
      ];
    },
  },
  {
    name: 'storage class and encryption are told as they were asked; STANDARD is told in listings only',
    service: 's3',
    source: 'S3 API: PutObject and HeadObject, x-amz-storage-class',
    expected: { asked: ['GLACIER_IR', 'aws:kms'], standard: null, listed: ['GLACIER_IR', 'STANDARD'] },
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await s3.send(
        new PutObjectCommand({
          Bucket,
          Key: 'a',
          Body: 'a',
          StorageClass: 'GLACIER_IR',
          ServerSideEncryption: 'aws:kms',
        }),
      );
      await s3.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'b' }));
      const asked = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
      const standard = await s3.send(new HeadObjectCommand({ Bucket, Key: 'b' }));
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      return {
        asked: [asked.StorageClass ?? null, asked.ServerSideEncryption ?? null],
        standard: standard.StorageClass ?? null,
        listed: Contents.map(({ StorageClass }) => StorageClass ?? null),
      };
    },
  },
  {
    name: 'an object without encryption of its own is told as AES256',
    service: 's3',
    source: 'S3 User Guide: Default encryption (since January 2023)',
    expected: 'AES256',
    async run({ s3, newBucket }) {
      const put = await s3.send(new PutObjectCommand({ Bucket: await newBucket(), Key: 'a', Body: 'a' }));
      return put.ServerSideEncryption ?? null;
    },
  },
];

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
