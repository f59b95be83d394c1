import type { LocalReply, LocalRequest } from '../http-service.js';
import type { Bucket } from './bucket.js';
import { S3Error } from './s3-error.js';
import type { S3Store } from './store.js';

/** One request on its way to the function that answers it. */
export interface S3Call {
  readonly request: LocalRequest;
  readonly headers: LocalRequest['headers'];
  readonly query: URLSearchParams;
  readonly store: S3Store;
  /** Name of the bucket, whether it exists or not; empty for the account. */
  readonly bucketName: string;
}

export interface BucketCall extends S3Call {
  readonly bucket: Bucket;
}

export interface ObjectCall extends BucketCall {
  /** Decoded. */
  readonly key: string;
}

export type Answer<Call> = (call: Call) => LocalReply;

export function xmlReply(body: string, headers: Readonly<Record<string, string>> = {}): LocalReply {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body };
}

/** A page size from the query: a whole number, at most 1,000 whatever was asked. */
export function pageSize(call: S3Call, name: string): number {
  const text = call.query.get(name);
  if (text === null || text === '') return 1000;
  if (!/^\d{1,10}$/.test(text)) {
    throw new S3Error('InvalidArgument', {
      message: `Provided ${name} not an integer or within integer range`,
      elements: { ArgumentName: name, ArgumentValue: text },
    });
  }
  return Math.min(Number(text), 1000);
}

/** How keys are written in a listing: `encoding-type=url` as a form would, but with slashes. */
export function keyWriter(call: S3Call): (key: string) => string {
  const encoding = call.query.get('encoding-type');
  if (encoding === null) return (key) => key;
  if (encoding !== 'url') {
    throw new S3Error('InvalidArgument', {
      message: 'Invalid Encoding Method specified in Request',
      elements: { ArgumentName: 'encoding-type', ArgumentValue: encoding },
    });
  }
  return (key) =>
    encodeURIComponent(key)
      .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%2F', '/')
      .replaceAll('%20', '+');
}
