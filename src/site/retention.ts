import { MANIFEST_PATH, type Manifest, type ManifestFile } from './manifest.js';
import type { ListedObject } from './stored-object.js';
import type { Expiry } from './sync-plan.js';

export interface RetentionRequest {
  readonly prefix: string;
  readonly manifest: Manifest | undefined;
  /** A complete listing, by path inside the site. */
  readonly listing: ReadonlyMap<string, ListedObject>;
  /** Paths of the new release. */
  readonly referenced: ReadonlySet<string>;
  readonly isExcluded: (path: string) => boolean;
  readonly keepDays: number;
  readonly maxDeletes: number;
  readonly now: Date;
}

export interface Retention {
  /** Owned, there, and named by no release: path and since when (ISO 8601). */
  readonly unreferenced: ReadonlyMap<string, string>;
  readonly expiries: readonly Expiry[];
  /** Paths. */
  readonly due: readonly string[];
  /** Owned, there, and left alone because `exclude` says so. */
  readonly spared: ReadonlySet<string>;
  /** Owned, named by no release, and deleted by somebody else. */
  readonly lost: ReadonlySet<string>;
  /** Once ours, and not any more: written by somebody else, or moved to a site of its own. Never deleted. */
  readonly taken: readonly string[];
  readonly warning?: string | undefined;
}

const DAY_MS = 86_400_000;

/** Which files of old releases stay for the tabs that still use them, and which are due. Only what the manifest owns. */
export function retention(request: RetentionRequest): Retention {
  const { manifest, listing, referenced, isExcluded, keepDays, maxDeletes, now, prefix } = request;
  const unreferenced = new Map<string, string>();
  const spared = new Set<string>();
  const lost = new Set<string>();
  const taken: string[] = [];
  const others = foreignFolders(listing);
  for (const [path, file] of manifest?.files ?? []) {
    const listed = listing.get(path);
    if (referenced.has(path)) continue;
    if (listed === undefined) {
      lost.add(path);
      continue;
    }
    if (isExcluded(path)) spared.add(path);
    else if (!isOurs(path, file, listed, others)) taken.push(path);
    else unreferenced.set(path, file.unreferencedSince ?? now.toISOString());
  }
  const deleteAt = (since: string) => new Date(Date.parse(since) + keepDays * DAY_MS);
  const paths = [...unreferenced].sort(([a], [b]) => (a < b ? -1 : 1));
  const due = paths.filter(([, since]) => deleteAt(since) <= now).map(([path]) => path);
  const tooMany = due.length > maxDeletes;
  const deleted = new Set(tooMany ? [] : due);
  const expiries = paths
    .filter(([path]) => !deleted.has(path))
    .map(([path, since]) => ({ key: prefix + path, unreferencedSince: day(since), deleteOn: day(deleteAt(since)) }));
  return {
    unreferenced,
    spared,
    expiries,
    due: [...deleted],
    lost,
    taken,
    warning: tooMany
      ? `${due.length} files of old releases are due for deletion, more than the ${maxDeletes} of "max-deletes": ` +
        'none is deleted, and the site is live. Raise "max-deletes" if they should go'
      : undefined,
  };
}

/** Folders of other sites in the same bucket, which have a manifest of their own. */
function foreignFolders(listing: RetentionRequest['listing']): readonly string[] {
  return [...listing.keys()]
    .filter((path) => path.endsWith(`/${MANIFEST_PATH}`))
    .map((path) => path.slice(0, -MANIFEST_PATH.length));
}

/** Owned is what has our name and still our bytes: the ETag that S3 answered when it was written, of whatever form. */
function isOurs(path: string, file: ManifestFile, listed: ListedObject, others: readonly string[]): boolean {
  if (others.some((folder) => path.startsWith(folder))) return false;
  return file.etag === '' ? file.size === listed.size : file.etag === listed.etag;
}

/** `YYYY-MM-DD`, in UTC. */
function day(date: Date | string): string {
  return (typeof date === 'string' ? date : date.toISOString()).slice(0, 10);
}
