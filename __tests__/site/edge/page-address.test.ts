import { expect, test } from '@jest/globals';
import { type EdgeTraits, PLAIN_EDGE } from '../../../src/site/edge/invalidation.js';
import { pageAddress } from '../../../src/site/edge/page-address.js';

const edges = (change: Partial<EdgeTraits> = {}) => new Map([['E1', { ...PLAIN_EDGE, ...change }]]);

test.each<[string, string, string | undefined, Partial<EdgeTraits>, string]>([
  ['index.html', '', 'https://shop.example', {}, 'https://shop.example/'],
  ['index.html', 'app/', 'https://shop.example/app/', {}, 'https://shop.example/app/'],
  ['docs/index.html', '', 'https://shop.example/', {}, 'https://shop.example/docs/index.html'],
  ['docs/index.html', '', 'https://shop.example/', { cleanAddresses: true }, 'https://shop.example/docs/'],
  ['über uns.html', '', 'https://shop.example/', {}, 'https://shop.example/%C3%BCber%20uns.html'],
  ['about.html', 'app/', undefined, { originPaths: ['/app'] }, '/about.html'],
  ['about.html', 'app/', undefined, {}, '/app/about.html'],
])('the address of %s below "%s" of %s', (path, prefix, url, change, expected) => {
  expect(pageAddress(path, { prefix, edges: edges(change), ...(url === undefined ? {} : { url }) })).toBe(expected);
});

test('without a distribution it is the place in the bucket', () => {
  expect(pageAddress('about.html', { prefix: 'app/', edges: new Map() })).toBe('/app/about.html');
});
