import { ActionError } from '../../errors.js';
import type { SitePorts } from '../../ports/site.js';
import { type FileTraits, fileTraits } from '../../site/file-headers.js';
import type { SiteRequest } from './request.js';

/** As many as one request takes (S3 API, DeleteObjects). */
const AT_ONCE = 1000;
const NAMED = 5;

/** Keys that are due, in the order in which they may go: a service worker before the pages that it names, and a page
 * before its files. */
export function pruneOrder(
  paths: readonly string[],
  traitsOf: (path: string) => Pick<FileTraits, 'phase'>,
): {
  readonly watching: readonly string[];
  readonly naming: readonly string[];
  readonly named: readonly string[];
} {
  const phase = (path: string) => traitsOf(path).phase;
  return {
    watching: paths.filter((path) => phase(path) === 'worker' || phase(path) === 'release'),
    naming: paths.filter((path) => phase(path) === 'page'),
    named: paths.filter((path) => phase(path) === 'asset' || phase(path) === 'other'),
  };
}

/**
 * Deletes what is due. Until the pages that name a file are gone from every edge, the file stays.
 * @param forget makes the invalidation that is owed
 */
export async function pruneDue(
  due: readonly string[],
  { prefix, cacheRules, releaseFile }: Pick<SiteRequest, 'prefix' | 'cacheRules' | 'releaseFile'>,
  ports: Pick<SitePorts, 'objects' | 'signal'>,
  forget: () => Promise<void>,
  deleted: (count: number) => void,
): Promise<void> {
  const { watching, naming, named } = pruneOrder(due, fileTraits(cacheRules, releaseFile));
  const remove = async (paths: readonly string[]) => {
    const keys = paths.map((path) => prefix + path);
    await removeAll(keys, ports, deleted);
  };
  await remove(watching);
  await remove(naming);
  await forget();
  await remove(named);
}

/** @param deleted told how many, after each request */
export async function removeAll(
  keys: readonly string[],
  { objects, signal }: Pick<SitePorts, 'objects' | 'signal'>,
  deleted: (count: number) => void,
): Promise<void> {
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    signal.throwIfAborted();
    const batch = keys.slice(at, at + AT_ONCE);
    const failed = await objects.remove(batch);
    deleted(batch.length - failed.length);
    if (failed.length > 0) throw notDeleted(failed);
  }
}

function notDeleted(failed: readonly { readonly key: string; readonly why: string }[]): ActionError {
  const named = failed.slice(0, NAMED).map(({ key, why }) => `${key} (${why})`);
  const more = failed.length > NAMED ? ` and ${failed.length - NAMED} more` : '';
  return new ActionError({
    what: `${failed.length === 1 ? 'One old file' : `${failed.length} old files`} could not be deleted`,
    found: named.join(', ') + more,
    expected: 'the right to delete objects of the site',
    wayOut: 'The new release is live. Look at the deploy role, then run the deploy again',
  });
}
