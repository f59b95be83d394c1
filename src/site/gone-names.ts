import { isImmutable } from './file-headers.js';
import type { Manifest } from './manifest.js';

/** As long as a cache may keep what it was told of such a name. */
const REMEMBERED_DAYS = 365;
/** A line of the manifest each: the newest are kept. */
const MOST = 5000;
const DAY_MS = 86_400_000;

/** Names that browsers keep for a year and that are deleted, by path: when (ISO 8601). */
export type GoneNames = ReadonlyMap<string, string>;

/** Adds names; those that are back, or gone for a year, are forgotten. Oldest first. */
export function rememberGone(
  before: GoneNames | undefined,
  deleted: readonly string[],
  isBack: (path: string) => boolean,
  now: Date,
): GoneNames {
  const since = new Date(now.getTime() - REMEMBERED_DAYS * DAY_MS).toISOString();
  const all = [...(before ?? []), ...deleted.map((path) => [path, now.toISOString()] as const)]
    .filter(([path, when]) => when >= since && !isBack(path))
    .sort(([a, whenA], [b, whenB]) => (whenA === whenB ? (a < b ? -1 : 1) : whenA < whenB ? -1 : 1));
  return new Map(all.slice(-MOST));
}

/**
 * Whether a name was live once and is not there any more: pruned, or deleted by somebody else. Whoever asked for it in the
 * meantime made the edge keep a 404. What a run that died only intended has no page: pages go up after all that they name.
 */
export function wasLive(manifest: Manifest | undefined, path: string): boolean {
  return manifest?.gone?.has(path) === true || (manifest?.files.get(path)?.etag ?? '') !== '';
}

/** Those of these paths whose names lasted. */
export function lastingOf(manifest: Manifest | undefined, paths: Iterable<string>): readonly string[] {
  return [...paths].filter((path) => isImmutable(manifest?.files.get(path)?.cacheControl ?? ''));
}
