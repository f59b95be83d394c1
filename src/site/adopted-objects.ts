import type { FileTask } from './compare-files.js';
import type { Manifest } from './manifest.js';

/**
 * Paths whose object somebody else wrote, and whose own headers and access nobody has looked at since, or that are known
 * to have some. An intent without an ETag is this site's own.
 */
export function adoptedPaths(tasks: readonly FileTask[], manifest: Manifest | undefined): ReadonlySet<string> {
  return new Set(tasks.filter((task) => isForeign(task, manifest)).map(({ file }) => file.path));
}

function isForeign({ file, listed }: FileTask, manifest: Manifest | undefined): boolean {
  if (listed === undefined) return false;
  const known = manifest?.files.get(file.path);
  if (known === undefined || manifest?.adopted?.has(file.path) === true) return true;
  return known.etag !== '' && known.etag !== listed.etag;
}
