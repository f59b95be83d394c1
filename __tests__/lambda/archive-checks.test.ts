import { describe, expect, test } from '@jest/globals';
import { checkedArchive } from '../../src/lambda/archive-checks.js';
import { passedThrough } from '../../src/lambda/lambda-package.js';
import { UNZIPPED_LIMIT } from '../../src/lambda/package-size.js';
import { madeZip } from './zip-maker.js';

const LINK = 0o120777;
const handler = { name: 'index.mjs', content: 'export const handler = 1', mode: 0o100644 };

describe('an archive that somebody else made', () => {
  test('is taken as it is, under the digest of its bytes', () => {
    const archive = madeZip([handler, { name: 'lib/', mode: 0o40755 }, { name: 'lib/a.js', content: 'a' }]);
    const taken = passedThrough('api', 'jar', archive);
    expect(taken.archive).toBe(archive);
    expect(taken.key).toMatch(/^api\/[0-9a-f]{64}\.jar$/);
    expect(Buffer.from(taken.sha256, 'base64').toString('hex')).toBe(/([0-9a-f]{64})/.exec(taken.key)?.[1]);
    expect(taken).toMatchObject({ files: 2, size: 25 });
  });

  test('may end in a comment', () => {
    expect(checkedArchive(madeZip([handler], 'built by hand'), 'api').files).toBe(1);
  });

  test('that ends in a second directory is refused', () => {
    const disguised = `x${madeZip([]).toString('latin1')}`;
    expect(() => checkedArchive(madeZip([handler], disguised), 'api')).toThrow('it has two ends');
  });

  test('may hold symlinks that stay inside', () => {
    const inside = { name: 'node_modules/.bin/tool', content: '../tool/cli.js', mode: LINK };
    expect(checkedArchive(madeZip([handler, inside]), 'api').files).toBe(2);
  });

  test.each([
    ['is empty', madeZip([]), 'is empty. Found: no file at all.'],
    ['holds folders alone', madeZip([{ name: 'lib/' }]), 'is empty. Found: no file at all.'],
    ['climbs out', madeZip([{ name: '../evil.js' }]), 'leaves the package. Found: "../evil.js".'],
    ['climbs out on the way', madeZip([{ name: 'a/../../evil.js' }]), 'leaves the package. Found: "a/../../evil.js".'],
    ['climbs out by a folder', madeZip([handler, { name: '../' }]), 'leaves the package. Found: "../".'],
    ['begins at the root', madeZip([{ name: '/etc/passwd' }]), 'begins at the root of the disk. Found: "/etc/passwd".'],
    ['begins at a drive', madeZip([{ name: 'C:/x.js' }]), 'begins at the root of the disk. Found: "C:/x.js".'],
    ['was packed on Windows', madeZip([{ name: 'lib\\a.js' }]), 'has a backslash in its name: Linux would take'],
    ['has an empty part in a path', madeZip([{ name: 'lib//a.js' }]), 'has an empty or a "." part in its path.'],
    ['has an entry twice', madeZip([handler, handler]), 'has the same entry twice. Found: "index.mjs".'],
    ['has a file and a folder of one name', madeZip([{ name: 'a' }, { name: 'a/' }]), 'has the same entry twice.'],
    [
      'links out',
      madeZip([{ name: 'a', content: '../../etc/passwd', mode: LINK }]),
      'has a symlink that leaves it. Found: "a" -> "../../etc/passwd".',
    ],
    [
      'links to a whole path',
      madeZip([{ name: 'a', content: '/etc/passwd', mode: LINK }]),
      'has a symlink that leaves it.',
    ],
    [
      'is encrypted',
      madeZip([{ ...handler, flags: 1 }]),
      'Lambda cannot unpack "index.mjs" in the package "api". Found: it is encrypted.',
    ],
    ['is packed by a rare method', madeZip([{ ...handler, method: 12 }]), 'Found: it is packed by method 12.'],
    [
      'is not readable for others',
      madeZip([{ ...handler, mode: 0o100600 }]),
      'The function could not read "index.mjs" of the package "api": it runs as another user. Found: mode 0600.',
    ],
    ['has a name in Latin-1', madeZip([{ name: Buffer.from('caf\xe9.js', 'latin1') }]), "an entry's name is not UTF-8"],
    ['is no zip', Buffer.from('#!/bin/sh\n'), 'there is no directory at its end: it is no zip, or cut off.'],
    ['is cut off', madeZip([handler]).subarray(0, -1), 'there is no directory at its end: it is no zip, or cut off.'],
    [
      'has something before it',
      Buffer.concat([Buffer.from('#!/bin/sh\n'), madeZip([handler])]),
      'its directory is not where it says',
    ],
  ])('that %s is refused', (_, archive, message) => {
    expect(() => checkedArchive(archive, 'api')).toThrow(message);
  });

  test('in the 64-bit form is refused in words', () => {
    const archive = madeZip([handler]);
    archive.writeUInt32LE(0xffffffff, archive.length - 22 + 16);
    expect(() => checkedArchive(archive, 'api')).toThrow('is a zip in the 64-bit form (zip64)');
    expect(() => checkedArchive(madeZip([{ ...handler, size: 0xffffffff }]), 'api')).toThrow('(zip64)');
  });

  test('that says another number of entries than it has is refused', () => {
    const archive = madeZip([handler]);
    archive.writeUInt16LE(2, archive.length - 22 + 8);
    archive.writeUInt16LE(2, archive.length - 22 + 10);
    expect(() => checkedArchive(archive, 'api')).toThrow('it says 2 entries and has 1');
  });

  test('over the limit is refused, by what its directory says', () => {
    const exact = madeZip([{ ...handler, size: UNZIPPED_LIMIT }]);
    expect(checkedArchive(exact, 'api').size).toBe(262_144_000);
    const over = madeZip([
      { name: 'lib/model.bin', mode: 0o100644, size: UNZIPPED_LIMIT - 24 },
      handler,
      { name: 'x', content: '1' },
    ]);
    expect(() => checkedArchive(over, 'api')).toThrow(
      'The Lambda package "api" is too large: Lambda takes 250.0 MiB unzipped. Found: 250.0 MiB (262144001 bytes) in 3 files, most of it in lib/ 250.0 MiB, . 0.0 MiB.',
    );
  });
});
