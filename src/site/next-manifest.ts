import type { Manifest, ManifestFile, PendingInvalidation } from './manifest.js';
import type { SiteSync } from './site-sync.js';

/**
 * The manifest before anything is uploaded: new keys are owned from here on, whatever happens to the run, and the
 * invalidation that the upload makes necessary is owed. What is live keeps its description until it is replaced. What
 * this release names is referenced again from here on: its pages may go live, whatever becomes of the run.
 * @param intent another one for each deploy
 */
export function manifestOfIntent(
  before: Manifest | undefined,
  { tasks, release }: SiteSync,
  pending: readonly PendingInvalidation[],
  intent: string,
): Manifest {
  const files = new Map(before?.files);
  for (const { file, decision } of tasks) {
    const { unreferencedSince: _, ...known } = files.get(file.path) ?? description(file, decision, '');
    files.set(file.path, known);
  }
  return { release: before?.release ?? release, intent, files, pending };
}

/** The manifest when all files are up. `etags` by path: of what this run wrote. */
export function manifestOfRelease(
  before: Manifest | undefined,
  sync: SiteSync,
  etags: ReadonlyMap<string, string>,
  pending: readonly PendingInvalidation[],
): Manifest {
  const files = new Map<string, ManifestFile>();
  for (const { file, decision, listed } of sync.tasks) {
    files.set(file.path, description(file, decision, etags.get(file.path) ?? listed?.etag ?? ''));
  }
  for (const [path, file] of before?.files ?? []) {
    const unreferencedSince = sync.retention.unreferenced.get(path);
    if (unreferencedSince !== undefined) files.set(path, { ...file, unreferencedSince });
    else if (sync.retention.spared.has(path)) files.set(path, file);
  }
  return { release: sync.release, files, pending };
}

/** The manifest without files that are deleted. */
export function manifestWithout(manifest: Manifest, paths: readonly string[]): Manifest {
  const files = new Map(manifest.files);
  for (const path of paths) files.delete(path);
  return { ...manifest, files };
}

function description(
  file: { readonly sha256: string; readonly size: number },
  headers: { readonly contentType: string; readonly cacheControl: string },
  etag: string,
): ManifestFile {
  const { contentType, cacheControl } = headers;
  return { sha256: file.sha256, etag, size: file.size, contentType, cacheControl };
}
