import type { StoredVersion } from '../../ports/site.js';

/** An answer's own words for what is stored now. */
export function stored(etag: string | undefined, version: string | undefined): StoredVersion {
  return { etag: (etag ?? '').replaceAll('"', ''), version };
}
