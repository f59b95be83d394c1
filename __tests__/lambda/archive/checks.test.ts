import { describe, expect, test } from '@jest/globals';
import { checkedArchive } from '../../../src/lambda/archive/checks.js';
import { base64Sha256, passedThrough } from '../../../src/lambda/lambda-package.js';
import { UNZIPPED_LIMIT } from '../../../src/lambda/package-size.js';
import { madeZip } from '../zip-maker.js';

const LINK = 0o120777;
const handler = { name: 'index.mjs', content: 'export const handler = 1', mode: 0o100644 };

describe('an archive that somebody else made', () => {
  test('is taken as it is, under the digest of what is in it', () => {
    const archive = madeZip([handler, { name: 'lib/', mode: 0o40755 }, { name: 'lib/a.js', content: 'a' }]);
    const taken = passedThrough('api', 'jar', archive);
    expect(taken.archive).toBe(archive);
    expect(taken.key).toMatch(/^api\/[0-9a-f]{64}\.jar$/);
    expect(taken.sha256).toBe(base64Sha256(archive));
    expect(taken).toMatchObject({ files: 2, size: 25 });
  });

  test('has one key, whatever its times, order, folders and compression', () => {
    const file = { name: 'lib/a.js', content: 'a' };
    const key = (archive: Buffer) => passedThrough('api', 'jar', archive).key;
    const first = key(madeZip([handler, { name: 'lib/', mode: 0o40755 }, file]));
    expect(key(madeZip([{ ...file, method: 0 }, handler], 'built later'))).toBe(first);
    for (const other of [
      { ...file, content: 'b' },
      { ...file, name: 'lib/b.js' },
      { ...file, mode: 0o100755 },
    ]) {
      expect(key(madeZip([handler, other]))).not.toBe(first);
    }
  });

  test('may have a folder, or the same file, twice', () => {
    const folder = { name: 'META-INF/', mode: 0o40755 };
    expect(checkedArchive(madeZip([folder, handler, folder, handler]), 'api').files).toBe(1);
    const ofAnotherTool = { name: 'META-INF/', mode: 0 };
    expect(checkedArchive(madeZip([folder, handler, ofAnotherTool]), 'api').files).toBe(1);
    const closed = { name: 'META-INF/', mode: 0o40700 };
    expect(() => checkedArchive(madeZip([folder, handler, closed]), 'api')).toThrow('Found: mode 0700');
  });

  test('may begin its names with "./"', () => {
    const archive = madeZip([
      { name: './', mode: 0o40755 },
      { ...handler, name: './index.mjs' },
    ]);
    expect(passedThrough('api', 'zip', archive).key).toBe(passedThrough('api', 'zip', madeZip([handler])).key);
  });

  test.each([
    ['a byte is another', (archive: Buffer) => archive.writeUInt8(archive.readUInt8(42) ^ 1, 42)],
    ['a name is another in front of the content', (archive: Buffer) => archive.write('x', 30)],
  ])('in which %s is damaged', (_, damage) => {
    const archive = madeZip([{ ...handler, method: 0 }]);
    damage(archive);
    expect(() => passedThrough('api', 'zip', archive)).toThrow('"index.mjs" in the Lambda package "api" is damaged');
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
    [
      'has an entry twice',
      madeZip([handler, { ...handler, content: 'export const handler = 2' }]),
      'has two different files of one name. Found: "index.mjs".',
    ],
    [
      'has a file and a folder of one name',
      madeZip([{ name: 'a' }, { name: 'a/' }]),
      'two different files of one name',
    ],
    ['has a file twice, once to run', madeZip([handler, { ...handler, mode: 0o100755 }]), 'two different files'],
    ['holds a repository', madeZip([handler, { name: '.git/config' }]), 'holds a repository, whose configuration may'],
    [
      'has a folder that is closed to others',
      madeZip([{ name: 'lib/', mode: 0o40700 }, handler]),
      'Found: mode 0700. Expected: folders that everyone may open (0755).',
    ],
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
      'has something before its archive, such as the launcher of an executable jar. Found: a directory 10 bytes',
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

  test('with more entries than 16 bits count is refused with a way that Java has', () => {
    const archive = madeZip([handler]);
    const end = archive.subarray(-22);
    end.writeUInt16LE(0xffff, 10);
    const record = Buffer.alloc(56);
    record.write('PK\x06\x06', 'latin1');
    record.writeBigUInt64LE(65_541n, 32);
    const locator = Buffer.alloc(20);
    locator.write('PK\x06\x07', 'latin1');
    locator.writeBigUInt64LE(BigInt(archive.length - 22), 8);
    const whole = Buffer.concat([archive.subarray(0, -22), record, locator, end]);
    expect(() => checkedArchive(whole, 'api')).toThrow('has too many files. Found: 65541.');
    expect(() => checkedArchive(whole, 'api')).toThrow('dependencies as jars in lib/');
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
