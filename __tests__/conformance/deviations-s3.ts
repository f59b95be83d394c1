import type { Deviation, Observation } from './check.js';

/** moto 5.2, as measured. */
export const S3_DEVIATIONS: readonly Deviation[] = [
  moto('an object without encryption of its own is told as AES256', 'tells no default encryption', null),
  moto(
    'DeleteObjects with an ETag for each key is 200, with an error inside for the one that changed',
    'DeleteObjects ignores the ETag of a key and deletes',
    { status: 200, deleted: ['a', 'b'], errors: [], left: '404 NoSuchKey' },
  ),
  moto('CopyObject copies only the source it was asked for by ETag', 'CopyObject ignores x-amz-copy-source-if-match', [
    '200',
    '200',
  ]),
  moto(
    'CopyObject with If-None-Match: * does not write over an object, with If-Match only over that one',
    'CopyObject ignores conditions on its destination',
    ['200', '200', '200', '200'],
  ),
  moto(
    'CompleteMultipartUpload with If-Match writes only over that very object',
    'CompleteMultipartUpload ignores If-Match',
    ['200', '200'],
  ),
  moto(
    'a copy source with a bare + does not find the key with a plus',
    'takes a bare + in a copy source for a plus',
    '200',
  ),
  moto(
    'deleting leaves a marker: reads are 404, listings empty; deleting the marker brings the object back',
    'does not tell that it was a marker that was deleted',
    { deleted: true, get: '404 NoSuchKey', head: '404 NotFound', listed: 0, removedMarker: null, back: 'one' },
  ),
  moto('a delete marker is made for a key that never was', 'makes no marker for a key that never was', [null, 0]),
  moto('reading a delete marker by its id is 405', 'a delete marker read by its id is 404', '404 NoSuchVersion'),
  moto(
    'with versions suspended a write replaces the version null and keeps those with an id',
    'does not find the version null of a suspended bucket',
    'threw Unknown',
  ),
  moto('1,001 keys in one DeleteObjects are MalformedXML', 'DeleteObjects has no limit', '200'),
  moto('DeleteObjects names what it deleted, missing keys too; quiet names nothing', 'DeleteObjects is never quiet', [
    ['a', 'missing'],
    1,
  ]),
  moto('a continuation token that S3 did not make is InvalidArgument', 'accepts any continuation token', '200'),
  moto('a key of 1,024 bytes is stored, one of 1,025 is KeyTooLongError', 'measures keys in characters, not in bytes', [
    '200',
    '200',
  ]),
  moto('an upload that was aborted is gone, and cannot be completed', 'completing an upload that is gone is 500', [
    '204',
    '500 Error',
    0,
  ]),
  moto('a part for an upload that does not exist is NoSuchUpload', 'a part for no upload is 500', '500 Error'),
  moto('parts that are not in ascending order are InvalidPartOrder', 'accepts parts in any order', '200'),
  moto(
    'an upload with checksums, completed without naming those of its parts, is refused',
    'completes without the checksums of the parts',
    '200',
  ),
  moto(
    'the checksum of an object in parts is the checksum of their checksums, with their number',
    'tells no composite checksum',
    [null, '8GlrkRsfXmaMaQRMnK9B+/0x4dPxfH90qoZeWDaezUY='],
  ),
  moto(
    'a right checksum is accepted, kept, and told on request, in each algorithm',
    'keeps a checksum only where x-amz-sdk-checksum-algorithm names it',
    Array.from({ length: 5 }, () => '200 undefined'),
  ),
  ...['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'].map((algorithm) =>
    moto(`a wrong ${algorithm} is BadDigest, and nothing is stored`, `accepts a wrong ${algorithm}`, ['200', '200']),
  ),
  moto('a checksum that is none is InvalidRequest', 'does not look at checksums', '200'),
  moto('two checksums of different kinds are InvalidRequest', 'does not look at checksums', '200'),
  moto('a wrong Content-MD5 is BadDigest, one that is none is InvalidDigest', 'does not look at Content-MD5', [
    '200',
    '200',
    '200',
  ]),
  moto(
    'a body that is not the one that was signed is refused',
    'does not hold the body against x-amz-content-sha256',
    '200',
  ),
  moto(
    'a chunked upload with a checksum in its trailer is decoded, and its coding not stored',
    'drops the checksum of a trailer',
    ['200', '123456789', 'gzip', null],
  ),
  moto('a wrong checksum in a trailer is BadDigest', 'accepts a wrong checksum in a trailer', '200'),
  moto(
    'DeleteObjects without Content-MD5 or checksum is InvalidRequest',
    'DeleteObjects needs no digest of its body',
    '200',
  ),
  moto('every call that expects another bucket owner is AccessDenied', 'ignores the expected bucket owner', [
    '200',
    '200',
    '200',
    '200',
    '200',
    '204',
  ]),
  moto('a write without credentials is AccessDenied', 'accepts a write without credentials', '200'),
];

function moto(check: string, says: string, observed: Observation): Deviation {
  return { target: 'moto', check, says, observed };
}
