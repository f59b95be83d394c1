import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';
import { sendRaw } from '../raw-request.js';
import type { Target } from '../target.js';

/** Published check values of `123456789` (CRC catalogue: CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME), in base64. */
const CHECK_VALUES = {
  crc32: hexToBase64('cbf43926'),
  crc32c: hexToBase64('e3069283'),
  crc64nvme: hexToBase64('ae8b14860a799888'),
  sha1: createHash('sha1').update('123456789').digest('base64'),
  sha256: createHash('sha256').update('123456789').digest('base64'),
};
const ALGORITHMS = Object.keys(CHECK_VALUES) as (keyof typeof CHECK_VALUES)[];

export const CHECKSUM_CHECKS: readonly ConformanceCheck[] = [
  {
    name: 'a right checksum is accepted, kept, and told on request, in each algorithm',
    service: 's3',
    source: 'S3 User Guide: Checking object integrity',
    expected: ALGORITHMS.map((algorithm) => `200 ${CHECK_VALUES[algorithm]}`),
    run: (target) =>
      each(async (algorithm) => {
        const { s3, newBucket } = target;
        const Bucket = await newBucket();
        const put = await putRaw(target, Bucket, { [`x-amz-checksum-${algorithm}`]: CHECK_VALUES[algorithm] });
        const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }));
        const told = {
          crc32: head.ChecksumCRC32,
          crc32c: head.ChecksumCRC32C,
          crc64nvme: head.ChecksumCRC64NVME,
          sha1: head.ChecksumSHA1,
          sha256: head.ChecksumSHA256,
        };
        return `${put} ${told[algorithm]}`;
      }),
  },
  ...ALGORITHMS.map(
    (algorithm): ConformanceCheck => ({
      name: `a wrong ${algorithm.toUpperCase()} is BadDigest, and nothing is stored`,
      service: 's3',
      source: 'S3 API: PutObject, x-amz-checksum-*; Error responses, BadDigest',
      expected: ['400 BadDigest', '404 NotFound'],
      async run(target) {
        const Bucket = await target.newBucket();
        const wrong = Buffer.alloc(Buffer.from(CHECK_VALUES[algorithm], 'base64').length, 1).toString('base64');
        const put = await putRaw(target, Bucket, { [`x-amz-checksum-${algorithm}`]: wrong });
        return [put, await answerOf(target.s3.send(new HeadObjectCommand({ Bucket, Key: 'a' })))];
      },
    }),
  ),
  {
    name: 'a checksum that is none is InvalidRequest',
    service: 's3',
    source: 'S3 API: PutObject, x-amz-checksum-crc32',
    expected: '400 InvalidRequest',
    run: async (target) => putRaw(target, await target.newBucket(), { 'x-amz-checksum-crc32': 'nonsense' }),
  },
  {
    name: 'two checksums of different kinds are InvalidRequest',
    service: 's3',
    source: 'S3 API: PutObject, one x-amz-checksum header',
    expected: '400 InvalidRequest',
    run: async (target) =>
      putRaw(target, await target.newBucket(), {
        'x-amz-checksum-crc32': CHECK_VALUES.crc32,
        'x-amz-checksum-sha256': CHECK_VALUES.sha256,
      }),
  },
  {
    name: 'a wrong Content-MD5 is BadDigest, one that is none is InvalidDigest',
    service: 's3',
    source: 'S3 API: Error responses, BadDigest and InvalidDigest',
    expected: ['400 BadDigest', '400 InvalidDigest', '200'],
    async run(target) {
      const Bucket = await target.newBucket();
      return [
        await putRaw(target, Bucket, { 'content-md5': createHash('md5').update('other').digest('base64') }),
        await putRaw(target, Bucket, { 'content-md5': 'nonsense' }),
        await putRaw(target, Bucket, { 'content-md5': createHash('md5').update('123456789').digest('base64') }),
      ];
    },
  },
  {
    name: 'a body that is not the one that was signed is refused',
    service: 's3',
    source: 'S3 API: Error responses, XAmzContentSHA256Mismatch',
    expected: '400 XAmzContentSHA256Mismatch',
    run: async (target) => putRaw(target, await target.newBucket(), { 'x-amz-content-sha256': 'ab'.repeat(32) }),
  },
  {
    name: 'a chunked upload with a checksum in its trailer is decoded, and its coding not stored',
    service: 's3',
    source: 'S3 API: Signature calculations, trailing headers',
    expected: ['200', '123456789', 'gzip', CHECK_VALUES.crc32],
    async run(target) {
      const { s3, newBucket } = target;
      const Bucket = await newBucket();
      const put = await putChunked(target, Bucket, CHECK_VALUES.crc32);
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }));
      const text = (await got.Body?.transformToString()) ?? null;
      return [put, text, got.ContentEncoding ?? null, got.ChecksumCRC32 ?? null];
    },
  },
  {
    name: 'a wrong checksum in a trailer is BadDigest',
    service: 's3',
    source: 'S3 API: Signature calculations, trailing headers',
    expected: '400 BadDigest',
    run: async (target) => putChunked(target, await target.newBucket(), hexToBase64('00000000')),
  },
  {
    name: 'the SDK sends a CRC32 of its own accord, which is kept',
    service: 's3',
    source: 'AWS SDKs and Tools: Data integrity protections, request_checksum_calculation',
    expected: crc32Of('of its own accord'),
    async run({ s3, newBucket }) {
      const at = { Bucket: await newBucket(), Key: 'a' };
      await s3.send(new PutObjectCommand({ ...at, Body: 'of its own accord' }));
      return (await s3.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }))).ChecksumCRC32 ?? null;
    },
  },
  {
    name: 'DeleteObjects without Content-MD5 or checksum is InvalidRequest',
    service: 's3',
    source: 'S3 API: DeleteObjects, Content-MD5',
    expected: '400 InvalidRequest',
    async run({ endpoint, newBucket }) {
      const path = `/${await newBucket()}?delete=`;
      const body = '<Delete><Object><Key>a</Key></Object></Delete>';
      return sendRaw(endpoint('s3'), { method: 'POST', path, body });
    },
  },
];

function putRaw(target: Target, bucket: string, headers: Readonly<Record<string, string>>): Promise<string> {
  return sendRaw(target.endpoint('s3'), { method: 'PUT', path: `/${bucket}/a`, body: '123456789', headers });
}

function putChunked(target: Target, bucket: string, crc: string): Promise<string> {
  const body = `5\r\n12345\r\n4\r\n6789\r\n0\r\nx-amz-checksum-crc32:${crc}\r\n\r\n`;
  return sendRaw(target.endpoint('s3'), {
    method: 'PUT',
    path: `/${bucket}/a`,
    body,
    headers: {
      'content-encoding': 'gzip,aws-chunked',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '9',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    },
  });
}

async function each(run: (algorithm: keyof typeof CHECK_VALUES) => Promise<string>): Promise<string[]> {
  const seen: string[] = [];
  for (const algorithm of ALGORITHMS) seen.push(await run(algorithm));
  return seen;
}

function hexToBase64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}

function crc32Of(text: string): string {
  return hexToBase64(crc32(text).toString(16).padStart(8, '0'));
}
