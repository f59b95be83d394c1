import type { LocalReply } from '../http-service.js';
import { type ObjectCall, xmlReply } from './call.js';
import { type Checksum, checksumElement, checksumHeader, compositeChecksum, digest } from './checksum.js';
import { checkWrite } from './conditions.js';
import { uploadOf } from './multipart-operations.js';
import { type MultipartUpload, multipartEtag, type UploadedPart } from './multipart-upload.js';
import { writtenHeaders } from './object-operations.js';
import { S3Error } from './s3-error.js';
import type { StoredObject } from './stored-object.js';
import { childNodes, childText, element, readXml, type XmlNode, xmlDocument } from './xml.js';

/** 5 MiB; the last part may be smaller (S3 User Guide, "Multipart upload limits"). */
const SMALLEST_PART_BYTES = 5 * 1024 * 1024;

/** CompleteMultipartUpload. Done again, it is answered like the first time, so that a lost answer can be retried. */
export function completeMultipartUpload(call: ObjectCall): LocalReply {
  const { headers, query, bucket, key } = call;
  const made = bucket.current(key);
  if (made?.uploadId !== undefined && made.uploadId === query.get('uploadId')) return completed(call, made);
  const upload = uploadOf(call);
  const parts = listedParts(call, upload);
  checkWrite(headers, bucket.latest(key), key);
  const body = Buffer.concat(parts.map((part) => part.body));
  const declaredSize = headers['x-amz-mp-object-size'];
  if (declaredSize !== undefined && Number(declaredSize) !== body.length) {
    throw new S3Error('InvalidRequest', {
      message: `The provided 'x-amz-mp-object-size' header does not match what was computed: ${body.length}`,
    });
  }
  const checksum = objectChecksum(call, upload, parts, body);
  const about = checksum === undefined ? upload.about : { ...upload.about, checksum };
  bucket.uploads.delete(upload.id);
  return completed(call, bucket.put(key, body, about, { etag: multipartEtag(parts), uploadId: upload.id }));
}

function listedParts({ request }: ObjectCall, upload: MultipartUpload): readonly UploadedPart[] {
  const document = readXml(request.body, 'CompleteMultipartUpload');
  const listed = document === undefined ? [] : childNodes(document, 'Part');
  if (listed.length === 0) throw new S3Error('MalformedXML');
  const parts = listed.map((node) => listedPart(node, upload));
  parts.forEach((part, index) => {
    const before = parts[index - 1];
    if (before !== undefined && before.number >= part.number) throw new S3Error('InvalidPartOrder');
  });
  const small = parts.slice(0, -1).find((part) => part.body.length < SMALLEST_PART_BYTES);
  if (small !== undefined) {
    throw new S3Error('EntityTooSmall', {
      elements: {
        ProposedSize: String(small.body.length),
        MinSizeAllowed: String(SMALLEST_PART_BYTES),
        PartNumber: String(small.number),
      },
    });
  }
  return parts;
}

function listedPart(node: XmlNode, upload: MultipartUpload): UploadedPart {
  const number = Number(childText(node, 'PartNumber'));
  const etag = childText(node, 'ETag')?.replaceAll('"', '');
  const part = upload.parts.get(number);
  if (part === undefined || part.etag !== etag) {
    throw new S3Error('InvalidPart', { elements: { PartNumber: String(number), ETag: etag ?? '' } });
  }
  const { algorithm } = upload;
  if (algorithm === undefined) return part;
  const listed = childText(node, checksumElement(algorithm));
  if (listed === undefined && upload.checksumType === 'COMPOSITE') {
    throw new S3Error('InvalidRequest', {
      message:
        `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the ` +
        `checksum for each part. It was missing for part ${number} in the request.`,
    });
  }
  if (listed !== undefined && listed !== part.checksum?.value) {
    throw new S3Error('InvalidPart', { elements: { PartNumber: String(number), ETag: etag ?? '' } });
  }
  return part;
}

function objectChecksum(
  { headers }: ObjectCall,
  upload: MultipartUpload,
  parts: readonly UploadedPart[],
  body: Buffer,
): Checksum | undefined {
  const { algorithm, checksumType: type } = upload;
  if (algorithm === undefined || type === undefined) return undefined;
  const value =
    type === 'FULL_OBJECT'
      ? digest(algorithm, body).toString('base64')
      : compositeChecksum(
          algorithm,
          parts.map((part) => part.checksum?.value ?? ''),
        );
  const sent = headers[checksumHeader(algorithm)];
  if (sent !== undefined && sent !== value) {
    throw new S3Error('BadDigest', {
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    });
  }
  return { algorithm, value, type };
}

function completed({ request, bucket }: ObjectCall, object: StoredObject): LocalReply {
  const { checksum } = object;
  const { etag: _in_body, ...headers } = writtenHeaders(object, bucket);
  return xmlReply(
    xmlDocument('CompleteMultipartUploadResult', [
      element('Location', `http://${request.headers.host ?? ''}${request.path}`),
      element('Bucket', bucket.name),
      element('Key', object.key),
      element('ETag', `"${object.etag}"`),
      checksum === undefined ? '' : element(checksumElement(checksum.algorithm), checksum.value),
      element('ChecksumType', checksum?.type),
    ]),
    headers,
  );
}
