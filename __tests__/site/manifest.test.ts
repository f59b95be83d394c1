import { describe, expect, test } from '@jest/globals';
import { type Manifest, type ManifestFile, manifestText, parseManifest } from '../../src/site/manifest.js';
import { referencesOf } from '../../src/site/page-references.js';
import { releaseFileText, releaseNamedIn, releaseOf } from '../../src/site/release.js';

const file = { sha256: 'ab', etag: 'cd', size: 3, contentType: 'text/css', cacheControl: 'no-cache' };

describe('the manifest', () => {
  const manifest: Manifest = {
    release: 'c0ffee1-00000000',
    pending: [{ callerReference: 'r', distribution: 'E1', paths: ['/'] }],
    files: new Map<string, ManifestFile>([
      ['a b/Ö+.css', file],
      ['b.css', { ...file, unreferencedSince: '2026-11-25T12:00:00.000Z' }],
      ['__proto__', { ...file, cacheControl: 'no-store' }],
    ]),
  };

  test('comes back as it was written, and is written the same way twice', () => {
    const text = manifestText(manifest);
    const back = parseManifest(text, 'k');
    expect(new Map([...back.files].sort())).toEqual(new Map([...manifest.files].sort()));
    expect(back.pending).toEqual(manifest.pending);
    expect(manifestText(back)).toBe(text);
    expect(manifestText({ ...manifest, files: new Map([...manifest.files].reverse()) })).toBe(text);
  });

  test.each([
    ['no JSON', '{'],
    ['another version', manifestText(manifest).replace('"version":1', '"version":2')],
    ['another shape', '{"version":1}'],
    [
      'a file with headers that are not there',
      '{"version":1,"release":"r","pending":[],"headers":[],"files":[["a","b","c",1,0]]}',
    ],
  ])('%s is refused with the way out', (_name, text) => {
    expect(() => parseManifest(text, 'site/manifest.json')).toThrow(/site\/manifest\.json cannot be read.*delete it/s);
  });
});

describe('the release', () => {
  const one = [
    { path: 'a', sha256: '1' },
    { path: 'b', sha256: '2' },
  ];
  test('names the commit and the content, whatever the order', () => {
    expect(releaseOf('c0ffee1234', one)).toMatch(/^c0ffee1-[0-9a-f]{8}$/);
    expect(releaseOf('c0ffee1234', [...one].reverse())).toBe(releaseOf('c0ffee1234', one));
    expect(releaseOf('c0ffee1234', [{ path: 'a', sha256: '3' }])).not.toBe(releaseOf('c0ffee1234', one));
  });

  test('is found in its file and in no other', () => {
    expect(releaseNamedIn(releaseFileText({ release: 'r', commit: 'c', stage: 's' }))).toBe('r');
    expect(['<!doctype html>', 'null', '[]', '{"release":1}'].map(releaseNamedIn)).toEqual(Array(4).fill(undefined));
  });
});

test('what a page names is found: attributes, sets of images, relative and absolute, encoded, and nothing elsewhere', () => {
  const html = `<link href="/assets/a%20b.css?v=1"><script src=../app.js></script><img srcset="x.png 1x, /y.png 2x">
    <a href="https://other.test/z.js"></a><a href="#top"></a><a href='//cdn.test/a.js'></a><a href="mailto:a@b.test"></a>`;
  expect(referencesOf('dir/index.html', html)).toEqual(['app.js', 'assets/a b.css', 'dir/x.png', 'y.png']);
  expect(referencesOf('index.html', '<img src="/app/a.png"><img src="/b.png">', '/app/')).toEqual(['a.png']);
});
