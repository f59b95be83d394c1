import type { LocalReply } from '../http-service.js';
import type { Bucket } from './bucket.js';
import { type BucketCall, keyWriter, pageSize, xmlReply } from './call.js';
import { isCurrent, type ListingItem, listKeys, readToken, tokenAfter } from './listing.js';
import { S3Error } from './s3-error.js';
import type { ObjectVersion, StoredObject } from './stored-object.js';
import { element, nested, xmlDocument } from './xml.js';

export function listObjectsV2(call: BucketCall): LocalReply {
  const { bucket, query } = call;
  if (query.get('list-type') !== '2') throw new S3Error('InvalidArgument', { message: 'Invalid List Type' });
  const write = keyWriter(call);
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const after = token === null ? startAfter : readToken(token);
  const limit = pageSize(call, 'max-keys');
  const page = listKeys(bucket.keys(), { ...grouping(call), ...(after ? { after } : {}), limit }, isCurrent(bucket));
  const last = page.items.at(-1);
  return xmlReply(
    xmlDocument('ListBucketResult', [
      ...listingHead(call, limit),
      element('KeyCount', page.items.length),
      element('ContinuationToken', token ?? undefined),
      element('StartAfter', startAfter === null ? undefined : write(startAfter)),
      element('IsTruncated', page.truncated),
      element('NextContinuationToken', page.truncated && last ? tokenAfter(last.name) : undefined),
      ...objectItems(call, page.items, query.get('fetch-owner') === 'true'),
    ]),
  );
}

/** The first version of the call, which older tools still make. `NextMarker` comes with a delimiter only. */
export function listObjects(call: BucketCall): LocalReply {
  const { bucket, query } = call;
  const write = keyWriter(call);
  const marker = query.get('marker') ?? '';
  const limit = pageSize(call, 'max-keys');
  const request = { ...grouping(call), ...(marker === '' ? {} : { after: marker }), limit };
  const page = listKeys(bucket.keys(), request, isCurrent(bucket));
  const last = page.items.at(-1);
  return xmlReply(
    xmlDocument('ListBucketResult', [
      ...listingHead(call, limit),
      element('Marker', write(marker)),
      element('IsTruncated', page.truncated),
      element('NextMarker', page.truncated && query.has('delimiter') && last ? write(last.name) : undefined),
      ...objectItems(call, page.items, true),
    ]),
  );
}

/** Versions and delete markers, newest first in each key. A page may end inside a key. */
export function listObjectVersions(call: BucketCall): LocalReply {
  const { bucket, query } = call;
  const write = keyWriter(call);
  const keyMarker = query.get('key-marker') ?? '';
  const versionMarker = query.get('version-id-marker') ?? '';
  if (versionMarker !== '' && keyMarker === '') {
    throw new S3Error('InvalidArgument', {
      message: 'A version-id marker cannot be specified without a key marker.',
      elements: { ArgumentName: 'version-id-marker', ArgumentValue: versionMarker },
    });
  }
  const limit = pageSize(call, 'max-keys');
  const rows: VersionRow[] = versionMarker === '' ? [] : rowsBehind(bucket, keyMarker, versionMarker);
  // One item more than fits, to know whether the page is the last: every key has at least one version.
  const request = { ...grouping(call), ...(keyMarker === '' ? {} : { after: keyMarker }), limit: limit + 1 };
  for (const item of listKeys(bucket.keys(), request, () => true).items) {
    if (item.kind === 'prefix') rows.push({ prefix: item.name });
    else rows.push(...versionRows(bucket, bucket.versionsOf(item.name)));
    if (rows.length > limit) break;
  }
  const truncated = limit > 0 && rows.length > limit;
  const shown = rows.slice(0, limit);
  const last = truncated ? shown.at(-1) : undefined;
  return xmlReply(
    xmlDocument('ListVersionsResult', [
      ...listingHead(call, limit),
      element('KeyMarker', write(keyMarker)),
      element('VersionIdMarker', versionMarker),
      element('IsTruncated', truncated),
      element('NextKeyMarker', last && write(last.prefix ?? last.version?.key ?? '')),
      element('NextVersionIdMarker', last?.version?.versionId),
      ...shown.map((row) => versionElement(row, write, call.store.accountId)),
    ]),
  );
}

type VersionRow =
  | { readonly prefix: string; readonly version?: undefined }
  | { readonly prefix?: undefined; readonly version: ObjectVersion; readonly latest: boolean };

function versionRows(bucket: Bucket, versions: readonly ObjectVersion[]): VersionRow[] {
  return versions.map((version) => ({ version, latest: version === bucket.latest(version.key) }));
}

function rowsBehind(bucket: Bucket, key: string, versionId: string): VersionRow[] {
  const versions = bucket.versionsAfter(key, versionId);
  if (versions === undefined) throw new S3Error('InvalidArgument', { message: 'Invalid version id specified' });
  return versionRows(bucket, versions);
}

function versionElement(row: VersionRow, write: (key: string) => string, owner: string): string {
  if (row.version === undefined) return nested('CommonPrefixes', [element('Prefix', write(row.prefix))]);
  const { version } = row;
  return nested(version.deleteMarker ? 'DeleteMarker' : 'Version', [
    element('Key', write(version.key)),
    element('VersionId', version.versionId),
    element('IsLatest', row.latest),
    element('LastModified', new Date(version.lastModified).toISOString()),
    ...(version.deleteMarker ? [] : objectElements(version)),
    nested('Owner', [element('ID', owner)]),
  ]);
}

function objectItems(call: BucketCall, items: readonly ListingItem[], withOwner: boolean): string[] {
  const write = keyWriter(call);
  return items.map((item) => {
    const object = item.kind === 'key' ? call.bucket.current(item.name) : undefined;
    if (object === undefined) return nested('CommonPrefixes', [element('Prefix', write(item.name))]);
    return nested('Contents', [
      element('Key', write(object.key)),
      element('LastModified', new Date(object.lastModified).toISOString()),
      ...objectElements(object),
      ...(withOwner ? [nested('Owner', [element('ID', call.store.accountId)])] : []),
    ]);
  });
}

function objectElements(object: StoredObject): string[] {
  return [
    element('ETag', `"${object.etag}"`),
    element('ChecksumAlgorithm', object.checksum?.algorithm),
    element('ChecksumType', object.checksum?.type),
    element('Size', object.body.length),
    element('StorageClass', object.storageClass),
  ];
}

function grouping({ query }: BucketCall): { readonly prefix: string; readonly delimiter: string } {
  return { prefix: query.get('prefix') ?? '', delimiter: query.get('delimiter') ?? '' };
}

function listingHead(call: BucketCall, limit: number): string[] {
  const { prefix, delimiter } = grouping(call);
  const write = keyWriter(call);
  return [
    element('Name', call.bucket.name),
    element('Prefix', write(prefix)),
    element('Delimiter', delimiter === '' ? undefined : write(delimiter)),
    element('MaxKeys', limit),
    element('EncodingType', call.query.get('encoding-type') ?? undefined),
  ];
}
