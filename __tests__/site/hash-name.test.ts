import { describe, expect, test } from '@jest/globals';
import { hasContentHash } from '../../src/site/hash-name.js';

describe('a name with a content hash', () => {
  test.each([
    'app.3f2a9c1b.js',
    'assets/index-BX2k9aQz.css',
    'index-v186134cef1d9f48.js',
    '3f2a9c1b7d.js',
    'main.8f3a9c1b.chunk.js',
    'app.3f2a9c1b.js.map',
    'index-QWE2X4KP.js',
    'styles.d41d8cd98f00b204e9800998ecf8427e.css',
    'chunk-7ZXQ4K2M.mjs',
    'logo.a10ed614ff.svg',
    'index-Dk3Zx9Qa.js',
    'vendor_5e8dd2f1.js',
  ])('%s has one', (name) => {
    expect(hasContentHash(name)).toBe(true);
  });

  test.each([
    'button-disabled.css',
    'photo-20240101.jpg',
    'photo-20240101T120000Z.jpg',
    'scan_20231231a.png',
    'hero-1920x1080.jpg',
    'video-1080p60fps.mp4',
    'bootstrap5.css',
    'jquery-3.7.1.min.js',
    'iphone15pro.png',
    'iPhone15ProMax.png',
    'windows11pro.html',
    'IMG01234567.jpg',
    'version2024.json',
    'index.html',
    'sw.js',
    'decade2020.svg',
    'chapter10section2.html',
    'roboto-v30-latin-regular.woff2',
    '12345678.png',
    'abcdefgh.js',
    'win32x64.zip',
    'a1b2c3d.js',
    'release2024notes.txt',
    '3f2a9c1b/index.js',
    'archive.3f2a9c1b',
  ])('%s has none', (name) => {
    expect(hasContentHash(name)).toBe(false);
  });
});
