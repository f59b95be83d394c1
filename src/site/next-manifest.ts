import { lastingOf, rememberGone } from './gone-names.js';
import type { Manifest, ManifestFile, PendingInvalidation, ReplacedVersion } from './manifest.js';
import type { SiteSync } from './site-sync.js';

/**
 * The manifest before anything is uploaded: new keys are owned from here on, whatever happens to the run, and the
 * invalidation that the upload makes necessary is owed. What is live keeps its description until it is replaced. What
 * this release names is referenced again from here on: its pages may go live, whatever becomes of the run.
 * @param intent another one for each deploy
 * @param replaced versions of what is about to be replaced, which nothing knew
 */
export function manifestOfIntent(
  before: Manifest | undefined,
  { tasks, release, adopted }: SiteSync,
  pending: readonly PendingInvalidation[],
  intent: string,
  replaced: readonly ReplacedVersion[] = before?.replaced ?? [],
): Manifest {
  const files = new Map(before?.files);
  for (const { file, decision } of tasks) {
    const { unreferencedSince: _, ...known } = files.get(file.path) ?? description(file, decision, '');
    files.set(file.path, known);
  }
  const { gone } = before ?? {};
  return {
    release: before?.release ?? release,
    intent,
    files,
    pending,
    gone,
    replaced: replaced.length === 0 ? undefined : replaced,
    ...adoptedOf(before, adopted, files),
  };
}

/** What a write was answered. */
interface Stored {
  readonly etag: string;
  readonly version?: string | undefined;
}

/** The manifest when all files are up. `stored` by path: what this run wrote. */
export function manifestOfRelease(
  before: Manifest | undefined,
  sync: SiteSync,
  stored: ReadonlyMap<string, Stored>,
  pending: readonly PendingInvalidation[],
  replaced: readonly ReplacedVersion[] = before?.replaced ?? [],
): Manifest {
  const files = new Map<string, ManifestFile>();
  for (const { file, decision, listed, version } of sync.tasks) {
    const { etag, version: made } = stored.get(file.path) ?? { etag: listed?.etag ?? '', version };
    files.set(file.path, { ...description(file, decision, etag), version: made });
  }
  for (const [path, file] of before?.files ?? []) {
    const unreferencedSince = sync.retention.unreferenced.get(path);
    if (unreferencedSince !== undefined) files.set(path, { ...file, unreferencedSince });
    else if (sync.retention.spared.has(path)) files.set(path, file);
  }
  const lost = [...(before?.files.keys() ?? [])].filter((path) => sync.retention.lost.has(path));
  const gone = rememberGone(before?.gone, lastingOf(before, lost), (path) => files.has(path), sync.now);
  return {
    release: sync.release,
    files,
    pending,
    gone: gone.size === 0 ? undefined : gone,
    replaced: replaced.length === 0 ? undefined : replaced,
    ...adoptedOf(before, sync.adopted, files, new Set(sync.tasks.map(({ file }) => file.path))),
  };
}

/** @param decided paths that this run knows about, so that what was known before does not count */
function adoptedOf(
  before: Manifest | undefined,
  now: ReadonlySet<string>,
  files: ReadonlyMap<string, ManifestFile>,
  decided: ReadonlySet<string> = new Set(),
): Pick<Manifest, 'adopted'> {
  const old = [...(before?.adopted ?? [])].filter((path) => files.has(path) && !decided.has(path));
  const adopted = new Set([...old, ...now]);
  return adopted.size === 0 ? {} : { adopted };
}

/** The manifest without files that are deleted; names that lasted are remembered. */
export function manifestWithout(manifest: Manifest, paths: readonly string[], now: Date): Manifest {
  const files = new Map(manifest.files);
  for (const path of paths) files.delete(path);
  const gone = rememberGone(manifest.gone, lastingOf(manifest, paths), (path) => files.has(path), now);
  return { ...manifest, files, gone: gone.size === 0 ? undefined : gone };
}

function description(
  file: { readonly sha256: string; readonly size: number },
  headers: { readonly contentType: string; readonly cacheControl: string },
  etag: string,
): ManifestFile {
  const { contentType, cacheControl } = headers;
  return { sha256: file.sha256, etag, size: file.size, contentType, cacheControl };
}
