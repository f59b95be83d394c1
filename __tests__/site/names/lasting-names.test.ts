import { describe, expect, test } from '@jest/globals';
import { lastingNames } from '../../../src/site/names/lasting-names.js';
import { namingEvidence } from '../../../src/site/names/naming-evidence.js';

const NOTHING: ReadonlySet<string> = new Set();

/** The names that last of a build whose bundle `from` names all of `named`. */
function lasting(paths: readonly string[], named: readonly string[] = paths, change = {}): ReadonlySet<string> {
  const texts = [
    { path: 'index.html', text: named.map((path) => `<script src="/${path}">`).join('\n') },
    { path: 'app/entry.js', text: named.map((path) => `"${path}"`).join(',') },
  ];
  const evidence = namingEvidence(paths, texts);
  return lastingNames({ paths, named: evidence, before: NOTHING, byPeople: NOTHING, ...change });
}

/** Names that people give, of files that are no scripts: in a folder of pictures, or beside a build's output. */
const PLAUSIBLE = (
  'room-4a12b07c.jpg yt-Xy9ZaB_3.jpg iphone-15ProMax.jpg staff-c0000123.jpg form-D1234567.png photo-20240101.jpg ' +
  'hero-1920x1080.jpg 507f1f77bcf86cd799439011.jpg 205e460b479e2e5b48aec07710c08d50.jpg b08n5wrwnw.jpg u33dc0pz.png ' +
  '550e8400-e29b-41d4-a716-446655440000.png DSC01234.jpg IMG_20240101_120000.jpg scan-12345678.png windows11pro.png ' +
  'roboto-v30-latin-regular.woff2 button-disabled.svg logo-MyBrand1.svg team-JohnDoe2.jpg v12345678.mp4 ' +
  'media_b2400000.mp4 A1002003.jpg etf-IE00B4L5Y983.png 01ARZ3NDEKTSV4RRFFQ69G5FAV.jpg'
).split(' ');

const ALPHABET = {
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  base36: '0123456789abcdefghijklmnopqrstuvwxyz',
  hex: '0123456789abcdef',
};

/** Numbers that look random and are the same in every run (xorshift, 32 bits). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

describe('of simulated hashes', () => {
  test.each([
    ['base64url', 8, '-'],
    ['base58', 8, '.'],
    ['base32', 8, '-'],
    ['hex', 8, '.'],
    ['hex', 16, '-'],
    ['hex', 20, '.'],
    ['hex', 32, '.'],
  ] as const)(
    '%s of %i characters after "%s", few are missed',
    (alphabet, length, separator) => {
      const next = random(20261128);
      const letters = ALPHABET[alphabet];
      const hash = () => Array.from({ length }, () => letters[Math.floor(next() * letters.length)]).join('');
      const missed = (size: number, count: number, extension: string) => {
        let misses = 0;
        for (let at = 0; at < count; at += size) {
          const code = Array.from({ length: size }, (_, n) => `assets/part${n}${separator}${hash()}.js`);
          const asked =
            extension === 'js' ? code : code.map((_, n) => `assets/pic${n}${separator}${hash()}.${extension}`);
          const found = lasting(extension === 'js' ? code : [...code, ...asked]);
          misses += asked.filter((path) => !found.has(path)).length;
        }
        return misses / count;
      };
      const rates = {
        two: missed(2, 4_000, 'js'),
        five: missed(5, 10_000, 'js'),
        twenty: missed(20, 10_000, 'js'),
        hundred: missed(100, 10_000, 'js'),
        pictures: missed(20, 10_000, 'png'),
      };
      console.info(`missed: ${alphabet} ${length}`, rates);
      expect(rates.two).toBeLessThan(0.1);
      expect(Math.max(rates.five, rates.twenty, rates.hundred)).toBeLessThan(0.01);
      expect(rates.pictures).toBeLessThan(0.03);
    },
    60_000,
  );
});

const VITE = ['assets/index-BX2k9aQz.js', 'assets/vendor-CIZdxe-7.js', 'assets/index-dHwKbbPH.css'];

describe('names that people give', () => {
  test.each(['', 'images/', 'data/', 'assets/images/'])(
    'in "%s" beside a build are none, whoever names them',
    (folder) => {
      const theirs = PLAUSIBLE.map((name) => folder + name);
      const found = lasting([...VITE, ...theirs]);
      expect(VITE.filter((path) => !found.has(path))).toEqual([]);
      expect(theirs.filter((path) => found.has(path))).toEqual([]);
    },
  );

  test("in the bundler's own folder are none where the checkout has them", () => {
    const theirs = PLAUSIBLE.flatMap((name) => [`assets/${name}`, `_astro/${name}`]);
    const found = lasting([...VITE, ...theirs], undefined, { byPeople: new Set(theirs) });
    expect([...found].sort()).toEqual([...VITE].sort());
  });

  test('as data are none, whatever they look like', () => {
    const data = ['json', 'pdf', 'xml', 'csv', 'html', 'txt', 'map'].map((type) => `assets/rows-BX2k9aQz.${type}`);
    expect([...lasting([...VITE, ...data])].sort()).toEqual([...VITE].sort());
  });

  test('of scripts are none in a folder without a habit', () => {
    const theirs = [
      'js/jquery-3.7.1.min.js',
      'js/MyWidget.js',
      'js/app-room4a12.js',
      'js/main.js',
      'js/site-20240101.js',
    ];
    expect([...lasting(theirs)]).toEqual([]);
  });
});

test('a picture that only a page names is none', () => {
  const picture = 'assets/photo-Dk3Zx9Qa.jpg';
  const paths = [...VITE, picture];
  const pages = [{ path: 'index.html', text: `<img src="/${picture}">` }];
  const code = [{ path: 'main.css', text: `url(/${picture})` }];
  const found = (texts: typeof pages) =>
    lastingNames({ paths, named: namingEvidence(paths, texts), before: NOTHING, byPeople: NOTHING }).has(picture);
  expect([found(pages), found(code)]).toEqual([false, true]);
});

test('dates, sizes and words are none beside hashed scripts', () => {
  const theirs = ['site-20240101', 'film-1920x1080', 'room-checkout', 'page-DarkMode'].map(
    (name) => `assets/${name}.js`,
  );
  expect([...lasting([...VITE, 'assets/more-Dk3Zx9Qa.js', ...theirs])].filter((path) => theirs.includes(path))).toEqual(
    [],
  );
});

describe("a folder's habit", () => {
  test('is needed by at least half of what is named', () => {
    const theirs = ['assets/a.js', 'assets/b.js', 'assets/c.js', 'assets/d.js'];
    expect([...lasting([...VITE, ...theirs])]).toEqual([]);
    expect(lasting([...VITE, ...theirs], VITE).size).toBe(3);
  });

  test('that is lost leaves what was kept for a year as it was', () => {
    const theirs = ['assets/a.js', 'assets/b.js', 'assets/c.js', 'assets/d.js'];
    const found = lasting([...VITE, ...theirs], undefined, { before: new Set(VITE) });
    expect([...found].sort()).toEqual([...VITE].sort());
  });

  test('is that of the folders beside it, for what scripts import', () => {
    const build = [
      'static/js/main.3f2a9c1b.js',
      'static/css/main.0b51b8e5.css',
      'static/media/logo.6ce24c58023cc2f8fd88.svg',
    ];
    expect([...lasting(build)].sort()).toEqual([...build].sort());
  });

  test('makes nothing of a file that is derived from a hashed one', () => {
    const derived = [
      '_astro/photo-Dk3Zx9Qa.jpg.webp',
      'assets/photo-Dk3Zx9Qa.jpg.webp',
      'assets/index-BX2k9aQz.js.map',
      'assets/index-BX2k9aQz.js.gz',
    ];
    const found = lasting([...VITE, 'assets/photo-Dk3Zx9Qa.jpg', '_astro/photo-Dk3Zx9Qa.jpg', ...derived]);
    expect(derived.filter((path) => found.has(path))).toEqual([]);
    expect(found.has('assets/photo-Dk3Zx9Qa.jpg')).toBe(true);
  });
});

test('in folders that only a bundler writes, fixed names are none', () => {
  const hashed = ['_astro/p0.McknRhMh.css', '_nuxt/BSznLWiR.js', '_app/immutable/nodes/15.ChoqI-4_.js'];
  const next = ['_next/static/chunks/0_w15_3anbpw3.js', '_next/static/4cf2300e9c8272f7Xy_aB/_ssgManifest.js'];
  const fixed = [
    '_nuxt/entry.js',
    '_astro/client.js',
    '_next/static/development/_buildManifest.js',
    '_nuxt/builds/BSznLWiR.js',
  ];
  const found = lasting([...hashed, ...next, ...fixed], []);
  expect(hashed.filter((path) => !found.has(path))).toEqual([]);
  expect(found.has(next[0] ?? '')).toBe(true);
  expect(fixed.filter((path) => found.has(path))).toEqual([]);
});
