import { posix } from 'node:path';

const ATTRIBUTE = /\s(?:href|src|poster|data|content|imagesrcset|srcset)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;
const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|\/\/|#|$)/i;

/**
 * The files of this site that a page names, as paths inside the site, sorted.
 * @param base where the site's root is in the address, such as `/` or `/app/`
 */
export function referencesOf(path: string, html: string, base = '/'): readonly string[] {
  const found = new Set<string>();
  for (const match of html.matchAll(ATTRIBUTE)) {
    const value = (match[1] ?? match[2] ?? match[3] ?? '').replaceAll('&amp;', '&').trim();
    const several = /srcset\s*=/i.test(match[0])
      ? value.split(/,\s+/).map((part) => part.split(/\s/)[0] ?? '')
      : [value];
    for (const address of several) {
      const target = insideSite(path, address, base);
      if (target !== undefined) found.add(target);
    }
  }
  return [...found].sort();
}

function insideSite(page: string, address: string, base: string): string | undefined {
  if (ELSEWHERE.test(address)) return undefined;
  const bare = address.replace(/[?#].*$/s, '');
  if (bare === '') return undefined;
  let decoded: string;
  try {
    decoded = decodeURIComponent(bare);
  } catch {
    decoded = bare;
  }
  if (!decoded.startsWith('/')) return posix.join(posix.dirname(page), decoded).normalize('NFC');
  return decoded.startsWith(base) ? posix.normalize(decoded.slice(base.length)).normalize('NFC') : undefined;
}
