import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';

const OTHER = '"00000000000000000000000000000000"';

export const CONDITION_CHECKS: readonly ConformanceCheck[] = [
  {
    name: 'If-None-Match: * writes once; the second write is 412 and changes nothing',
    service: 's3',
    source: 'S3 User Guide: Conditional writes',
    expected: ['200', '412 PreconditionFailed', 'first'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'lock' };
      const first = await answerOf(s3.send(new PutObjectCommand({ ...at, Body: 'first', IfNoneMatch: '*' })));
      const second = await answerOf(s3.send(new PutObjectCommand({ ...at, Body: 'second', IfNoneMatch: '*' })));
      return [first, second, await textOf(s3, at)];
    },
  },
  {
    name: 'If-None-Match: * holds where a delete marker is the current version',
    service: 's3',
    source: 'S3 User Guide: Conditional writes, conditional write behavior',
    expected: ['412 PreconditionFailed', '200'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket({ versions: true }), Key: 'lock' };
      await s3.send(new PutObjectCommand({ ...at, Body: 'a' }));
      const there = await answerOf(s3.send(new PutObjectCommand({ ...at, Body: 'b', IfNoneMatch: '*' })));
      await s3.send(new DeleteObjectCommand(at));
      return [there, await answerOf(s3.send(new PutObjectCommand({ ...at, Body: 'b', IfNoneMatch: '*' })))];
    },
  },
  {
    name: 'If-Match writes over that very object, is 412 over another, 404 over none',
    service: 's3',
    source: 'S3 User Guide: Conditional writes, conditional error response',
    expected: ['404 NoSuchKey', '412 PreconditionFailed', '200', 'second'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'manifest' };
      const none = await answerOf(s3.send(new PutObjectCommand({ ...at, Body: 'x', IfMatch: OTHER })));
      const { ETag } = await s3.send(new PutObjectCommand({ ...at, Body: 'first' }));
      const wrong = await answerOf(s3.send(new PutObjectCommand({ ...at, Body: 'x', IfMatch: OTHER })));
      const right = await answerOf(s3.send(new PutObjectCommand({ ...at, Body: 'second', IfMatch: ETag })));
      return [none, wrong, right, await textOf(s3, at)];
    },
  },
  {
    name: 'DeleteObject with If-Match deletes that very object, is 412 over another, 404 over none',
    service: 's3',
    source: 'S3 User Guide: Conditional deletes',
    expected: ['412 PreconditionFailed', '204', '404 NoSuchKey'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'a' };
      const { ETag } = await s3.send(new PutObjectCommand({ ...at, Body: 'a' }));
      return [
        await answerOf(s3.send(new DeleteObjectCommand({ ...at, IfMatch: OTHER }))),
        await answerOf(s3.send(new DeleteObjectCommand({ ...at, IfMatch: ETag }))),
        await answerOf(s3.send(new DeleteObjectCommand({ ...at, IfMatch: ETag }))),
      ];
    },
  },
  {
    name: 'DeleteObjects with an ETag for each key is 200, with an error inside for the one that changed',
    service: 's3',
    source: 'S3 User Guide: Conditional deletes, DeleteObjects',
    expected: { status: 200, deleted: ['a'], errors: ['b PreconditionFailed'], left: '200' },
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      const a = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
      await s3.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'b' }));
      const Objects = [
        { Key: 'a', ETag: a.ETag },
        { Key: 'b', ETag: OTHER },
      ];
      const result = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      return {
        status: result.$metadata.httpStatusCode ?? null,
        deleted: (result.Deleted ?? []).map(({ Key }) => Key ?? null),
        errors: (result.Errors ?? []).map(({ Key, Code }) => `${Key} ${Code}`),
        left: await answerOf(s3.send(new GetObjectCommand({ Bucket, Key: 'b' }))),
      };
    },
  },
  {
    name: 'CopyObject copies only the source it was asked for by ETag',
    service: 's3',
    source: 'S3 API: CopyObject, x-amz-copy-source-if-match',
    expected: ['412 PreconditionFailed', '200'],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
      const copy = { Bucket, Key: 'b', CopySource: `${Bucket}/a` };
      return [
        await answerOf(s3.send(new CopyObjectCommand({ ...copy, CopySourceIfMatch: OTHER }))),
        await answerOf(s3.send(new CopyObjectCommand({ ...copy, CopySourceIfMatch: ETag }))),
      ];
    },
  },
  {
    name: 'CopyObject with If-None-Match: * does not write over an object, with If-Match only over that one',
    service: 's3',
    source: 'S3 API: CopyObject, If-None-Match and If-Match',
    expected: ['200', '412 PreconditionFailed', '412 PreconditionFailed', '200'],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
      const copy = { Bucket, Key: 'b', CopySource: `${Bucket}/a` };
      const first = await answerOf(s3.send(new CopyObjectCommand({ ...copy, IfNoneMatch: '*' })));
      const again = await answerOf(s3.send(new CopyObjectCommand({ ...copy, IfNoneMatch: '*' })));
      const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'b' }));
      return [
        first,
        again,
        await answerOf(s3.send(new CopyObjectCommand({ ...copy, IfMatch: OTHER }))),
        await answerOf(s3.send(new CopyObjectCommand({ ...copy, IfMatch: ETag }))),
      ];
    },
  },
  {
    name: 'CompleteMultipartUpload with If-None-Match: * does not write over an object, and the upload stays',
    service: 's3',
    source: 'S3 API: CompleteMultipartUpload, If-None-Match',
    expected: ['412 PreconditionFailed', '200'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'a' };
      const upload = await uploaded(s3, at);
      await s3.send(new PutObjectCommand({ ...at, Body: 'meanwhile' }));
      const refused = await answerOf(s3.send(new CompleteMultipartUploadCommand({ ...upload, IfNoneMatch: '*' })));
      await s3.send(new DeleteObjectCommand(at));
      return [refused, await answerOf(s3.send(new CompleteMultipartUploadCommand({ ...upload, IfNoneMatch: '*' })))];
    },
  },
  {
    name: 'CompleteMultipartUpload with If-Match writes only over that very object',
    service: 's3',
    source: 'S3 API: CompleteMultipartUpload, If-Match',
    expected: ['412 PreconditionFailed', '200'],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'a' };
      const { ETag } = await s3.send(new PutObjectCommand({ ...at, Body: 'a' }));
      const upload = await uploaded(s3, at);
      return [
        await answerOf(s3.send(new CompleteMultipartUploadCommand({ ...upload, IfMatch: OTHER }))),
        await answerOf(s3.send(new CompleteMultipartUploadCommand({ ...upload, IfMatch: ETag }))),
      ];
    },
  },
];

interface At {
  readonly Bucket: string;
  readonly Key: string;
}

async function textOf(s3: S3Client, at: At): Promise<string | null> {
  return (await (await s3.send(new GetObjectCommand(at))).Body?.transformToString()) ?? null;
}

/** A multipart upload of one small part, ready to be completed. */
async function uploaded(s3: S3Client, at: At) {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm: 'CRC32' }));
  const part = { ...at, UploadId, PartNumber: 1, ChecksumAlgorithm: 'CRC32' } as const;
  const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand({ ...part, Body: 'part' }));
  return { ...at, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] } };
}
