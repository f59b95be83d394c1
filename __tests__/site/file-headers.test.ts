import { describe, expect, test } from '@jest/globals';
import { fileTraits, globMatcher } from '../../src/site/file-headers.js';

const YEAR = 'public, max-age=31536000, immutable';
const HOUR = 'public, max-age=3600';

describe('how a file is served', () => {
  const traitsOf = fileTraits([], 'release.json');
  test.each([
    ['index.html', 'text/html; charset=utf-8', 'no-cache', 'page'],
    ['posts/a1b2c3d4e5.html', 'text/html; charset=utf-8', 'no-cache', 'page'],
    ['release.json', 'application/json', 'no-cache', 'release'],
    ['sw.js', 'text/javascript; charset=utf-8', 'no-cache', 'page'],
    ['service-worker.js', 'text/javascript; charset=utf-8', 'no-cache', 'page'],
    ['site.webmanifest', 'application/manifest+json', 'no-cache', 'page'],
    ['assets/app.3f2a9c1b.mjs', 'text/javascript; charset=utf-8', YEAR, 'asset'],
    ['assets/app.3f2a9c1b.css', 'text/css; charset=utf-8', YEAR, 'asset'],
    ['fonts/body.woff2', 'font/woff2', HOUR, 'other'],
    ['module.wasm', 'application/wasm', HOUR, 'other'],
    ['photo.webp', 'image/webp', HOUR, 'other'],
    ['photo.AVIF', 'image/avif', HOUR, 'other'],
    ['icon.svg', 'image/svg+xml', HOUR, 'other'],
    ['robots.txt', 'text/plain; charset=utf-8', HOUR, 'other'],
    ['.well-known/apple-app-site-association', 'application/json', HOUR, 'other'],
    ['LICENSE', 'application/octet-stream', HOUR, 'other'],
    ['html', 'application/octet-stream', HOUR, 'other'],
  ])('%s as %s, %s, in the phase %s', (path, contentType, cacheControl, phase) => {
    expect(traitsOf(path)).toMatchObject({ contentType, cacheControl, phase });
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
});
