import type { LocalReply } from '../http-service.js';
import { type ObjectCall, xmlReply } from './call.js';
import { type Checksum, checksumElement, digest, isChecksumAlgorithm } from './checksum.js';
import { checkCopySource, checkWrite } from './conditions.js';
import { writtenHeaders } from './object-operations.js';
import { S3Error } from './s3-error.js';
import { aboutFromHeaders, type ObjectAbout, type StoredObject } from './stored-object.js';
import { element, xmlDocument } from './xml.js';

/**
 * CopyObject. Headers and metadata come from the source unless the directive is REPLACE; storage class and
 * encryption never do (S3 API, CopyObject).
 */
export function copyObject(call: ObjectCall): LocalReply {
  const { headers, bucket, key } = call;
  const directive = headers['x-amz-metadata-directive'] ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw new S3Error('InvalidArgument', { message: 'Unknown metadata directive.' });
  }
  const source = copySource(call);
  checkCopySource(headers, source);
  checkWrite(headers, bucket.latest(key), key);
  // Tags come along, an ACL does not.
  const asked = { ...(source.tagging === undefined ? {} : { tagging: source.tagging }), ...aboutFromHeaders(headers) };
  const about = directive === 'REPLACE' ? asked : { ...asked, headers: source.headers, metadata: source.metadata };
  if (source === bucket.current(key) && directive === 'COPY' && sameStorage(source, about)) {
    throw new S3Error('InvalidRequest', {
      message:
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's " +
        'metadata, storage class, website redirect location or encryption attributes.',
    });
  }
  const checksum = copiedChecksum(headers['x-amz-checksum-algorithm'], source);
  const copy = bucket.put(key, source.body, checksum === undefined ? about : { ...about, checksum });
  const { etag: _in_body, ...written } = writtenHeaders(copy, bucket);
  const result = xmlDocument('CopyObjectResult', [
    element('LastModified', new Date(copy.lastModified).toISOString()),
    element('ETag', `"${copy.etag}"`),
    checksum === undefined ? '' : element(checksumElement(checksum.algorithm), checksum.value),
    element('ChecksumType', checksum?.type),
  ]);
  const from = source.versionId === 'null' ? {} : { 'x-amz-copy-source-version-id': source.versionId };
  return xmlReply(result, { ...written, ...from });
}

/** `[/]BUCKET/KEY[?versionId=ID]`, encoded like a query value: an unencoded `+` is a space. */
function copySource({ headers, store }: ObjectCall): StoredObject {
  // A header is bytes: what was not encoded is read as UTF-8, so that a bare Latin-1 letter names no key.
  const sent = Buffer.from(headers['x-amz-copy-source'] ?? '', 'latin1').toString('utf8');
  const [path = '', versionId] = sent.split('?versionId=');
  const decoded = decodeFormValue(path.replace(/^\//, ''));
  const slash = decoded.indexOf('/');
  const key = decoded.slice(slash + 1);
  if (slash < 1 || key === '') {
    throw new S3Error('InvalidArgument', {
      message: 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      elements: { ArgumentName: 'x-amz-copy-source', ArgumentValue: sent },
    });
  }
  const bucket = store.bucket(decoded.slice(0, slash));
  const expectedOwner = headers['x-amz-source-expected-bucket-owner'];
  if (expectedOwner !== undefined && expectedOwner !== bucket.settings.owner) throw new S3Error('AccessDenied');
  if (versionId === undefined) {
    const current = bucket.current(key);
    if (current === undefined) throw new S3Error('NoSuchKey', { elements: { Key: key } });
    return current;
  }
  const version = bucket.version(key, versionId);
  if (version === undefined) throw new S3Error('NoSuchVersion', { elements: { Key: key, VersionId: versionId } });
  if (version.deleteMarker) {
    throw new S3Error('InvalidRequest', {
      message: 'The source of a copy request may not specifically refer to a delete marker by version id.',
    });
  }
  return version;
}

/** The source's algorithm over the whole object, or the one asked for. */
function copiedChecksum(asked: string | undefined, source: StoredObject): Checksum | undefined {
  const algorithm = asked ?? source.checksum?.algorithm;
  if (algorithm === undefined) return undefined;
  if (!isChecksumAlgorithm(algorithm)) {
    throw new S3Error('InvalidRequest', { message: 'Checksum algorithm provided is unsupported.' });
  }
  return { algorithm, value: digest(algorithm, source.body).toString('base64'), type: 'FULL_OBJECT' };
}

function sameStorage(source: StoredObject, about: ObjectAbout): boolean {
  return (
    source.storageClass === about.storageClass && JSON.stringify(source.encryption) === JSON.stringify(about.encryption)
  );
}

function decodeFormValue(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new S3Error('InvalidArgument', {
      message: 'Invalid copy source encoding.',
      elements: { ArgumentName: 'x-amz-copy-source', ArgumentValue: text },
    });
  }
}
