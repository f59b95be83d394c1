import { ActionError } from '../../errors.js';
import type { StoredVersion } from '../../ports/site.js';

/** An answer's own words for what is stored now. Throws where it has none: S3 names the ETag in each, so something else answered. */
export function stored(etag: string | undefined, version: string | undefined): StoredVersion {
  if (etag === undefined) {
    throw new ActionError({
      what: 'The bucket gave an answer that is not one of S3',
      found: 'success without an ETag',
      wayOut: 'Look whether a proxy answers in its place, then run this again: it continues where it stopped',
    });
  }
  return { etag: unquoted(etag), version };
}

export function unquoted(etag: string | undefined): string {
  return (etag ?? '').replaceAll('"', '');
}

/** Hex; the checksum of an upload in parts (`...-12`) is not one of the content. */
export function wholeSha256(base64: string | undefined): string | undefined {
  if (base64 === undefined || base64.includes('-')) return undefined;
  return Buffer.from(base64, 'base64').toString('hex');
}
