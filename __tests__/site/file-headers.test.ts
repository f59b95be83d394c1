import { describe, expect, test } from '@jest/globals';
import { fileTraits, globMatcher, NO_FACTS } from '../../src/site/file-headers.js';

const YEAR = 'public, max-age=31536000, immutable';
const HOUR = 'public, max-age=3600';

describe('how a file is served', () => {
  const lasting = new Set(['assets/app.3f2a9c1b.mjs', 'assets/app.3f2a9c1b.css']);
  const traitsOf = fileTraits([], 'release.json', { ...NO_FACTS, lasting, hasFile: (path) => path === 'about.html' });
  test.each([
    ['index.html', 'text/html; charset=utf-8', 'no-cache', 'page'],
    ['posts/a1b2c3d4e5.html', 'text/html; charset=utf-8', 'no-cache', 'page'],
    ['release.json', 'application/json', 'no-cache', 'release'],
    ['sw.js', 'text/javascript; charset=utf-8', 'no-cache', 'worker'],
    ['service-worker.js', 'text/javascript; charset=utf-8', 'no-cache', 'worker'],
    ['firebase-messaging-sw.js', 'text/javascript; charset=utf-8', 'no-cache', 'worker'],
    ['ngsw.json', 'application/json', 'no-cache', 'worker'],
    ['precache-manifest.3f2a9c1b.js', 'text/javascript; charset=utf-8', 'no-cache', 'worker'],
    ['_app/version.json', 'application/json', 'no-cache', 'worker'],
    ['answer.js', 'text/javascript; charset=utf-8', HOUR, 'other'],
    ['page-data/sq/d/123.json', 'application/json', 'no-cache', 'page'],
    ['remoteEntry.js', 'text/javascript; charset=utf-8', 'no-cache', 'page'],
    ['toString', 'application/octet-stream', HOUR, 'other'],
    ['a.constructor', 'application/octet-stream', HOUR, 'other'],
    ['.well-known/matrix/server', 'application/json', HOUR, 'other'],
    ['feed.xml', 'text/xml', HOUR, 'other'],
    ['site.webmanifest', 'application/manifest+json', 'no-cache', 'page'],
    ['assets/app.3f2a9c1b.mjs', 'text/javascript; charset=utf-8', YEAR, 'asset'],
    ['assets/app.3f2a9c1b.css', 'text/css; charset=utf-8', YEAR, 'asset'],
    ['fonts/body.woff2', 'font/woff2', HOUR, 'other'],
    ['module.wasm', 'application/wasm', HOUR, 'other'],
    ['photo.webp', 'image/webp', HOUR, 'other'],
    ['photo.AVIF', 'image/avif', HOUR, 'other'],
    ['icon.svg', 'image/svg+xml', HOUR, 'other'],
    ['robots.txt', 'text/plain; charset=utf-8', HOUR, 'other'],
    ['about.txt', 'text/plain; charset=utf-8', 'no-cache', 'page'],
    ['.well-known/apple-app-site-association', 'application/json', HOUR, 'other'],
    ['LICENSE', 'application/octet-stream', HOUR, 'other'],
    ['html', 'application/octet-stream', HOUR, 'other'],
  ])('%s as %s, %s, in the phase %s', (path, contentType, cacheControl, phase) => {
    expect(traitsOf(path)).toMatchObject({ contentType, cacheControl, phase });
  });

  test('a rule with immutable means it everywhere, and one without takes it back', () => {
    const rules = [
      { match: 'logo.png', cacheControl: YEAR },
      { match: '*.mjs', cacheControl: 'no-cache' },
    ];
    const ruled = fileTraits(rules, '', { ...NO_FACTS, lasting });
    expect(ruled('logo.png')).toMatchObject({ lasting: true, phase: 'asset' });
    expect(ruled('assets/app.3f2a9c1b.mjs')).toMatchObject({ lasting: false, phase: 'other' });
    expect(ruled('assets/app.3f2a9c1b.css')).toMatchObject({ lasting: true, phase: 'asset' });
  });

  test('the first rule that matches wins, and a glob without a slash is about names in every folder', () => {
    const rules = [
      { match: 'docs/**', cacheControl: 'first' },
      { match: '*.html', cacheControl: 'second', contentType: 'text/html; charset=iso-8859-1' },
    ];
    const ruled = fileTraits(rules, '');
    expect(ruled('docs/a/index.html').cacheControl).toBe('first');
    expect(ruled('b/index.html')).toMatchObject({
      cacheControl: 'second',
      contentType: 'text/html; charset=iso-8859-1',
    });
    expect(ruled('index.htm').cacheControl).toBe('no-cache');
  });

  test.each([
    ['*.map', 'assets/a.js.map', true],
    ['drafts/', 'drafts/a/b.html', true],
    ['/notes.txt', 'notes.txt', true],
    ['/notes.txt', 'a/notes.txt', false],
    ['**/.env', '.env', true],
    ['secret/*', 'secrets/a', false],
  ])('the glob %s on %s: %s', (glob, path, matches) => {
    expect(globMatcher([glob])(path)).toBe(matches);
  });

  test('a glob matches a path of its own letters', () => {
    expect(globMatcher(['docs/(shop)/a.html'])('docs/(shop)/a.html')).toBe(true);
    expect(globMatcher(['docs/(shop)/a.html'])('docs/shop/a.html')).toBe(true);
  });

  test('of several globs each counts, those on names and those on paths', () => {
    const matches = globMatcher(['*.map', '!(index).txt', 'a/*/c.js', '**/.aws/**']);
    expect(['x/y.map', 'b/notes.txt', 'a/b/c.js', 'x/.aws/d'].map(matches)).toEqual([true, true, true, true]);
    expect(['x/y.mapp', 'index.txt', 'b/a/b/c.js', 'x/aws/d'].map(matches)).toEqual([false, false, false, false]);
  });
});
