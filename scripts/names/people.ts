import { readFileSync } from 'node:fs';
import { lastingNames } from '../../src/site/names/lasting-names.js';
import { namingEvidence } from '../../src/site/names/naming-evidence.js';
import { random } from './rates.js';

const LIST = '__tests__/fixtures/plausible-names.txt';

/** Names that people give and that have the form of a bundler's hash, or nearly. */
export function plausibleNames(): readonly string[] {
  return readFileSync(LIST, 'utf8').trim().split('\n');
}

/** Where a build lies, and where people's files lie beside it. */
interface Place {
  readonly place: string;
  readonly build: string;
  readonly people: string;
  /** Who names people's files. */
  readonly named: 'page' | 'script';
  readonly inCheckout?: true;
}

export const PLACES: readonly Place[] = [
  { place: 'the root', build: 'assets/', people: '', named: 'script' },
  { place: 'the root, beside a build', build: '', people: '', named: 'page' },
  { place: 'images/', build: 'assets/', people: 'images/', named: 'script' },
  { place: 'images/, beside a build at the root', build: '', people: 'images/', named: 'script' },
  { place: 'data/', build: 'assets/', people: 'data/', named: 'script' },
  { place: 'assets/images/', build: 'assets/', people: 'assets/images/', named: 'script' },
  { place: "the bundler's folder, in a page", build: 'assets/', people: 'assets/', named: 'page' },
  {
    place: "the bundler's folder, in the checkout",
    build: 'assets/',
    people: 'assets/',
    named: 'script',
    inCheckout: true,
  },
  { place: '_astro/, in the checkout', build: '_astro/', people: '_astro/', named: 'script', inCheckout: true },
  {
    place: '_next/static/media/, in the checkout',
    build: '_next/static/chunks/',
    people: '_next/static/media/',
    named: 'script',
    inCheckout: true,
  },
];

/** What the documentation says stays ambiguous: only in the built folder, among hashed names, and named by a script. */
export const AMBIGUOUS: Place = {
  place: "the bundler's folder, named by its script",
  build: 'assets/',
  people: 'assets/',
  named: 'script',
};

const STYLES = ['base64url', 'hex'] as const;

/** Names of people that would be kept for a year, for each way in which a bundler names its own. */
export function wronglySeen({ build, people, named, inCheckout }: Place): readonly string[] {
  const next = random(20_261_128);
  const letter = (letters: string) => letters[Math.floor(next() * letters.length)] ?? '';
  const hash = { base64url: 'ABCDEFxyzw0123456789', hex: '0123456789abcdef' };
  const theirs = plausibleNames().map((name) => people + name);
  return STYLES.flatMap((style) => {
    const own = Array.from({ length: 12 }, (_, n) => {
      const token = Array.from({ length: 8 }, () => letter(hash[style])).join('');
      return `${build}part${n}-${token}.js`;
    });
    const paths = [...own, ...theirs];
    const texts = [
      { path: 'index.html', text: paths.map((path) => `<img src="/${path}">`).join('\n') },
      { path: 'app/entry.js', text: (named === 'script' ? paths : own).map((path) => `"${path}"`).join(',') },
    ];
    const byPeople = new Set(inCheckout === true ? theirs : []);
    const found = lastingNames({ paths, named: namingEvidence(paths, texts), before: new Set(), byPeople });
    if (own.filter((path) => found.has(path)).length < own.length - 1) throw new Error('The build is not seen');
    return theirs.filter((path) => found.has(path));
  });
}
