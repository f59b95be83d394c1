import { describe, expect, test } from '@jest/globals';
import { checkedSize, largestDirectories, UNZIPPED_LIMIT } from '../../src/lambda/package-size.js';

describe('the size of a package', () => {
  test('may be all that Lambda takes, and not a byte more', () => {
    expect(checkedSize([{ path: 'a', size: UNZIPPED_LIMIT }], 'api')).toBe(262_144_000);
    expect(() => checkedSize([{ path: 'a', size: UNZIPPED_LIMIT + 1 }], 'api')).toThrow('at most 262144000 bytes');
  });

  test('is told by dependency, scoped ones too, and by folder', () => {
    const files = [
      { path: 'node_modules/@aws-sdk/client-s3/dist/a.js', size: 30 },
      { path: 'node_modules/@aws-sdk/client-s3/b.js', size: 30 },
      { path: 'node_modules/@aws-sdk/core/a.js', size: 20 },
      { path: 'node_modules/yaml/index.js', size: 50 },
      { path: 'numpy/core/lib.so', size: 90 },
      { path: 'numpy.libs/blas.so', size: 40 },
      { path: 'index.mjs', size: 1 },
    ];
    expect(largestDirectories(files)).toEqual([
      { path: 'numpy/', size: 90 },
      { path: 'node_modules/@aws-sdk/client-s3/', size: 60 },
      { path: 'node_modules/yaml/', size: 50 },
      { path: 'numpy.libs/', size: 40 },
      { path: 'node_modules/@aws-sdk/core/', size: 20 },
      { path: '.', size: 1 },
    ]);
  });

  test('over the limit names the ten largest, no more', () => {
    const files = Array.from({ length: 12 }, (_, at) => ({ path: `d${at + 10}/x`, size: UNZIPPED_LIMIT / 10 + at }));
    const refused = () => checkedSize(files, 'api');
    expect(refused).toThrow('d21/ 25.0 MiB, d20/ 25.0 MiB');
    expect(refused).toThrow('d12/');
    expect(refused).not.toThrow('d11/');
  });
});
