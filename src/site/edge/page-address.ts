import { type EdgeTraits, insideOrigin } from './invalidation.js';

/** What an address is made from. */
export interface AddressFacts {
  /** Inside the bucket: `''` or a path that ends in `/`. */
  readonly prefix: string;
  /** The address of the site's root, where it is known. */
  readonly url?: string | undefined;
  readonly edges: ReadonlyMap<string, EdgeTraits>;
}

/**
 * Where visitors find a page of this path inside the site: a whole address where the site's own is known, otherwise the
 * path that the distribution answers. `docs/index.html` is `docs/` only where a function may lead there.
 */
export function pageAddress(path: string, { prefix, url, edges }: AddressFacts): string {
  const serving = [...edges.values()].find((edge) => insideOrigin(prefix + path, edge) !== undefined);
  const isFolder = path === 'index.html' || (path.endsWith('/index.html') && serving?.cleanAddresses === true);
  const short = isFolder ? path.slice(0, -'index.html'.length) : path;
  if (url !== undefined) return url.replace(/\/?$/, '/') + encoded(short);
  return `/${encoded(serving === undefined ? prefix + short : (insideOrigin(prefix + short, serving) ?? ''))}`;
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
