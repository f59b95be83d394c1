import type { StoredVersion } from '../../ports/site.js';

/** An answer's own words for what is stored now. */
export function stored(etag: string | undefined, version: string | undefined): StoredVersion {
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
