import type { LocalRequest } from '../http-service.js';
import type { Bucket } from './bucket.js';
import { S3Error } from './s3-error.js';
import type { S3Store } from './store.js';

interface Credential {
  readonly accessKeyId: string;
  readonly region: string;
}

/**
 * Refuses a request without credentials, and one whose access key was denied in the store. The signature itself is
 * not computed: any secret will do.
 */
export function checkAccess(store: S3Store, request: LocalRequest): void {
  const credential = credentialOf(request);
  if (credential === undefined) throw new S3Error('AccessDenied');
  const refusal = store.refusalOf(credential.accessKeyId);
  if (refusal === undefined) return;
  throw new S3Error(refusal, { elements: { AWSAccessKeyId: credential.accessKeyId } });
}

/** The owner that the client expects, and the region that it signed for. */
export function checkBucketAccess(bucket: Bucket, request: LocalRequest): void {
  const { owner, region } = bucket.settings;
  const expected = request.headers['x-amz-expected-bucket-owner'];
  if (expected !== undefined && !/^\d{12}$/.test(expected)) throw new S3Error('InvalidBucketOwnerAWSAccountID');
  if (expected !== undefined && expected !== owner) throw new S3Error('AccessDenied');
  if (credentialOf(request)?.region === region) return;
  throw new S3Error('PermanentRedirect', {
    message:
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all ' +
      'future requests to this endpoint.',
    elements: { Endpoint: `${bucket.name}.s3.${region}.amazonaws.com`, Bucket: bucket.name },
    headers: { 'x-amz-bucket-region': region },
  });
}

const HEADERS = new Set(
  [
    'acl',
    'bucket-region',
    'checksum-algorithm',
    'checksum-crc32',
    'checksum-crc32c',
    'checksum-crc64nvme',
    'checksum-mode',
    'checksum-sha1',
    'checksum-sha256',
    'checksum-type',
    'content-sha256',
    'copy-source',
    'copy-source-if-match',
    'copy-source-if-modified-since',
    'copy-source-if-none-match',
    'copy-source-if-unmodified-since',
    'date',
    'decoded-content-length',
    'expected-bucket-owner',
    'grant-full-control',
    'grant-read',
    'grant-read-acp',
    'grant-write-acp',
    'metadata-directive',
    'mp-object-size',
    'optional-object-attributes',
    'request-payer',
    'sdk-checksum-algorithm',
    'security-token',
    'server-side-encryption',
    'server-side-encryption-aws-kms-key-id',
    'server-side-encryption-bucket-key-enabled',
    'source-expected-bucket-owner',
    'storage-class',
    'tagging',
    'te',
    'trailer',
    'user-agent',
    'website-redirect-location',
  ].map((name) => `x-amz-${name}`),
);

/** A header that asks for something which is not here (a lock, a policy). Ignoring it would be a lie. */
export function unknownHeader(headers: LocalRequest['headers']): string | undefined {
  return Object.keys(headers).find((name) => {
    if (!name.startsWith('x-amz-') || name.startsWith('x-amz-meta-')) return false;
    return !HEADERS.has(name);
  });
}

/** `KEY/DATE/REGION/s3/aws4_request`, in the header or, presigned, in the query. */
function credentialOf({ headers, query }: LocalRequest): Credential | undefined {
  const scope =
    /^AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256) .*Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ??
    query.get('X-Amz-Credential') ??
    '';
  const [accessKeyId = '', , region = '', service] = scope.split('/');
  return accessKeyId === '' || service !== 's3' ? undefined : { accessKeyId, region };
}
