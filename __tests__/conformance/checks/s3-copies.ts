import { CopyObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';

export const COPY_CHECKS: readonly ConformanceCheck[] = [
  {
    name: 'a copy keeps headers and metadata',
    service: 's3',
    source: 'S3 API: CopyObject, x-amz-metadata-directive COPY',
    expected: ['text/css', 'max-age=5', { commit: 'f00d' }],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      const about = { ContentType: 'text/css', CacheControl: 'max-age=5', Metadata: { commit: 'f00d' } };
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ...about }));
      await s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a` }));
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'b' }));
      return [head.ContentType ?? null, head.CacheControl ?? null, head.Metadata ?? null];
    },
  },
  {
    name: 'a copy that replaces metadata has what it was given and loses the rest',
    service: 's3',
    source: 'S3 API: CopyObject, x-amz-metadata-directive REPLACE',
    expected: ['text/css', null, {}],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      const about = { ContentType: 'text/plain', CacheControl: 'max-age=5', Metadata: { commit: 'f00d' } };
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ...about }));
      const copy = { Bucket, Key: 'a', CopySource: `${Bucket}/a`, ContentType: 'text/css' };
      await s3.send(new CopyObjectCommand({ ...copy, MetadataDirective: 'REPLACE' }));
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
      return [head.ContentType ?? null, head.CacheControl ?? null, head.Metadata ?? {}];
    },
  },
  {
    name: 'a copy onto itself that changes nothing is refused',
    service: 's3',
    source: 'S3 API: CopyObject, InvalidRequest',
    expected: '400 InvalidRequest',
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
      return answerOf(s3.send(new CopyObjectCommand({ Bucket, Key: 'a', CopySource: `${Bucket}/a` })));
    },
  },
  {
    name: 'a missing source is NoSuchKey',
    service: 's3',
    source: 'S3 API: CopyObject',
    expected: '404 NoSuchKey',
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      return answerOf(s3.send(new CopyObjectCommand({ Bucket, Key: 'a', CopySource: `${Bucket}/missing` })));
    },
  },
  {
    name: 'a copy source is decoded: with %20, %2B, %C3%96 and %25 it is found',
    service: 's3',
    source: 'S3 API: CopyObject, x-amz-copy-source must be URL-encoded',
    expected: 'found',
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      const Key = 'a b/c+d/Ö %41.txt';
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'found' }));
      await s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/${encodeURIComponent(Key)}` }));
      return (await (await s3.send(new GetObjectCommand({ Bucket, Key: 'b' }))).Body?.transformToString()) ?? null;
    },
  },
  {
    name: 'a copy source with a bare + does not find the key with a plus',
    service: 's3',
    source: 'S3 API: CopyObject, x-amz-copy-source must be URL-encoded; aws/aws-cli issue 614',
    expected: '404 NoSuchKey',
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a+b', Body: 'a' }));
      return answerOf(s3.send(new CopyObjectCommand({ Bucket, Key: 'c', CopySource: `${Bucket}/a+b` })));
    },
  },
];
