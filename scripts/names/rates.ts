import { lastingNames } from '../../src/site/names/lasting-names.js';
import { namingEvidence } from '../../src/site/names/naming-evidence.js';

/** How a bundler ends its names. */
export interface NameForm {
  readonly alphabet: keyof typeof LETTERS;
  readonly length: number;
  readonly separator: '-' | '.';
}

/** Shares of names that are not seen, from 0 to 1. */
export interface Rates {
  readonly two: number;
  readonly five: number;
  readonly twenty: number;
  readonly hundred: number;
  /** Of pictures, fonts and media that a script names, beside twenty scripts. */
  readonly resources: number;
}

const LETTERS = {
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  hex: '0123456789abcdef',
};

export const FORMS: readonly NameForm[] = [
  { alphabet: 'base64url', length: 8, separator: '-' },
  { alphabet: 'base64url', length: 8, separator: '.' },
  { alphabet: 'base58', length: 8, separator: '.' },
  { alphabet: 'base32', length: 8, separator: '-' },
  { alphabet: 'hex', length: 8, separator: '.' },
  { alphabet: 'hex', length: 16, separator: '-' },
  { alphabet: 'hex', length: 20, separator: '.' },
  { alphabet: 'hex', length: 32, separator: '.' },
  { alphabet: 'hex', length: 64, separator: '.' },
];

/** What is missed at most: the issue of names that last is a matter of freshness and money here, never of wrong content. */
export const LIMITS: Rates = { two: 0.1, five: 0.01, twenty: 0.01, hundred: 0.01, resources: 0.03 };

const NOTHING: ReadonlySet<string> = new Set();
const RESOURCES = ['png', 'woff2', 'mp4', 'svg'];

/** Numbers from 0 to 1 that look random and are the same for the same seed (xorshift, 32 bits). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** @param count random hashes for each size of a folder */
export function ratesOf(form: NameForm, count: number, seed: number): Rates {
  const next = random(seed);
  const letters = LETTERS[form.alphabet];
  const hash = () => Array.from({ length: form.length }, () => letters[Math.floor(next() * letters.length)]).join('');
  const name = (stem: string, at: number, extension: string) =>
    `assets/${stem}${at}${form.separator}${hash()}.${extension}`;
  const missed = (size: number, resources: boolean) => {
    let misses = 0;
    for (let at = 0; at < count; at += size) {
      const code = Array.from({ length: size }, (_, n) => name('part', n, n % 5 === 4 ? 'css' : 'js'));
      const asked = resources ? code.map((_, n) => name('pic', n, RESOURCES[n % RESOURCES.length] ?? 'png')) : code;
      const found = lasting(resources ? [...code, ...asked] : code);
      misses += asked.filter((path) => !found.has(path)).length;
    }
    return misses / count;
  };
  return {
    two: missed(2, false),
    five: missed(5, false),
    twenty: missed(20, false),
    hundred: missed(100, false),
    resources: missed(20, true),
  };
}

/** The names that last of a build whose bundle names all of them. */
export function lasting(
  paths: readonly string[],
  named: readonly string[] = paths,
  byPeople: ReadonlySet<string> = NOTHING,
): ReadonlySet<string> {
  const evidence = namingEvidence(paths, [
    { path: 'index.html', text: named.map((path) => `<script src="/${path}">`).join('\n') },
    { path: 'app/entry.js', text: named.map((path) => `"${path}"`).join(',') },
  ]);
  return lastingNames({ paths, named: evidence, before: NOTHING, byPeople });
}
