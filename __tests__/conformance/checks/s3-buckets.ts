import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';

export const BUCKET_CHECKS: readonly ConformanceCheck[] = [
  {
    name: 'HeadBucket of a missing bucket is 404',
    service: 's3',
    source: 'S3 API: HeadBucket',
    expected: '404 NotFound',
    run: ({ s3 }) => answerOf(s3.send(new HeadBucketCommand({ Bucket: 'missing-bucket' }))),
  },
  {
    name: 'a read from a missing bucket is NoSuchBucket',
    service: 's3',
    source: 'S3 API: Error responses, NoSuchBucket',
    expected: '404 NoSuchBucket',
    run: ({ s3 }) => answerOf(s3.send(new GetObjectCommand({ Bucket: 'missing-bucket', Key: 'a' }))),
  },
  {
    name: 'HeadBucket tells the region of the bucket',
    service: 's3',
    source: 'S3 API: HeadBucket, x-amz-bucket-region',
    expected: 'us-east-1',
    async run({ s3, newBucket }) {
      const head = await s3.send(new HeadBucketCommand({ Bucket: await newBucket() }));
      return head.BucketRegion ?? null;
    },
  },
  {
    name: 'GetBucketLocation of a bucket in us-east-1 names no region',
    service: 's3',
    source: 'S3 API: GetBucketLocation',
    expected: null,
    async run({ s3, newBucket }) {
      const location = await s3.send(new GetBucketLocationCommand({ Bucket: await newBucket() }));
      return location.LocationConstraint ?? null;
    },
  },
  {
    name: 'ListBuckets names a new bucket',
    service: 's3',
    source: 'S3 API: ListBuckets',
    expected: true,
    async run({ s3, newBucket }) {
      const bucket = await newBucket();
      const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
      return Buckets.some(({ Name }) => Name === bucket);
    },
  },
  {
    name: 'versioning is not set, then Enabled, then Suspended',
    service: 's3',
    source: 'S3 API: GetBucketVersioning',
    expected: [null, 'Enabled', 'Suspended'],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      const seen: (string | null)[] = [];
      for (const Status of [undefined, 'Enabled', 'Suspended'] as const) {
        if (Status) await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
        const versioning = await s3.send(new GetBucketVersioningCommand({ Bucket }));
        seen.push(versioning.Status ?? null);
      }
      return seen;
    },
  },
  {
    name: 'a bucket that holds an object cannot be deleted',
    service: 's3',
    source: 'S3 API: Error responses, BucketNotEmpty',
    expected: ['409 BucketNotEmpty', '204', '204'],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
      const full = await answerOf(s3.send(new DeleteBucketCommand({ Bucket })));
      const emptied = await answerOf(s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' })));
      return [full, emptied, await answerOf(s3.send(new DeleteBucketCommand({ Bucket })))];
    },
  },
  {
    name: 'a bucket that holds nothing but a delete marker cannot be deleted',
    service: 's3',
    source: 'S3 User Guide: Deleting a general purpose bucket',
    expected: '409 BucketNotEmpty',
    async run({ s3, newBucket }) {
      const Bucket = await newBucket({ versions: true });
      const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
      await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
      await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
      return answerOf(s3.send(new DeleteBucketCommand({ Bucket })));
    },
  },
];
