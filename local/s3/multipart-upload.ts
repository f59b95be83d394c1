import { createHash } from 'node:crypto';
import type { Checksum, ChecksumAlgorithm } from './checksum.js';
import type { ObjectAbout } from './stored-object.js';

export interface UploadedPart {
  readonly number: number;
  readonly body: Buffer;
  /** Without quotes. */
  readonly etag: string;
  readonly checksum?: Checksum;
  readonly lastModified: number;
}

/** An upload in parts that was begun and neither completed nor aborted. */
export interface MultipartUpload {
  readonly id: string;
  readonly key: string;
  readonly about: ObjectAbout;
  /** Announced when it was begun; every part must come with it. */
  readonly algorithm?: ChecksumAlgorithm;
  readonly checksumType?: Checksum['type'];
  readonly initiated: number;
  readonly parts: Map<number, UploadedPart>;
}

/** The ETag of an object in parts: MD5 of the parts' MD5s, and their number. */
export function multipartEtag(parts: readonly UploadedPart[]): string {
  const digest = createHash('md5');
  for (const part of parts) digest.update(Buffer.from(part.etag, 'hex'));
  return `${digest.digest('hex')}-${parts.length}`;
}
