import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';
import { sendRaw } from '../raw-request.js';

const SOURCE = 'S3 User Guide: Verifying bucket ownership with bucket owner condition';
/** The account that both servers run as. */
const OWNER = '123456789012';
const STRANGER = '999999999999';

export const ACCESS_CHECKS: readonly ConformanceCheck[] = [
  {
    name: 'every call that expects the right bucket owner is answered',
    service: 's3',
    source: SOURCE,
    expected: ['200', '200', '200', '200', '200', '204'],
    run: async ({ s3, newBucket }) => callsExpecting(s3, await newBucket(), OWNER),
  },
  {
    name: 'every call that expects another bucket owner is AccessDenied',
    service: 's3',
    source: SOURCE,
    // HEAD has no body: the SDK can only name the status.
    expected: [
      '403',
      '403 AccessDenied',
      '403 AccessDenied',
      '403 AccessDenied',
      '403 AccessDenied',
      '403 AccessDenied',
    ],
    async run({ s3, newBucket }) {
      const Bucket = await newBucket();
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
      return callsExpecting(s3, Bucket, STRANGER);
    },
  },
  {
    name: 'a private object is 403 to a request without credentials',
    service: 's3',
    source: 'S3 API: Error responses, AccessDenied',
    expected: '403',
    async run({ s3, endpoint, newBucket }) {
      const Bucket = await newBucket();
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
      return (await sendRaw(endpoint('s3'), { method: 'GET', path: `/${Bucket}/a`, signed: false })).slice(0, 3);
    },
  },
  {
    name: 'a write without credentials is AccessDenied',
    service: 's3',
    source: 'S3 API: Error responses, AccessDenied',
    expected: '403 AccessDenied',
    run: async ({ endpoint, newBucket }) =>
      sendRaw(endpoint('s3'), { method: 'PUT', path: `/${await newBucket()}/a`, body: 'a', signed: false }),
  },
];

async function callsExpecting(
  s3: Parameters<ConformanceCheck['run']>[0]['s3'],
  Bucket: string,
  ExpectedBucketOwner: string,
): Promise<string[]> {
  const bucket = { Bucket, ExpectedBucketOwner };
  const object = { ...bucket, Key: 'a' };
  const head = await answerOf(s3.send(new HeadBucketCommand(bucket)));
  return [
    head.slice(0, 3),
    await answerOf(s3.send(new PutObjectCommand({ ...object, Body: 'a' }))),
    await answerOf(s3.send(new GetObjectCommand(object))),
    await answerOf(s3.send(new ListObjectsV2Command(bucket))),
    await answerOf(s3.send(new DeleteObjectsCommand({ ...bucket, Delete: { Objects: [{ Key: 'b' }] } }))),
    await answerOf(s3.send(new DeleteObjectCommand(object))),
  ];
}
