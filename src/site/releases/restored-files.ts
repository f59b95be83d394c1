import type { LocalFile } from '../compare-files.js';
import { CONFIG_PATH, CONFIG_TRAITS, type FileTraits, isImmutable } from '../file-headers.js';
import { phaseOf } from '../file-phase.js';
import type { Manifest } from '../manifest.js';
import type { DescribedFile } from './file-rows.js';
import type { ReleaseRecord } from './release-record.js';

/** The release as a folder would have it. */
export function filesOf({ files }: ReleaseRecord): readonly LocalFile[] {
  return [...files].map(([path, { size, sha256 }]) => ({ path, size, sha256 }));
}

/**
 * Headers as they were, and the phase that follows from them. No name counts as lasting: whatever its bytes were, they come
 * back; and an edge may hold the 404 of each name that does.
 */
export function restoredTraits({ files, config }: ReleaseRecord, releaseFile: string): (path: string) => FileTraits {
  return (path) => {
    const { contentType = '', cacheControl = '' } = files.get(path) ?? {};
    if (config !== undefined && path === CONFIG_PATH) return CONFIG_TRAITS;
    const phase = phaseOf(path, contentType, releaseFile, (other) => files.has(other));
    const asset = phase === 'other' && isImmutable(cacheControl);
    return { contentType, cacheControl, phase: asset ? 'asset' : phase, lasting: false };
  };
}

/** The version that has these bytes and headers; one that the record does not know was asked for when it was replaced. */
export function restoredVersion(
  path: string,
  { version, etag }: DescribedFile,
  manifest: Manifest | undefined,
): string | undefined {
  return version ?? manifest?.replaced?.find((one) => one.path === path && one.etag === etag)?.version;
}
