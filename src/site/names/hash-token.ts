import { basename, extname } from 'node:path/posix';

/** From the smallest to the largest: the smallest that fits a folder's names is the one its bundler uses. */
export const ALPHABETS = {
  hex: /^[0-9a-f]+$/,
  HEX: /^[0-9A-F]+$/,
  base32: /^[A-Z2-7]+$/,
  base36: /^[0-9a-z]+$/,
  BASE36: /^[0-9A-Z]+$/,
  base64url: /^[\w-]+$/,
} as const;
export type Alphabet = keyof typeof ALPHABETS;

/** The shortest hash that bundlers write. */
export const SHORTEST = 8;
/** Hexadecimal digits that say enough by themselves. */
const LONG_HEX = 16;

const BETWEEN_HASH_AND_EXTENSION = /\.(?:chunk|min|bundle|async|module|legacy|worker|esm?|iife|umd)$/;
const DATE = /(?<!\d)(?:19|20)\d\d[-_]?(?:0[1-9]|1[0-2])[-_]?(?:0[1-9]|[12]\d|3[01])(?!\d)/;
/** `1920x1080`, `1080p60fps`. */
const SIZE = /^\d+(?:x\d+|p(?:\d+)?(?:fps)?)$/i;

/** The name without its extension, and without what bundlers put between the hash and the extension. */
export function stemOf(path: string): string {
  const name = basename(path);
  let stem = name.slice(0, name.length - extname(name).length);
  while (BETWEEN_HASH_AND_EXTENSION.test(stem)) stem = stem.slice(0, stem.lastIndexOf('.'));
  return stem;
}

/** Several changes between digits and letters, or small and capital letters that are no words. */
export function isUnmistakable(token: string): boolean {
  if (isPlain(token)) return false;
  if (changes(token) >= 2) return true;
  return /[a-z]/.test(token) && /[A-Z]/.test(token);
}

/**
 * Enough where the hash is the whole name, which has no separator to set it off: digits and letters in turn, and no word.
 * `LatLngBounds` and `a11yhelp` are names.
 */
export function isUnmistakableAlone(token: string): boolean {
  if (isPlain(token) || changes(token) < 2) return false;
  return !(token.match(/[A-Z]?[a-z]+/g) ?? []).some((part) => isWord(part, 4));
}

/** Sixteen or more hexadecimal digits, mixed: no habit has to confirm these. */
export function isLongHex(token: string): boolean {
  return token.length >= LONG_HEX && /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(token) && changes(token) >= 2 && !isPlain(token);
}

/**
 * What people write: a date, a size, words with numbers. Words have a vowel among their letters, and are in small letters
 * or have a capital at the beginning; nobody tells words in capitals from a hash.
 * @param shortestWord in letters: hashes hold short words by chance
 */
export function isPlain(token: string, shortestWord = 3): boolean {
  if (isDateOrSize(token)) return true;
  const parts = token.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [];
  if (parts.join('') !== token.replace(/[-_]/g, '')) return false;
  const words = parts.filter((part) => !/^\d/.test(part));
  if (words.length === 0) return /[-_]/.test(token);
  // Hexadecimal letters make short runs by chance; only a name without any digit is a word there.
  if (/^[0-9a-f]+$/.test(token)) return words.length === parts.length;
  // `chapter10section2` is words, `w15a3anbp3` is none.
  if (changes(token) >= 3 && words.join('').length < 4 * words.length) return false;
  return (
    words.every(
      (word, at) => isWord(word, shortestWord) || (at === 0 && /^[a-z]$/.test(word) && /^[A-Z]/.test(words[1] ?? '')),
    ) || isSpelled(token)
  );
}

export function isDateOrSize(token: string): boolean {
  return DATE.test(token) || SIZE.test(token);
}

/** Small letters only, in parts: `big-page`, `abcdefgh`. */
function isSpelled(token: string): boolean {
  return /^[A-Z]?[a-z]+(?:[-_][a-z]+)*$/.test(token) || /^[a-z]+\d{1,2}$/.test(token);
}

function isWord(part: string, shortest: number): boolean {
  return part.length >= shortest && /^[A-Z]?[a-z]+$/.test(part) && /[aeiouy]/i.test(part);
}

function changes(token: string): number {
  return token.match(/(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)/g)?.length ?? 0;
}
