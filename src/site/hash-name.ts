import { basename } from 'node:path/posix';

/** Pairs of letters that English words are made of, by their first letter. */
const USUAL: Readonly<Record<string, string>> = {
  a: 'bcdfgiklmnprstuvwy',
  b: 'abeiloruy',
  c: 'acehikloruty',
  d: 'adegilmnorsuvwy',
  e: 'abcdefgilmnopqrstuvwxy',
  f: 'aefiloruty',
  g: 'aeghilnoruy',
  h: 'aeilmortuwy',
  i: 'abcdefgklmnopqrstvxz',
  j: 'aeou',
  k: 'aeilnosy',
  l: 'abcdefiklmopstuvy',
  m: 'abeimnopsuy',
  n: 'acdefgiklmnostuvy',
  o: 'abcdfgiklmnoprstuvwxy',
  p: 'aehiloprstuy',
  q: 'u',
  r: 'abcdefgiklmnoprstuvy',
  s: 'acehiklmnopqstuwy',
  t: 'acehilmorstuwy',
  u: 'abcdefgilmnprst',
  v: 'aeiouy',
  w: 'aehilnors',
  x: 'acehipt',
  y: 'aeilmnops',
  z: 'aeioyz',
};

const LONG_ENOUGH = 8;
const DATE = /(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/;
/** `1920x1080`, `1080p60fps`: sizes, not hashes. */
const SIZE = /^\d+(?:x\d+|px?(?:\d|$))/i;

/**
 * Whether a file's name holds a hash of its content, as bundlers write it: a part of eight or more characters with a
 * digit and a letter, that is no date, no size and no word. In doubt it says no: then the file is revalidated more often
 * than needed, while the other mistake would keep an old file in browsers for a year.
 */
export function hasContentHash(path: string): boolean {
  const parts = basename(path).split(/[.\-_]/);
  // The last part is the extension, if there are two or more.
  return parts.slice(0, Math.max(1, parts.length - 1)).some(isHash);
}

function isHash(part: string): boolean {
  if (!/^[A-Za-z0-9]+$/.test(part) || part.length < LONG_ENOUGH) return false;
  if (!/\d/.test(part) || !/[A-Za-z]/.test(part)) return false;
  if (DATE.test(part) || SIZE.test(part)) return false;
  const hex = /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(part);
  // The six letters of hexadecimal make short words by chance; a short word at the beginning is hardly chance.
  const wordLength = (at: number) => (hex ? 5 : at === 0 ? 3 : 4);
  if (letterRuns(part).some((run, at) => run.length >= wordLength(at) && isWordLike(run))) return false;
  if (hex) return true;
  const changes = part.match(/(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)/g)?.length ?? 0;
  // `IMG01234567` and `v12345678` are numbers with a name.
  return changes >= 2 || /[a-z][A-Z]/.test(part);
}

/** `iPhone15Pro` is `i`, `Phone` and `Pro`. */
function letterRuns(part: string): readonly string[] {
  return part.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
}

function isWordLike(run: string): boolean {
  const letters = run.toLowerCase();
  for (let at = 1; at < letters.length; at++) {
    if (!USUAL[letters.charAt(at - 1)]?.includes(letters.charAt(at))) return false;
  }
  return true;
}
