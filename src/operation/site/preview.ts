import type { SitePorts } from '../../ports/site.js';
import type { FileTask } from '../../site/compare-files.js';
import { isPage } from '../../site/content-type.js';
import { referencesOf } from '../../site/page-references.js';
import type { SyncPlan } from '../../site/sync-plan.js';
import { compareSite, type SiteComparison } from './compare.js';
import type { SiteRequest } from './request.js';

const WARNED = 10;

/**
 * What a deploy would do to the site, for the pull request. Reads, and changes nothing. Warns of every file without a
 * content hash that changes in place and that a page uses: there the promise of an unbroken site ends.
 */
export async function previewSite(request: SiteRequest, ports: SitePorts): Promise<SyncPlan> {
  const comparison = await compareSite(request, ports);
  const { plan } = comparison.sync;
  const inPlace = await inPlaceWarnings(comparison, request, ports);
  return inPlace.length === 0 ? plan : { ...plan, warnings: [...plan.warnings, ...inPlace] };
}

async function inPlaceWarnings(
  { sync, files }: SiteComparison,
  { url }: SiteRequest,
  { folder }: Pick<SitePorts, 'folder'>,
): Promise<readonly string[]> {
  const changing = sync.tasks.filter(({ decision }) => decision.reason === 'content' && decision.phase === 'other');
  if (changing.length === 0) return [];
  const wanted = new Set(changing.map(({ file }) => file.path));
  const usedBy = new Map<string, string>();
  const base = url === undefined ? '/' : new URL(url).pathname.replace(/\/?$/, '/');
  const pages = new Set(sync.tasks.filter(isPageTask).map(({ file }) => file.path));
  for (const file of files) {
    if (!pages.has(file.path)) continue;
    const html = Buffer.from(await folder.content(file).bytes()).toString();
    for (const path of referencesOf(file.path, html, base)) {
      if (wanted.has(path) && !usedBy.has(path)) usedBy.set(path, file.path);
    }
  }
  const all = [...usedBy].map(
    ([path, page]) =>
      `${path} changes in place, and ${page} uses it: for a moment visitors can have an old page with the new file. ` +
      'A name with a content hash has no such moment',
  );
  if (all.length <= WARNED) return all;
  return [...all.slice(0, WARNED), `${all.length - WARNED} more files that pages use change in place`];
}

function isPageTask({ decision }: FileTask): boolean {
  return isPage(decision.contentType);
}
