import { basename } from 'node:path/posix';
import { isPage } from './content-type.js';
import type { Phase } from './sync-plan.js';

/** What names pages: read by a tab that is open, it must not say of a release what is not there yet. */
const WATCHES_PAGES =
  /^(?:(?:[\w-]*[-_.])?(?:sw|service[-_]?worker)(?:[-_.][\w-]+)?\.[cm]?js|ngsw-worker\.js|safety-worker\.js|onesignalsdk(?:updater)?worker\.js|ngsw\.json|asset-manifest\.json|precache[-.]?manifest[\w.-]*\.(?:js|json)|workbox-config\.json|version\.json)$/i;
/** Read with a page, and as fresh as it has to be. */
const DATA_NAME =
  /(?:\.webmanifest|\.data)$|^(?:manifest|page-data|app-data|__data|_payload|q-data|hashmap|importmap|import-map|config|env|runtime-config|app-?settings|settings|mf-manifest|federation\.manifest|federation-manifest|remoteEntry|mf-stats)\.json$|^(?:remoteEntry|env|env-config|runtime-config|config)\.[cm]?js$/i;
const DATA_FOLDER = /(?:^|\/)(?:page-data\/.+\.json|_next\/data\/.+\.json|_nuxt\/builds\/.+\.json|_app\/env\.js)$/;
const LATEST_BUILD = /(?:^|\/)_nuxt\/builds\/latest\.json$/;

/** @param hasFile asked for the page that a text belongs to */
export function phaseOf(
  path: string,
  contentType: string,
  releaseFile: string,
  hasFile: (path: string) => boolean = () => false,
): Exclude<Phase, 'asset'> {
  if (path === releaseFile) return 'release';
  const name = basename(path);
  if (WATCHES_PAGES.test(name) || LATEST_BUILD.test(path)) return 'worker';
  // A page stays a page whatever its name: it is what people hold an address of, so it may change in place.
  if (isPage(contentType) || DATA_NAME.test(name) || DATA_FOLDER.test(path) || isPageText(path, hasFile)) return 'page';
  return 'other';
}

/** Next writes a page's data beside it as text: `about.txt` or `about/__next._tree.txt`. */
function isPageText(path: string, hasFile: (path: string) => boolean): boolean {
  if (!path.endsWith('.txt')) return false;
  if (/(?:^|\/)__next[.\w!$@()[\]-]*\.txt$/.test(path)) return true;
  const bare = path.slice(0, -'.txt'.length);
  return hasFile(`${bare}.html`) || hasFile(`${bare}/index.html`);
}
