import { S3Error } from './s3-error.js';
import type { ObjectVersion, StoredObject } from './stored-object.js';

type Headers = Readonly<Record<string, string>>;

/**
 * `If-None-Match: *` and `If-Match: ETAG` of PutObject, CopyObject and CompleteMultipartUpload, against the current
 * version; a delete marker counts as no object (S3 User Guide, "Conditional write behavior").
 */
export function checkWrite(headers: Headers, latest: ObjectVersion | undefined, key: string): void {
  const current = latest === undefined || latest.deleteMarker ? undefined : latest;
  const noneMatch = headers['if-none-match'];
  const match = headers['if-match'];
  if (noneMatch !== undefined) {
    if (noneMatch !== '*') throw notImplemented('If-None-Match');
    if (current !== undefined) throw failed('If-None-Match');
  }
  if (match !== undefined) {
    if (match === '*') throw notImplemented('If-Match');
    if (current === undefined) throw new S3Error('NoSuchKey', { elements: { Key: key } });
    if (!sameEtag(match, current)) throw failed('If-Match');
  }
}

/** `If-Match` of DeleteObject, or the `ETag` of one object in DeleteObjects; here `*` is allowed. */
export function checkDelete(match: string | undefined, latest: ObjectVersion | undefined, key: string): void {
  if (match === undefined) return;
  if (latest === undefined) throw new S3Error('NoSuchKey', { elements: { Key: key } });
  if (latest.deleteMarker) throw failed('If-Match');
  if (match !== '*' && !sameEtag(match, latest)) throw failed('If-Match');
}

/** Conditions of GET and HEAD (RFC 7232). `not-modified`: answer 304. */
export function checkRead(headers: Headers, object: StoredObject): 'serve' | 'not-modified' {
  const match = headers['if-match'];
  if (match !== undefined) {
    if (!anyEtag(match, object)) throw failed('If-Match');
  } else if (modifiedSince(headers['if-unmodified-since'], object) === true) {
    throw failed('If-Unmodified-Since');
  }
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined) return anyEtag(noneMatch, object) ? 'not-modified' : 'serve';
  return modifiedSince(headers['if-modified-since'], object) === false ? 'not-modified' : 'serve';
}

/** `x-amz-copy-source-if-*`: like a read's, but every one that does not hold is 412. */
export function checkCopySource(headers: Headers, source: StoredObject): void {
  const match = headers['x-amz-copy-source-if-match'];
  const noneMatch = headers['x-amz-copy-source-if-none-match'];
  if (match !== undefined && !anyEtag(match, source)) throw failed('x-amz-copy-source-If-Match');
  if (noneMatch !== undefined && anyEtag(noneMatch, source)) throw failed('x-amz-copy-source-If-None-Match');
  if (match === undefined && modifiedSince(headers['x-amz-copy-source-if-unmodified-since'], source) === true) {
    throw failed('x-amz-copy-source-If-Unmodified-Since');
  }
  if (noneMatch === undefined && modifiedSince(headers['x-amz-copy-source-if-modified-since'], source) === false) {
    throw failed('x-amz-copy-source-If-Modified-Since');
  }
}

function sameEtag(sent: string, object: StoredObject): boolean {
  return sent.replaceAll('"', '') === object.etag;
}

function anyEtag(sent: string, object: StoredObject): boolean {
  return sent.trim() === '*' || sent.split(',').some((etag) => sameEtag(etag.trim().replace(/^W\//, ''), object));
}

/** `undefined` where there is no such header, or its date is none. */
function modifiedSince(date: string | undefined, object: StoredObject): boolean | undefined {
  const since = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(since) ? undefined : object.lastModified > since;
}

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', { elements: { Condition: condition } });
}

function notImplemented(header: string): S3Error {
  return new S3Error('NotImplemented', { elements: { Header: header } });
}
