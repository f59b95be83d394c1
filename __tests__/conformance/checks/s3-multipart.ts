import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';

const MIB = 1024 * 1024;

export const MULTIPART_CHECKS: readonly ConformanceCheck[] = [
  {
    name: 'an object in three parts has its bytes, its headers, and an ETag of the MD5s',
    service: 's3',
    source: 'S3 User Guide: Checking object integrity, multipart ETags',
    expected: { same: true, etag: true, type: 'video/webm', cache: 'max-age=9', length: 17 * MIB },
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'video.webm' };
      const bodies = [Buffer.alloc(8 * MIB, 'abc'), Buffer.alloc(8 * MIB, 'defg'), Buffer.alloc(MIB, 'h')];
      const upload = await begin(s3, at, { ContentType: 'video/webm', CacheControl: 'max-age=9' });
      const Parts = [...(await uploadParts(s3, upload, bodies))];
      await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
      const got = await s3.send(new GetObjectCommand(at));
      const bytes = await got.Body?.transformToByteArray();
      const md5s = Buffer.concat(bodies.map((body) => createHash('md5').update(body).digest()));
      return {
        same: Buffer.concat(bodies).equals(bytes ?? Buffer.alloc(0)),
        etag: got.ETag === `"${createHash('md5').update(md5s).digest('hex')}-3"`,
        type: got.ContentType ?? null,
        cache: got.CacheControl ?? null,
        length: got.ContentLength ?? null,
      };
    },
  },
  {
    name: 'nothing of an upload is seen before it is completed; parts and uploads are listed meanwhile',
    service: 's3',
    source: 'S3 API: ListParts, ListMultipartUploads',
    expected: { before: '404 NotFound', parts: ['1 4', '2 3'], uploads: ['a'] },
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'a' };
      const upload = await begin(s3, at);
      await uploadParts(s3, upload, ['part', 'two']);
      const before = await answerOf(s3.send(new HeadObjectCommand(at)));
      const { Parts = [] } = await s3.send(new ListPartsCommand(upload));
      const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: at.Bucket }));
      return {
        before,
        parts: Parts.map(({ PartNumber, Size }) => `${PartNumber} ${Size}`),
        uploads: Uploads.map(({ Key }) => Key ?? null),
      };
    },
  },
  {
    name: 'an upload that was aborted is gone, and cannot be completed',
    service: 's3',
    source: 'S3 API: AbortMultipartUpload, NoSuchUpload',
    expected: ['204', '404 NoSuchUpload', 0],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'a' };
      const upload = await begin(s3, at);
      const Parts = await uploadParts(s3, upload, ['part']);
      const aborted = await answerOf(s3.send(new AbortMultipartUploadCommand(upload)));
      const completed = await complete(s3, upload, Parts);
      const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: at.Bucket }));
      return [aborted, completed, Uploads.length];
    },
  },
  {
    name: 'a part for an upload that does not exist is NoSuchUpload',
    service: 's3',
    source: 'S3 API: UploadPart, NoSuchUpload',
    expected: '404 NoSuchUpload',
    async run({ s3, newBucket }) {
      const part = { Bucket: await newBucket(), Key: 'a', UploadId: 'none', PartNumber: 1, Body: 'part' };
      return answerOf(s3.send(new UploadPartCommand(part)));
    },
  },
  {
    name: 'a part under 5 MiB that is not the last is EntityTooSmall',
    service: 's3',
    source: 'S3 API: CompleteMultipartUpload, EntityTooSmall',
    expected: '400 EntityTooSmall',
    async run({ s3, newBucket }) {
      const upload = await begin(s3, { Bucket: await newBucket(), Key: 'a' });
      return complete(s3, upload, await uploadParts(s3, upload, ['small', 'last']));
    },
  },
  {
    name: 'a part whose ETag is not that of the upload is InvalidPart',
    service: 's3',
    source: 'S3 API: CompleteMultipartUpload, InvalidPart',
    expected: '400 InvalidPart',
    async run({ s3, newBucket }) {
      const upload = await begin(s3, { Bucket: await newBucket(), Key: 'a' });
      const [part] = await uploadParts(s3, upload, ['part']);
      return complete(s3, upload, [{ ...part, ETag: '"00000000000000000000000000000000"' }]);
    },
  },
  {
    name: 'parts that are not in ascending order are InvalidPartOrder',
    service: 's3',
    source: 'S3 API: CompleteMultipartUpload, InvalidPartOrder',
    expected: '400 InvalidPartOrder',
    async run({ s3, newBucket }) {
      const upload = await begin(s3, { Bucket: await newBucket(), Key: 'a' });
      const parts = await uploadParts(s3, upload, [Buffer.alloc(5 * MIB), Buffer.alloc(5 * MIB)]);
      return complete(s3, upload, [...parts].reverse());
    },
  },
  {
    name: 'an upload completed without parts is MalformedXML',
    service: 's3',
    source: 'S3 API: Error responses, MalformedXML',
    expected: '400 MalformedXML',
    async run({ s3, newBucket }) {
      const upload = await begin(s3, { Bucket: await newBucket(), Key: 'a' });
      return complete(s3, upload, []);
    },
  },
  {
    name: 'completing again, as after an answer that was lost, succeeds again',
    service: 's3',
    source: 'Measured on S3 by others: adobe/S3Mock issue 2586, minio/minio issue 13318',
    expected: ['200', '200'],
    async run({ s3, newBucket }) {
      const upload = await begin(s3, { Bucket: await newBucket(), Key: 'a' });
      const parts = await uploadParts(s3, upload, ['part']);
      return [await complete(s3, upload, parts), await complete(s3, upload, parts)];
    },
  },
  {
    name: 'an upload with checksums, completed without naming those of its parts, is refused',
    service: 's3',
    source: 'S3 User Guide: Checking object integrity, multipart uploads',
    expected: '400 InvalidRequest',
    async run({ s3, newBucket }) {
      const upload = await begin(s3, { Bucket: await newBucket(), Key: 'a' });
      const parts = await uploadParts(s3, upload, ['part']);
      const bare = parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
      return complete(s3, upload, bare);
    },
  },
  {
    name: 'the checksum of an object in parts is the checksum of their checksums, with their number',
    service: 's3',
    source: 'S3 User Guide: Checking object integrity, composite checksums',
    expected: [composite(['part']), composite(['part'])],
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'a' };
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm: 'SHA256' }));
      const upload = { ...at, UploadId };
      const { ETag, ChecksumSHA256 } = await s3.send(
        new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'part', ChecksumAlgorithm: 'SHA256' }),
      );
      const Parts = [{ PartNumber: 1, ETag, ChecksumSHA256 }];
      const done = await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
      const head = await s3.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
      return [done.ChecksumSHA256 ?? null, head.ChecksumSHA256 ?? null];
    },
  },
];

interface Upload {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string | undefined;
}

async function begin(
  s3: S3Client,
  at: { readonly Bucket: string; readonly Key: string },
  about: { readonly ContentType?: string; readonly CacheControl?: string } = {},
): Promise<Upload> {
  const create = new CreateMultipartUploadCommand({ ...at, ...about, ChecksumAlgorithm: 'CRC32' });
  return { ...at, UploadId: (await s3.send(create)).UploadId };
}

async function uploadParts(
  s3: S3Client,
  upload: Upload,
  bodies: readonly (Buffer | string)[],
): Promise<readonly CompletedPart[]> {
  const parts: CompletedPart[] = [];
  for (const [index, Body] of bodies.entries()) {
    const part = { ...upload, PartNumber: index + 1, Body, ChecksumAlgorithm: 'CRC32' } as const;
    const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand(part));
    parts.push({ PartNumber: index + 1, ETag, ChecksumCRC32 });
  }
  return parts;
}

function complete(s3: S3Client, upload: Upload, parts: readonly CompletedPart[]): Promise<string> {
  const MultipartUpload = { Parts: [...parts] };
  return answerOf(s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload })));
}

function composite(parts: readonly string[]): string {
  const digests = Buffer.concat(parts.map((part) => createHash('sha256').update(part).digest()));
  return `${createHash('sha256').update(digests).digest('base64')}-${parts.length}`;
}
