import { describe, expect, test } from '@jest/globals';
import { PLACES, plausibleNames, wronglySeen } from '../../../scripts/names/people.js';
import { FORMS, LIMITS, lasting, type Rates, ratesOf } from '../../../scripts/names/rates.js';
import { lastingNames } from '../../../src/site/names/lasting-names.js';
import { namingEvidence } from '../../../src/site/names/naming-evidence.js';

const NOTHING: ReadonlySet<string> = new Set();

describe('of simulated hashes', () => {
  // A sample that is the same in every run; `npm run test:names` has 200,000 of each.
  test.each(FORMS)('$alphabet of $length characters after "$separator", few are missed', (form) => {
    const rates = ratesOf(form, 8_000, 20_261_128);
    console.info('missed:', form, rates);
    const over = (Object.keys(LIMITS) as (keyof Rates)[]).filter((size) => rates[size] >= LIMITS[size]);
    expect(over).toEqual([]);
  });
});

const VITE = ['assets/index-BX2k9aQz.js', 'assets/vendor-CIZdxe-7.js', 'assets/index-dHwKbbPH.css'];

describe('names that people give', () => {
  test.each(PLACES)('are none in $place', (place) => {
    expect(wronglySeen(place)).toEqual([]);
  });

  test('are those of the list', () => {
    expect(new Set(plausibleNames()).size).toBe(144);
  });

  test.each([
    ['LatLngBounds.js'],
    ['VRButton.css'],
    ['a11yhelp.js', 'b22ypage.js'],
    ['testModA.js', 'testModB.js'],
    ['I3SBuildingSceneLayerExplorer.css'],
    ['installSVGRenderer.js', 'SVGPathRebuilder.js'],
  ])('are none where the whole name looks like a hash: %s', (...names) => {
    expect([...lasting(names.map((name) => `vendor/${name}`))]).toEqual([]);
  });

  test('are told from hashes that are whole names', () => {
    const whole = ['assets/3f2a9c1b.js', 'assets/b7d01e4c.js', 'assets/0a9e5f72.css'];
    expect([...lasting(whole)].sort()).toEqual([...whole].sort());
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

test('a name is found at the end of a megabyte without any gap', () => {
  const paths = ['assets/a.js', ...VITE];
  const text = `${'QUJD'.repeat(250_000)}.jsx${'QUJD'.repeat(250_000)};"a.js"`;
  expect([...namingEvidence(paths, [{ path: 'data.js', text }]).byAnything]).toEqual(['assets/a.js']);
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
    const paths = [...VITE, ...theirs];
    const named = namingEvidence(paths, [{ path: 'app/entry.js', text: paths.join(' ') }]);
    const found = lastingNames({ paths, named, before: new Set(VITE), byPeople: NOTHING });
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

test('in a folder that only a bundler writes, a hash that looks like words is one among others', () => {
  const chunks = ['429rcyjwjbbxl', '14anoczzdxqex', '0_w15_3anbpw3', '1f2kq8z0y3b7d'].map(
    (name) => `_next/static/chunks/${name}.js`,
  );
  const fixed = ['main', 'polyfills', 'webpack'].map((name) => `_next/static/chunks/${name}.js`);
  expect([...lasting([...chunks, ...fixed])].sort()).toEqual([...chunks].sort());
});

test("what lies in a build's own folder lasts only where its name is a random one", () => {
  const file = (build: string) => `_next/static/${build}/_buildManifest.js`;
  const found = lasting(['XTn9KjUSgZWhLZKUSFzCO', 'production', 'release-2026-11-28-00'].map(file));
  expect([...found]).toEqual([file('XTn9KjUSgZWhLZKUSFzCO')]);
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
