import { basename, dirname } from 'node:path/posix';

/** More than these become folders: 1,000 paths a month are free, and each one more has a price. */
export const MOST_PATHS = 15;

/** What is known of a distribution, as far as it may be read. */
export interface EdgeTraits {
  /** Its cache key has query strings, or a function rewrites addresses: one file has many addresses. */
  readonly manyAddresses: boolean;
  /** The folders in the bucket that its origins serve, such as `/app`: they are not part of any address. `''`: the root. */
  readonly originPaths: readonly string[];
  /** Addresses of pages that are answered in the place of others, as custom error responses do for the links of an app. */
  readonly errorPages: readonly string[];
  /** A function may lead `/about` and `/about/` to `about.html`. */
  readonly cleanAddresses: boolean;
}

export const PLAIN_EDGE: EdgeTraits = {
  manyAddresses: false,
  originPaths: [''],
  errorPages: [],
  cleanAddresses: false,
};

/**
 * The fewest CloudFront paths that make the edge forget these keys: a page is also its folder, with and without the
 * slash, and the root is `/`. Sorted.
 */
export function invalidationPaths(keys: readonly string[], edge: EdgeTraits = PLAIN_EDGE): readonly string[] {
  const addresses = new Set<string>();
  for (const key of keys) {
    const inside = insideOrigin(key, edge);
    if (inside === undefined) continue;
    const forms = addressForms(inside, edge);
    for (const form of forms) addresses.add(edge.manyAddresses ? wildcard(form) : form);
    // Whatever address had no file was answered with this page.
    if (forms.some((form) => edge.errorPages.includes(form))) addresses.add('/*');
  }
  return mergedPaths([...addresses].map(encodedPath));
}

/** Whether any address of this distribution leads to one of these keys. */
export function servesAny(keys: readonly string[], edge: EdgeTraits): boolean {
  return keys.some((key) => insideOrigin(key, edge) !== undefined);
}

/** Everything below a prefix. */
export function wholeSite(prefix: string, edge: EdgeTraits = PLAIN_EDGE): readonly string[] {
  return [`${encodedPath(`/${insideOrigin(prefix, edge) ?? prefix}`)}*`];
}

/** The part of a key that is in its addresses: of several origins of one bucket, the deepest that serves it. */
export function insideOrigin(key: string, { originPaths }: EdgeTraits): string | undefined {
  const folders = originPaths.map((path) => path.replace(/^\//, '').replace(/\/?$/, '/'));
  const serving = folders.filter((folder) => folder === '/' || key.startsWith(folder));
  const [deepest] = serving.sort((a, b) => b.length - a.length);
  return deepest === undefined || deepest === '/'
    ? deepest === undefined
      ? undefined
      : key
    : key.slice(deepest.length);
}

/** Paths that are encoded already, of several changes, as one list. */
export function mergedPaths(paths: readonly string[]): readonly string[] {
  return [...withoutCovered(collapsed(paths))].sort();
}

function addressForms(key: string, { cleanAddresses }: EdgeTraits): readonly string[] {
  const path = `/${key}`;
  const bare = path.replace(/\.html?$/, '');
  if (basename(path) !== 'index.html') return cleanAddresses && bare !== path ? [path, bare, `${bare}/`] : [path];
  const folder = dirname(path);
  return folder === '/' ? [path, '/'] : [path, `${folder}/`, folder];
}

function wildcard(path: string): string {
  return path.endsWith('*') ? path : `${path}*`;
}

/**
 * Percent-encodes what RFC 1738 (2.2) calls unsafe and what is not ASCII, and nothing else: CloudFront compares the
 * text, so `+` encoded would be another address. A `?` cannot be written in a path: what follows it becomes a wildcard.
 */
export function encodedPath(path: string): string {
  const question = path.indexOf('?');
  const bare = question < 0 ? path : `${path.slice(0, question)}*`;
  return bare.replace(/[\s<>"#%{}|\\^~[\]`]|[^\x21-\x7e]/gu, (character) =>
    character === '~' ? '%7E' : encodeURIComponent(character),
  );
}

/** Too many paths become wildcards of their folders, the deepest first, at last of everything. */
function collapsed(paths: readonly string[]): readonly string[] {
  let current = paths;
  const depth = (path: string) => path.split('/').length - 1;
  for (let level = Math.max(0, ...paths.map(depth)); level > 1 && current.length > MOST_PATHS; level--) {
    current = withoutCovered(foldersAt(current, level));
  }
  return current.length > MOST_PATHS ? ['/*'] : current;
}

/** Where a folder of this depth has two or more paths, one wildcard stands for them. */
function foldersAt(paths: readonly string[], level: number): readonly string[] {
  const byFolder = new Map<string, string[]>();
  const rest: string[] = [];
  for (const path of paths) {
    const parts = path.split('/');
    if (parts.length - 1 < level) {
      rest.push(path);
      continue;
    }
    const folder = `${parts.slice(0, level).join('/')}/`;
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  for (const [folder, inside] of byFolder) rest.push(...(inside.length > 1 ? [`${folder}*`] : inside));
  return rest;
}

/** A path that a wildcard covers costs and does nothing. Sorted, whatever a wildcard covers comes right after it. */
function withoutCovered(paths: readonly string[]): string[] {
  const stem = (path: string) => (path.endsWith('*') ? path.slice(0, -1) : path);
  const sorted = [...new Set(paths)].sort((a, b) => {
    if (stem(a) !== stem(b)) return stem(a) < stem(b) ? -1 : 1;
    return b.length - a.length;
  });
  const kept: string[] = [];
  let covering: string | undefined;
  for (const path of sorted) {
    if (covering !== undefined && path.startsWith(covering)) continue;
    kept.push(path);
    if (path.endsWith('*')) covering = stem(path);
  }
  return kept;
}
