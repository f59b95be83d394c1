import { decodePath } from '../s3/operations.js';
import type { S3Store } from '../s3/store.js';
import { aboutHeaders } from '../s3/stored-object.js';

export interface OriginReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Where an edge fetches what it does not have. */
export interface Origin {
  /** @param uri path as the edge has it, encoded, with or without a query string */
  fetch(uri: string, ifNoneMatch?: string): Promise<OriginReply>;
}

export interface BucketOrigin {
  readonly bucket: string;
  /** `''` or a path that begins with `/` and does not end in one. */
  readonly originPath: string;
  /** Path prefixes that the bucket's policy withholds from the distribution. */
  readonly hidden: readonly RegExp[];
  /** A distribution that may not list the bucket gets 403 for a missing key. */
  readonly mayList: boolean;
}

/**
 * Objects of the local S3, as the distribution's own identity reads them. Read in process, so that the journal has
 * the requests of the action and of viewers only.
 */
export function bucketOrigin(store: S3Store, { bucket, originPath, hidden, mayList }: BucketOrigin): Origin {
  return {
    async fetch(uri, ifNoneMatch) {
      const path = originPath + (uri.split('?')[0] ?? '');
      const key = decodePath(path.slice(1));
      if (hidden.some((pattern) => pattern.test(key))) return refusal(403, 'AccessDenied');
      if (!store.hasBucket(bucket)) return refusal(404, 'NoSuchBucket');
      const object = store.bucket(bucket).current(key);
      if (object === undefined) return mayList ? refusal(404, 'NoSuchKey') : refusal(403, 'AccessDenied');
      const headers = aboutHeaders(object);
      if (ifNoneMatch === headers.etag) return { status: 304, headers, body: Buffer.alloc(0) };
      return { status: 200, headers, body: object.body };
    },
  };
}

/** Any HTTP server, such as an emulator's S3. */
export function httpOrigin(url: string): Origin {
  return {
    async fetch(uri, ifNoneMatch) {
      const response = await fetch(url + uri, {
        redirect: 'manual',
        headers: ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch },
      });
      const headers = Object.fromEntries(response.headers);
      for (const name of ['connection', 'content-encoding', 'content-length', 'transfer-encoding'])
        delete headers[name];
      return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) };
    },
  };
}

function refusal(status: number, code: string): OriginReply {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`),
  };
}
