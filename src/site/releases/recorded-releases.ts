import type { ListedObject } from '../stored-object.js';

/** Where the releases are recorded, below the site's prefix. */
export const RELEASES = '.well-managed/releases/';
/** How many releases are remembered. */
export const KEPT_RELEASES = 50;

/** A release as the listing of the site shows it: its record is not read for that. */
export interface RecordedRelease {
  readonly release: string;
  /** `YYYY-MM-DDThh:mm:ssZ`: when it became live first. */
  readonly at: string;
  /** Below the prefix. */
  readonly path: string;
  /** Of the record. */
  readonly etag: string;
}

const NAME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-([0-9a-z]+-[0-9a-f]{8})\.json$/;

/** Newest first. @param objects by whole key */
export function recordedReleases(
  objects: ReadonlyMap<string, ListedObject>,
  prefix: string,
): readonly RecordedRelease[] {
  const folder = prefix + RELEASES;
  const found: RecordedRelease[] = [];
  for (const [key, { etag }] of objects) {
    if (!key.startsWith(folder)) continue;
    const [, year, month, day, hour, minute, second, release] = NAME.exec(key.slice(folder.length)) ?? [];
    if (release === undefined) continue;
    found.push({
      release,
      at: `${year}-${month}-${day}T${hour}:${minute}:${second}Z`,
      path: key.slice(prefix.length),
      etag,
    });
  }
  return found.sort((a, b) => (a.path < b.path ? 1 : -1));
}

/** `.well-managed/releases/20261125T120000Z-c0ffee1-0a1b2c3d.json`: in the order of time, and told apart without a read. */
export function releasePath(release: string, at: string): string {
  return `${RELEASES}${at.slice(0, 19).replace(/[-:]/g, '')}Z-${release}.json`;
}
