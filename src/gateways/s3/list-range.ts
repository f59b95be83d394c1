/** A part of a listing: keys greater than `after`, up to and with `upTo`. */
export interface ListRange {
  readonly after?: string | undefined;
  readonly upTo?: string | undefined;
}

/** One page of S3 has at most 1,000 keys. */
export const PAGE_KEYS = 1000;
/** For keys that nobody knew: with a few of them, a range still is one page. */
const UNKNOWN_KEYS = 20;

/**
 * Parts of about one page each, which can be asked for at once: page after page, a listing of 20,000 objects waits for
 * twenty answers. Together they have every key there may be, whether it is among the likely ones or not.
 */
export function listRanges(likely: readonly string[]): readonly ListRange[] {
  const keys = [...likely].sort(byBytes);
  const ends: string[] = [];
  for (let end = PAGE_KEYS - UNKNOWN_KEYS; end < keys.length; end += PAGE_KEYS - UNKNOWN_KEYS) {
    const key = keys[end - 1];
    if (key !== undefined) ends.push(key);
  }
  return [...ends, undefined].map((upTo, n) => {
    const after = ends[n - 1];
    return { after, upTo };
  });
}

/** The order of their UTF-8, in which S3 lists; the language's own puts U+E000 to U+FFFF behind all that follows them. */
export function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  // Nearly always the two orders are one.
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const SURROGATE = /[\ud800-\udfff]/;
