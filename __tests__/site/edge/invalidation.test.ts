import { describe, expect, test } from '@jest/globals';
import { encodedPath, invalidationPaths, mergedPaths, wholeSite } from '../../../src/site/edge/invalidation.js';
import { processorTime } from '../../processor-time.js';

describe('invalidation paths', () => {
  test('the root is also /, a page also its folder with and without the slash', () => {
    expect(invalidationPaths(['index.html'])).toEqual(['/', '/index.html']);
    expect(invalidationPaths(['dir/index.html'])).toEqual(['/dir', '/dir/', '/dir/index.html']);
    expect(invalidationPaths(['logo.svg'])).toEqual(['/logo.svg']);
    expect(invalidationPaths([])).toEqual([]);
  });

  test.each([
    ['/a b', '/a%20b'],
    ['/a+b', '/a+b'],
    ['/a#b', '/a%23b'],
    ['/100%', '/100%25'],
    ['/~me', '/%7Eme'],
    ['/[id]', '/%5Bid%5D'],
    ['/{x}|y\\z^`', '/%7Bx%7D%7Cy%5Cz%5E%60'],
    ['/"<>', '/%22%3C%3E'],
    ['/Ö', '/%C3%96'],
    ['/🚀', '/%F0%9F%9A%80'],
    ["/a!$&'(),:;=@-_.b", "/a!$&'(),:;=@-_.b"],
    ['/what?now', '/what*'],
  ])('%s is written %s', (path, written) => {
    expect(encodedPath(path)).toBe(written);
  });

  test('up to 15 paths stay as they are', () => {
    const keys = Array.from({ length: 15 }, (_, n) => `a/${n}.txt`);
    expect(invalidationPaths(keys)).toHaveLength(15);
    expect(invalidationPaths([...keys, 'a/15.txt'])).toEqual(['/a/*']);
  });

  test('the deepest folders become wildcards first, and a single file keeps its name', () => {
    const keys = ['index.html', 'alone/x/y.txt', ...Array.from({ length: 20 }, (_, n) => `blog/2024/${n}.txt`)];
    expect(invalidationPaths(keys)).toEqual(['/', '/alone/x/y.txt', '/blog/2024/*', '/index.html']);
  });

  test('too many at the root become /*', () => {
    expect(invalidationPaths(Array.from({ length: 16 }, (_, n) => `${n}.txt`))).toEqual(['/*']);
  });

  test('a wildcard never covers a sibling folder', () => {
    const keys = Array.from({ length: 16 }, (_, n) => `app/${n}.txt`);
    expect(invalidationPaths([...keys, 'app2/x.txt'])).toEqual(['/app/*', '/app2/x.txt']);
  });

  test('where a file has many addresses, a wildcard follows each path, and the root is everything', () => {
    const edge = { manyAddresses: true, originPaths: [''], errorPages: [], cleanAddresses: false };
    expect(invalidationPaths(['a.js', 'dir/b.html'], edge)).toEqual(['/a.js*', '/dir/b.html*']);
    expect(invalidationPaths(['index.html', 'a.js'], edge)).toEqual(['/*']);
  });

  test("the origin's folder is no part of an address, and what is outside of it has none", () => {
    const edge = { manyAddresses: false, originPaths: ['/app'], errorPages: [], cleanAddresses: false };
    expect(invalidationPaths(['app/index.html', 'app2/a.js'], edge)).toEqual(['/', '/index.html']);
    expect(wholeSite('app/', edge)).toEqual(['/*']);
    expect(wholeSite('app/')).toEqual(['/app/*']);
    expect(wholeSite('')).toEqual(['/*']);
  });

  test('of several origins of one bucket, the deepest that serves a key decides its addresses', () => {
    const edge = {
      manyAddresses: false,
      originPaths: ['', '/main', '/main/docs'],
      errorPages: [],
      cleanAddresses: false,
    };
    expect(invalidationPaths(['main/docs/a.js', 'main/b.js', 'c.js'], edge)).toEqual(['/a.js', '/b.js', '/c.js']);
  });

  test('what is owed already and what is new become one list', () => {
    expect(mergedPaths(['/a', '/b/*', '/a', '/b/c'])).toEqual(['/a', '/b/*']);
  });

  test('many thousand wildcards do not take long', () => {
    const keys = Array.from({ length: 20_000 }, (_, n) => `d${n % 300}/e${n % 7}/${n}.txt`);
    const edge = { manyAddresses: true, originPaths: [''], errorPages: [], cleanAddresses: false };
    let paths: readonly string[] = [];
    const time = processorTime(() => {
      paths = invalidationPaths(keys, edge);
    });
    expect(paths).toEqual(['/*']);
    expect(time).toBeLessThan(3_000);
  });
});
