import { describe, expect, test } from '@jest/globals';
import fastCheck from 'fast-check';
import { unzipSync } from 'fflate';
import { checkedArchive } from '../../src/lambda/archive/checks.js';
import { archiveDigest } from '../../src/lambda/archive/contents.js';
import { archiveDirectory } from '../../src/lambda/archive/directory.js';
import { base64Sha256, packedFolder } from '../../src/lambda/lambda-package.js';
import { LINK_MODE, type PackageEntry } from '../../src/lambda/package-entry.js';

const entry = (path: string, content = path, mode: PackageEntry['mode'] = 0o644): PackageEntry => ({
  path,
  mode,
  content: Buffer.from(content),
});

describe('a folder that is packed', () => {
  const packed = packedFolder('api', [entry('lib/b.js'), entry('bin/run', '#!/bin/sh', 0o755), entry('index.mjs')]);

  test('is a zip that others read', () => {
    const unzipped = unzipSync(packed.archive);
    expect(Object.keys(unzipped)).toEqual(['bin/run', 'index.mjs', 'lib/b.js']);
    expect(Buffer.from(unzipped['bin/run'] ?? []).toString()).toBe('#!/bin/sh');
    expect(checkedArchive(packed.archive, 'api')).toEqual({ files: 3, size: 9 + 9 + 8 });
  });

  test('keeps what may run, and lets everyone read', () => {
    expect(archiveDirectory(packed.archive, 'api').map(({ path, unixMode }) => [path, unixMode.toString(8)])).toEqual([
      ['bin/run', '100755'],
      ['index.mjs', '100644'],
      ['lib/b.js', '100644'],
    ]);
  });

  test('is hashed as Lambda hashes it', () => {
    expect(packed.sha256).toBe(base64Sha256(packed.archive));
  });

  test('sorts by the bytes of the path, as no locale does', () => {
    const paths = ['é', 'z', 'B', 'a', 'a/b', 'a-b', '\u{1F600}', '\uFFFD'].map((path) => entry(path));
    expect(Object.keys(unzipSync(packedFolder('api', paths).archive))).toEqual([
      'B',
      'a',
      'a-b',
      'a/b',
      'z',
      'é',
      '\uFFFD',
      '\u{1F600}',
    ]);
  });

  test.each([
    ['a byte', entry('index.mjs', 'index.mjt')],
    ['a mode', entry('index.mjs', 'index.mjs', 0o755)],
    ['a name', entry('index.js', 'index.mjs')],
  ])('has another key when %s is another', (_, changed) => {
    const keys = new Set([entry('index.mjs'), changed].map((one) => packedFolder('api', [one]).key));
    expect(keys.size).toBe(2);
  });

  test('has another key when contents are swapped', () => {
    const one = packedFolder('api', [entry('a', 'x'), entry('b', 'y')]);
    const other = packedFolder('api', [entry('a', 'y'), entry('b', 'x')]);
    expect(one.key).not.toBe(other.key);
  });

  test.each([
    ['is empty', [], 'The Lambda package "api" is empty. Found: no file at all.'],
    ['climbs out', [entry('../a')], 'has an entry that leaves the package. Found: "../a".'],
    ['has a path twice', [entry('a', '1'), entry('a', '2')], 'has two different files of one name. Found: "a".'],
    ['has a backslash', [entry('a\\b')], 'has a backslash in its name'],
  ])('that %s is refused', (_, entries, message) => {
    expect(() => packedFolder('api', entries)).toThrow(message);
  });

  test('keeps its links, whose text is what they hold', () => {
    const link: PackageEntry = { path: 'tool', mode: LINK_MODE, content: Buffer.from('lib/b.js') };
    const { archive, key } = packedFolder('api', [entry('lib/b.js'), link]);
    const [, stored] = archiveDirectory(archive, 'api');
    expect([stored?.unixMode.toString(8), stored?.method]).toEqual(['120777', 0]);
    expect(`api/${archiveDigest(archive, 'api')}.zip`).toBe(key);
    expect(packedFolder('api', [entry('lib/b.js'), entry('tool', 'lib/b.js')]).key).not.toBe(key);
  });

  test('whose file no object could hold is refused, and not left out', () => {
    expect(() => packedFolder('api', [entry('__proto__'), entry('a')])).toThrow('called __proto__');
    expect(packedFolder('api', [entry('lib/__proto__'), entry('9'), entry('10')]).files).toBe(3);
  });

  test('with more files than a zip counts is refused', () => {
    const many = Array.from({ length: 65_535 }, (_, at) => entry(`f${at}`, ''));
    expect(() => packedFolder('api', many)).toThrow('has too many files. Found: 65535. Expected: at most 65534');
  });

  test('comes out as it went in, whatever is in it', () => {
    const paths = fastCheck.stringMatching(/^[a-zà-ü0-9@_.-]*[a-zà-ü0-9]$/);
    const file = fastCheck.record({
      path: paths,
      mode: fastCheck.constantFrom(0o644 as const, 0o755 as const),
      content: fastCheck.uint8Array(),
    });
    fastCheck.assert(
      fastCheck.property(fastCheck.uniqueArray(file, { selector: ({ path }) => path, minLength: 1 }), (files) => {
        const whole = packedFolder('api', files);
        const unzipped = unzipSync(whole.archive);
        for (const { path, content } of files) expect(Buffer.from(unzipped[path] ?? [1]).equals(content)).toBe(true);
        expect(`api/${archiveDigest(whole.archive, 'api')}.zip`).toBe(whole.key);
        expect(packedFolder('api', [...files].reverse()).sha256).toBe(whole.sha256);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an archive under a key', () => {
  test('is known by its files, even when its entries hold more than they say', () => {
    const { archive } = packedFolder('api', [entry('a', 'x'.repeat(100))]);
    const lying = Buffer.from(archive);
    lying.writeUInt32LE(99, lying.indexOf('PK\x01\x02', 0, 'latin1') + 24);
    expect(() => archiveDigest(lying, 'api')).toThrow('"a" in the Lambda package "api" is damaged');
  });
});
