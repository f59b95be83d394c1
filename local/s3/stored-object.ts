import type { Checksum } from './checksum.js';
import { type Grant, grantsFromHeaders } from './grants.js';
import { S3Error } from './s3-error.js';

/** What is kept of an object beside its bytes. */
export interface ObjectAbout {
  /** System headers as they were sent: `content-type`, `cache-control`, ... */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: string;
  /** `x-amz-server-side-encryption` and its companions, echoed on every read. */
  readonly encryption: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
  /** Absent: private. */
  readonly grants?: readonly Grant[];
  /** As a query. */
  readonly tagging?: string;
}

export interface StoredObject extends ObjectAbout {
  readonly deleteMarker: false;
  readonly key: string;
  /** `null` (the word) where the bucket has no versions. */
  readonly versionId: string;
  /** Milliseconds since 1970, cut to a whole second, as S3 has it. */
  readonly lastModified: number;
  readonly body: Buffer;
  /** Without its quotes. */
  readonly etag: string;
  /** Of the multipart upload that made it, so that completing it again is answered like the first time. */
  readonly uploadId?: string;
}

export interface DeleteMarker {
  readonly deleteMarker: true;
  readonly key: string;
  readonly versionId: string;
  readonly lastModified: number;
}

export type ObjectVersion = StoredObject | DeleteMarker;

const SYSTEM_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-website-redirect-location',
] as const;
const ENCRYPTION_HEADERS = [
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
] as const;
const STORAGE_CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
];
const META_PREFIX = 'x-amz-meta-';
/** Names and values of user metadata together (S3 User Guide, "Working with object metadata"). */
const METADATA_LIMIT_BYTES = 2048;

/** What a write says about its object. Without a type it is `binary/octet-stream`, without encryption AES256. */
export function aboutFromHeaders(headers: Readonly<Record<string, string>>): ObjectAbout {
  const storageClass = headers['x-amz-storage-class'] ?? 'STANDARD';
  if (!STORAGE_CLASSES.includes(storageClass)) throw new S3Error('InvalidStorageClass');
  const grants = grantsFromHeaders(headers);
  const tagging = headers['x-amz-tagging'];
  return {
    headers: { 'content-type': 'binary/octet-stream', ...systemHeaders(headers) },
    metadata: userMetadata(headers),
    storageClass,
    encryption: encryptionOf(headers),
    ...(grants === undefined ? {} : { grants }),
    ...(tagging === undefined ? {} : { tagging }),
  };
}

/** The headers by which a read tells about an object. */
export function aboutHeaders(object: StoredObject): Record<string, string> {
  const told: Record<string, string> = {
    ...object.headers,
    ...object.encryption,
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  };
  for (const [name, value] of Object.entries(object.metadata)) told[META_PREFIX + name] = value;
  if (object.storageClass !== 'STANDARD') told['x-amz-storage-class'] = object.storageClass;
  if (object.tagging !== undefined) told['x-amz-tagging-count'] = String(object.tagging.split('&').length);
  return told;
}

export function encryptionOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const sent = pick(headers, ENCRYPTION_HEADERS);
  const algorithm = sent['x-amz-server-side-encryption'] ?? 'AES256';
  if (!['AES256', 'aws:kms', 'aws:kms:dsse'].includes(algorithm)) {
    throw new S3Error('InvalidArgument', { message: 'The encryption method specified is not supported' });
  }
  return { ...sent, 'x-amz-server-side-encryption': algorithm };
}

function systemHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = pick(headers, SYSTEM_HEADERS);
  // `aws-chunked` is a coding of the transfer: S3 does not store it with the object.
  const codings = (kept['content-encoding'] ?? '').split(',').map((coding) => coding.trim());
  const stored = codings.filter((coding) => coding !== '' && coding !== 'aws-chunked').join(', ');
  delete kept['content-encoding'];
  return stored === '' ? kept : { ...kept, 'content-encoding': stored };
}

function userMetadata(headers: Readonly<Record<string, string>>): Record<string, string> {
  const metadata: Record<string, string> = {};
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(META_PREFIX)) continue;
    metadata[name.slice(META_PREFIX.length)] = value;
    bytes += name.length - META_PREFIX.length + Buffer.byteLength(value, 'latin1');
  }
  if (bytes > METADATA_LIMIT_BYTES) throw new S3Error('MetadataTooLarge');
  return metadata;
}

function pick(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
