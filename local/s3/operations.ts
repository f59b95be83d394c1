import type { LocalRequest } from '../http-service.js';
import { S3Error } from './s3-error.js';

/** What a request is about: nothing (the account), a bucket, or a key in it. */
export interface S3Address {
  readonly bucket?: string;
  /** As sent, encoded. */
  readonly key?: string;
}

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly about: 'account' | 'bucket' | 'key';
  /** Query parameters that must be there. */
  readonly with?: readonly string[];
  /** Query parameters that may be there. Any other makes the request unknown. */
  readonly may?: readonly string[];
  readonly copy?: true;
}

const PAGE = ['prefix', 'delimiter', 'encoding-type', 'max-keys'];

/** Every call that is served; the first that fits. */
const ROUTES: readonly Route[] = [
  { operation: 'ListBuckets', method: 'GET', about: 'account' },
  { operation: 'CreateBucket', method: 'PUT', about: 'bucket' },
  { operation: 'DeleteBucket', method: 'DELETE', about: 'bucket' },
  { operation: 'HeadBucket', method: 'HEAD', about: 'bucket' },
  { operation: 'GetBucketLocation', method: 'GET', about: 'bucket', with: ['location'] },
  { operation: 'GetBucketVersioning', method: 'GET', about: 'bucket', with: ['versioning'] },
  { operation: 'PutBucketVersioning', method: 'PUT', about: 'bucket', with: ['versioning'] },
  {
    operation: 'ListObjectsV2',
    method: 'GET',
    about: 'bucket',
    with: ['list-type'],
    may: [...PAGE, 'continuation-token', 'start-after', 'fetch-owner'],
  },
  {
    operation: 'ListObjectVersions',
    method: 'GET',
    about: 'bucket',
    with: ['versions'],
    may: [...PAGE, 'key-marker', 'version-id-marker'],
  },
  {
    operation: 'ListMultipartUploads',
    method: 'GET',
    about: 'bucket',
    with: ['uploads'],
    may: ['prefix', 'encoding-type', 'key-marker', 'upload-id-marker', 'max-uploads'],
  },
  { operation: 'ListObjects', method: 'GET', about: 'bucket', may: [...PAGE, 'marker'] },
  { operation: 'DeleteObjects', method: 'POST', about: 'bucket', with: ['delete'] },
  { operation: 'UploadPart', method: 'PUT', about: 'key', with: ['partNumber', 'uploadId'] },
  { operation: 'GetBucketOwnershipControls', method: 'GET', about: 'bucket', with: ['ownershipControls'] },
  { operation: 'GetPublicAccessBlock', method: 'GET', about: 'bucket', with: ['publicAccessBlock'] },
  { operation: 'GetObjectAcl', method: 'GET', about: 'key', with: ['acl'], may: ['versionId'] },
  { operation: 'PutObjectAcl', method: 'PUT', about: 'key', with: ['acl'] },
  { operation: 'GetObjectTagging', method: 'GET', about: 'key', with: ['tagging'], may: ['versionId'] },
  { operation: 'CopyObject', method: 'PUT', about: 'key', copy: true },
  { operation: 'PutObject', method: 'PUT', about: 'key' },
  {
    operation: 'ListParts',
    method: 'GET',
    about: 'key',
    with: ['uploadId'],
    may: ['max-parts', 'part-number-marker', 'encoding-type'],
  },
  { operation: 'GetObject', method: 'GET', about: 'key', may: ['versionId'] },
  { operation: 'HeadObject', method: 'HEAD', about: 'key', may: ['versionId'] },
  { operation: 'AbortMultipartUpload', method: 'DELETE', about: 'key', with: ['uploadId'] },
  { operation: 'DeleteObject', method: 'DELETE', about: 'key', may: ['versionId'] },
  { operation: 'CreateMultipartUpload', method: 'POST', about: 'key', with: ['uploads'] },
  { operation: 'CompleteMultipartUpload', method: 'POST', about: 'key', with: ['uploadId'] },
];

/** Said by every SDK, or part of a presigned address: no subresource. */
const WITHOUT_MEANING = /^(x-id|X-Amz-.*)$/;

/** The name of the call, or `undefined` for one that this server does not know. */
export function s3OperationOf(request: LocalRequest): string | undefined {
  const { bucket, key } = addressOf(request);
  const about = key !== undefined ? 'key' : bucket !== undefined ? 'bucket' : 'account';
  const named = [...request.query.keys()].filter((name) => !WITHOUT_MEANING.test(name));
  const copy = request.headers['x-amz-copy-source'] !== undefined;
  return ROUTES.find(
    (route) =>
      route.method === request.method &&
      route.about === about &&
      (route.copy === true) === copy &&
      (route.with ?? []).every((name) => named.includes(name)) &&
      named.every((name) => route.with?.includes(name) || route.may?.includes(name)),
  )?.operation;
}

/**
 * Both ways of addressing: `/BUCKET/KEY` where the host is a bare address or `localhost`, else `BUCKET.localhost` or
 * `BUCKET.s3[.REGION].amazonaws.com`.
 */
export function addressOf(request: LocalRequest): S3Address {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const virtual = /^(.+?)\.(?:s3\.)?localhost$|^(.+?)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com$/.exec(host);
  const fromHost = virtual?.[1] ?? virtual?.[2];
  const path = request.path.slice(1);
  if (fromHost !== undefined && fromHost !== 's3') return withKey(fromHost, path);
  const slash = path.indexOf('/');
  const bucket = slash < 0 ? path : path.slice(0, slash);
  return bucket === '' ? {} : withKey(bucket, slash < 0 ? '' : path.slice(slash + 1));
}

/** Throws `InvalidURI`. A `+` in a path is a plus. */
export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', { elements: { URI: text } });
  }
}

function withKey(bucket: string, key: string): S3Address {
  return key === '' ? { bucket } : { bucket, key };
}
