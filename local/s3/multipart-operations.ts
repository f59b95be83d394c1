import { randomBytes } from 'node:crypto';
import type { LocalReply } from '../http-service.js';
import { type BucketCall, keyWriter, type ObjectCall, pageSize, xmlReply } from './call.js';
import { checksumElement, checksumHeader, isChecksumAlgorithm } from './checksum.js';
import { compareKeys } from './key-order.js';
import type { MultipartUpload } from './multipart-upload.js';
import { readPayload } from './payload.js';
import { S3Error } from './s3-error.js';
import { aboutFromHeaders } from './stored-object.js';
import { element, nested, xmlDocument } from './xml.js';

export function createMultipartUpload({ headers, bucket, key }: ObjectCall): LocalReply {
  const algorithm = headers['x-amz-checksum-algorithm']?.toUpperCase();
  if (algorithm !== undefined && !isChecksumAlgorithm(algorithm)) {
    throw new S3Error('InvalidRequest', { message: 'Checksum algorithm provided is unsupported.' });
  }
  const upload: MultipartUpload = {
    id: randomBytes(32).toString('base64url'),
    key,
    about: aboutFromHeaders(headers),
    ...(algorithm === undefined ? {} : { algorithm, checksumType: checksumType(headers, algorithm) }),
    initiated: bucket.settings.now(),
    parts: new Map(),
  };
  bucket.uploads.set(upload.id, upload);
  const result = [element('Bucket', bucket.name), element('Key', key), element('UploadId', upload.id)];
  return xmlReply(xmlDocument('InitiateMultipartUploadResult', result), {
    ...upload.about.encryption,
    ...(algorithm === undefined ? {} : { 'x-amz-checksum-algorithm': algorithm }),
    ...(upload.checksumType === undefined ? {} : { 'x-amz-checksum-type': upload.checksumType }),
  });
}

export function uploadPart(call: ObjectCall): LocalReply {
  const { request, query, bucket } = call;
  const upload = uploadOf(call);
  const number = Number(query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw new S3Error('InvalidArgument', {
      message: 'Part number must be an integer between 1 and 10000, inclusive',
      elements: { ArgumentName: 'partNumber', ArgumentValue: query.get('partNumber') ?? '' },
    });
  }
  const { body, checksum } = readPayload(request);
  if (checksum !== undefined && checksum.algorithm !== upload.algorithm) {
    const [expected, actual] = [upload.algorithm?.toLowerCase() ?? 'null', checksum.algorithm.toLowerCase()];
    throw new S3Error('InvalidRequest', {
      message: `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`,
    });
  }
  const etag = bucket.etagFor(body);
  const part = { number, body, etag, lastModified: bucket.settings.now() };
  upload.parts.set(number, checksum === undefined ? part : { ...part, checksum });
  return {
    status: 200,
    headers: {
      etag: `"${etag}"`,
      ...upload.about.encryption,
      ...(checksum === undefined ? {} : { [checksumHeader(checksum.algorithm)]: checksum.value }),
    },
  };
}

export function abortMultipartUpload(call: ObjectCall): LocalReply {
  call.bucket.uploads.delete(uploadOf(call).id);
  return { status: 204 };
}

export function listParts(call: ObjectCall): LocalReply {
  const upload = uploadOf(call);
  const limit = pageSize(call, 'max-parts');
  const marker = Number(call.query.get('part-number-marker') ?? 0);
  const parts = [...upload.parts.values()].filter((part) => part.number > marker).sort((a, b) => a.number - b.number);
  const shown = parts.slice(0, limit);
  return xmlReply(
    xmlDocument('ListPartsResult', [
      element('Bucket', call.bucket.name),
      element('Key', upload.key),
      element('UploadId', upload.id),
      element('StorageClass', upload.about.storageClass),
      element('ChecksumAlgorithm', upload.algorithm),
      element('ChecksumType', upload.checksumType),
      element('PartNumberMarker', marker),
      element('NextPartNumberMarker', parts.length > shown.length ? shown.at(-1)?.number : undefined),
      element('MaxParts', limit),
      element('IsTruncated', parts.length > shown.length),
      ...shown.map((part) =>
        nested('Part', [
          element('PartNumber', part.number),
          element('LastModified', new Date(part.lastModified).toISOString()),
          element('ETag', `"${part.etag}"`),
          element('Size', part.body.length),
          part.checksum === undefined ? '' : element(checksumElement(part.checksum.algorithm), part.checksum.value),
        ]),
      ),
    ]),
  );
}

export function listMultipartUploads(call: BucketCall): LocalReply {
  const { bucket, query } = call;
  const write = keyWriter(call);
  const prefix = query.get('prefix') ?? '';
  const [keyMarker, idMarker] = [query.get('key-marker') ?? '', query.get('upload-id-marker') ?? ''];
  const limit = pageSize(call, 'max-uploads');
  const uploads = [...bucket.uploads.values()]
    .filter((upload) => upload.key.startsWith(prefix))
    .sort((a, b) => compareKeys(a.key, b.key) || compareKeys(a.id, b.id))
    .filter((upload) => isAfter(upload, keyMarker, idMarker));
  const shown = uploads.slice(0, limit);
  const last = uploads.length > shown.length ? shown.at(-1) : undefined;
  return xmlReply(
    xmlDocument('ListMultipartUploadsResult', [
      element('Bucket', bucket.name),
      element('Prefix', write(prefix)),
      element('KeyMarker', write(keyMarker)),
      element('UploadIdMarker', idMarker),
      element('NextKeyMarker', last && write(last.key)),
      element('NextUploadIdMarker', last?.id),
      element('MaxUploads', limit),
      element('EncodingType', query.get('encoding-type') ?? undefined),
      element('IsTruncated', last !== undefined),
      ...shown.map((upload) =>
        nested('Upload', [
          element('Key', write(upload.key)),
          element('UploadId', upload.id),
          element('StorageClass', upload.about.storageClass),
          element('Initiated', new Date(upload.initiated).toISOString()),
        ]),
      ),
    ]),
  );
}

/** Throws `NoSuchUpload`: also for the upload of another key. */
export function uploadOf({ query, bucket, key }: ObjectCall): MultipartUpload {
  const id = query.get('uploadId') ?? '';
  const upload = bucket.uploads.get(id);
  if (upload === undefined || upload.key !== key) throw new S3Error('NoSuchUpload', { elements: { UploadId: id } });
  return upload;
}

/** CRC64NVME is of the whole object always, the SHAs never; CRC32 and CRC32C as asked, composite if not asked. */
function checksumType(headers: ObjectCall['headers'], algorithm: string): 'FULL_OBJECT' | 'COMPOSITE' {
  const asked = headers['x-amz-checksum-type']?.toUpperCase();
  const type = asked ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const possible =
    type === 'FULL_OBJECT' ? !algorithm.startsWith('SHA') : type === 'COMPOSITE' && algorithm !== 'CRC64NVME';
  if (!possible) {
    throw new S3Error('InvalidRequest', {
      message: `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    });
  }
  return type as 'FULL_OBJECT' | 'COMPOSITE';
}

function isAfter(upload: MultipartUpload, keyMarker: string, idMarker: string): boolean {
  if (keyMarker === '') return true;
  const order = compareKeys(upload.key, keyMarker);
  return order > 0 || (order === 0 && idMarker !== '' && compareKeys(upload.id, idMarker) > 0);
}
