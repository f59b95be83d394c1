import type { LocalReply } from '../http-service.js';
import type { Bucket } from './bucket.js';
import type { ObjectCall } from './call.js';
import { checksumHeader, digest } from './checksum.js';
import { checkDelete, checkRead, checkWrite } from './conditions.js';
import { readPayload } from './payload.js';
import { S3Error } from './s3-error.js';
import { aboutFromHeaders, aboutHeaders, type StoredObject } from './stored-object.js';

export function putObject({ request, headers, bucket, key }: ObjectCall): LocalReply {
  const { body, checksum } = readPayload(request);
  checkWrite(headers, bucket.latest(key), key);
  const about = aboutFromHeaders(headers);
  const object = bucket.put(key, body, checksum === undefined ? about : { ...about, checksum });
  return { status: 200, headers: { ...writtenHeaders(object, bucket), ...checksumHeaders(object) } };
}

/** What every write answers with: the ETag, the version, the encryption. */
export function writtenHeaders(object: StoredObject, bucket: Bucket): Record<string, string> {
  return {
    etag: `"${object.etag}"`,
    ...object.encryption,
    ...versionHeader(object, bucket),
  };
}

/** A bucket that never had versions tells none; else an object without a version of its own is `null`. */
function versionHeader(object: StoredObject, bucket: Bucket): Record<string, string> {
  return bucket.versioning === undefined ? {} : { 'x-amz-version-id': object.versionId };
}

export function getObject(call: ObjectCall): LocalReply {
  const object = servedObject(call);
  const headers = { ...aboutHeaders(object), ...versionHeader(object, call.bucket) };
  if (checkRead(call.headers, object) === 'not-modified') return notModified(headers);
  const range = byteRange(call.headers.range, object.body.length);
  if (range === undefined) {
    return { status: 200, headers: { ...headers, ...askedChecksum(call, object) }, body: object.body };
  }
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${range.first}-${range.last}/${object.body.length}` },
    body: object.body.subarray(range.first, range.last + 1),
  };
}

/** Errors of a HEAD have a status and no body: that is all a client can see. */
export function headObject(call: ObjectCall): LocalReply {
  const object = servedObject(call);
  const headers = { ...aboutHeaders(object), ...versionHeader(object, call.bucket) };
  if (checkRead(call.headers, object) === 'not-modified') return notModified(headers);
  const range = byteRange(call.headers.range, object.body.length);
  const length = range === undefined ? object.body.length : range.last - range.first + 1;
  return {
    status: range === undefined ? 200 : 206,
    headers: { ...headers, ...askedChecksum(call, object), 'content-length': String(length) },
  };
}

export function deleteObject({ headers, query, bucket, key }: ObjectCall): LocalReply {
  const versionId = query.get('versionId');
  checkDeletable(bucket, key);
  checkDelete(headers['if-match'], bucket.latest(key), key);
  return { status: 204, headers: deletedHeaders(deleteOne(bucket, key, versionId ?? undefined)) };
}

export interface Deletion {
  /** A marker was made, or it was a marker that was removed. */
  readonly deleteMarker: boolean;
  /** Of the marker that was made, or of the version that was removed. */
  readonly versionId?: string;
}

/** Throws what a test has put on this key, as a bucket policy would. */
export function checkDeletable(bucket: Bucket, key: string): void {
  const refusal = bucket.undeletable.get(key);
  if (refusal !== undefined) throw new S3Error(refusal);
}

/** Deleting what is not there succeeds, with and without versions. */
export function deleteOne(bucket: Bucket, key: string, versionId: string | undefined): Deletion {
  if (versionId !== undefined) {
    const removed = bucket.deleteVersion(key, versionId);
    return { deleteMarker: removed?.deleteMarker === true, versionId };
  }
  const marker = bucket.delete(key);
  return marker === undefined ? { deleteMarker: false } : { deleteMarker: true, versionId: marker.versionId };
}

function deletedHeaders({ deleteMarker, versionId }: Deletion): Record<string, string> {
  return {
    ...(deleteMarker ? { 'x-amz-delete-marker': 'true' } : {}),
    ...(versionId === undefined ? {} : { 'x-amz-version-id': versionId }),
  };
}

/** The object that a read is about. Throws `NoSuchKey`, `NoSuchVersion`, or 405 for a delete marker by its id. */
export function servedObject({ query, bucket, key }: ObjectCall): StoredObject {
  const versionId = query.get('versionId');
  if (versionId !== null) {
    const version = bucket.version(key, versionId);
    if (version === undefined) throw new S3Error('NoSuchVersion', { elements: { Key: key, VersionId: versionId } });
    if (version.deleteMarker) {
      throw new S3Error('MethodNotAllowed', {
        elements: { Method: 'GET', ResourceType: 'DeleteMarker' },
        headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': versionId, allow: 'DELETE' },
      });
    }
    return version;
  }
  const latest = bucket.latest(key);
  if (latest === undefined) throw new S3Error('NoSuchKey', { elements: { Key: key } });
  if (latest.deleteMarker) {
    throw new S3Error('NoSuchKey', {
      elements: { Key: key },
      headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': latest.versionId },
    });
  }
  return latest;
}

/** Inclusive bytes of a `range` header; `undefined` where there is none, or several, or none that can be read. */
function byteRange(
  header: string | undefined,
  size: number,
): { readonly first: number; readonly last: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(size - Number(to), 0) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (first >= size || (from === '' && Number(to) === 0)) {
    throw new S3Error('InvalidRange', {
      elements: { RangeRequested: header ?? '', ActualObjectSize: String(size) },
      headers: { 'content-range': `bytes */${size}` },
    });
  }
  return { first, last };
}

/** Told on request only, and for the whole object. Without one of its own an object has CRC64NVME. */
function askedChecksum({ headers }: ObjectCall, object: StoredObject): Record<string, string> {
  if (headers['x-amz-checksum-mode']?.toUpperCase() !== 'ENABLED') return {};
  if (object.checksum !== undefined) return checksumHeaders(object);
  return {
    'x-amz-checksum-crc64nvme': digest('CRC64NVME', object.body).toString('base64'),
    'x-amz-checksum-type': 'FULL_OBJECT',
  };
}

function checksumHeaders({ checksum }: StoredObject): Record<string, string> {
  if (checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

function notModified(headers: Readonly<Record<string, string>>): LocalReply {
  const kept = ['etag', 'last-modified', 'cache-control', 'expires', 'x-amz-version-id'];
  return { status: 304, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => kept.includes(name))) };
}
