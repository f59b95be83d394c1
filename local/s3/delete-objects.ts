import type { LocalReply } from '../http-service.js';
import { type BucketCall, xmlReply } from './call.js';
import { checkDelete } from './conditions.js';
import { checkDeletable, deleteOne } from './object-operations.js';
import { readPayload, sentChecksum } from './payload.js';
import { S3Error, type S3ErrorCode } from './s3-error.js';
import { childNodes, childText, element, nested, readXml, type XmlNode, xmlDocument } from './xml.js';

/** Most keys of one request (S3 API, DeleteObjects). */
const LIMIT = 1000;

/** DeleteObjects: 200 even where some keys were not deleted; those are named in the body, with their errors. */
export function deleteObjects(call: BucketCall): LocalReply {
  const { request, headers } = call;
  if (headers['content-md5'] === undefined && headers['x-amz-trailer'] === undefined && !sentChecksum(headers)) {
    throw new S3Error('InvalidRequest', {
      message: 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    });
  }
  const document = readXml(readPayload(request).body, 'Delete');
  const objects = document === undefined ? [] : childNodes(document, 'Object');
  if (document === undefined || objects.length === 0 || objects.length > LIMIT) throw new S3Error('MalformedXML');
  const quiet = childText(document, 'Quiet') === 'true';
  const results = objects.map((object) => deleteNamed(call, object, quiet));
  return xmlReply(xmlDocument('DeleteResult', results));
}

function deleteNamed({ bucket }: BucketCall, object: XmlNode, quiet: boolean): string {
  const key = childText(object, 'Key');
  if (key === undefined || key === '') throw new S3Error('MalformedXML');
  const versionId = childText(object, 'VersionId');
  try {
    checkDeletable(bucket, key);
    checkDelete(childText(object, 'ETag'), bucket.latest(key), key);
  } catch (error) {
    if (error instanceof S3Error) return errorElement(key, versionId, error.code, error.message);
    throw error;
  }
  const deletion = deleteOne(bucket, key, versionId);
  if (quiet) return '';
  return nested('Deleted', [
    element('Key', key),
    element('VersionId', versionId),
    element('DeleteMarker', deletion.deleteMarker || undefined),
    element('DeleteMarkerVersionId', deletion.deleteMarker ? deletion.versionId : undefined),
  ]);
}

function errorElement(key: string, versionId: string | undefined, code: S3ErrorCode, message: string): string {
  return nested('Error', [
    element('Key', key),
    element('VersionId', versionId),
    element('Code', code),
    element('Message', message),
  ]);
}
