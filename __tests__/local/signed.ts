import { S3Client } from '@aws-sdk/client-s3';
import type { LocalCloud } from '../../local/cloud.js';
import { type RawReply, send } from './raw-http.js';

/** Headers of a request that is signed in form: the local servers do not compute signatures. */
export const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=AKIALOCALCLOUD/20261101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
};

/** An SDK client of the local S3 that tries once, so that what is looked at is not hidden by a retry. */
export function clientOf(
  { s3 }: LocalCloud,
  options: { readonly region?: string; readonly accessKeyId?: string; readonly maxAttempts?: number } = {},
): S3Client {
  const { region = 'us-east-1', accessKeyId = 'AKIALOCALCLOUD', maxAttempts = 1 } = options;
  return new S3Client({ region, endpoint: s3.url, credentials: { accessKeyId, secretAccessKey: 'x' }, maxAttempts });
}

/** A request to the local S3 as no SDK would send it, signed in form. */
export function sendSigned(
  { s3 }: LocalCloud,
  path: string,
  options: Parameters<typeof send>[1] = {},
): Promise<RawReply> {
  return send(`${s3.url}${path}`, { ...options, headers: { ...SIGNED, ...options.headers } });
}
