import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { localFiles } from '../../../src/gateways/files/site-folder.js';

const MIB = 1024 * 1024;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'files-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Content that tells one file from another at each of its bytes. */
function content(name: string, size: number): Buffer {
  return Buffer.alloc(size, `${name} ${size} `);
}

async function hashed() {
  const folder = localFiles(root);
  const { files } = await folder.walk(() => false);
  return { folder, files: await folder.hash(files) };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a folder', () => {
  test('gives the bytes that it hashed, of every size, however many files there are', async () => {
    const sizes = [0, 1, 4095, 4096, MIB - 1, MIB, MIB + 1, 3 * MIB, ...Array.from({ length: 60 }, (_, n) => n * 5000)];
    sizes.forEach((size, n) => {
      writeFileSync(join(root, `file-${n}`), content(`file-${n}`, size));
    });
    const { folder, files } = await hashed();
    expect(files).toHaveLength(sizes.length);
    for (const file of files) {
      const wanted = content(file.path, sizes[Number(file.path.slice('file-'.length))] ?? 0);
      expect(file).toEqual({ path: file.path, size: wanted.length, sha256: sha256(wanted) });
      const given = folder.content(file);
      expect(sha256(await given.bytes())).toBe(file.sha256);
      const chunks: Uint8Array[] = [];
      for await (const chunk of given.chunks(MIB)) chunks.push(chunk);
      expect(sha256(Buffer.concat(chunks))).toBe(file.sha256);
      expect(await folder.md5(file.path)).toBe(createHash('md5').update(wanted).digest('hex'));
    }
  });

  test('whose file changes after it was hashed gives what it hashed, where it kept it', async () => {
    writeFileSync(join(root, 'small'), 'before');
    const { folder, files } = await hashed();
    writeFileSync(join(root, 'small'), 'afterwards');
    const [small] = files;
    expect(small && String(await folder.content(small).bytes())).toBe('before');
  });

  test('whose file changes after it was hashed is refused when the file was not kept', async () => {
    writeFileSync(join(root, 'large'), content('large', 2 * MIB));
    const { folder, files } = await hashed();
    writeFileSync(join(root, 'large'), content('other', 2 * MIB));
    const [large] = files;
    if (large === undefined) throw new Error('nothing was hashed');
    const given = folder.content(large);
    await expect(given.bytes()).rejects.toThrow("The site's file large changed during the deploy");
    await expect(async () => {
      for await (const chunk of given.chunks(MIB)) expect(chunk.length).toBe(MIB);
    }).rejects.toThrow("The site's file large changed during the deploy");
  });

  test('whose file is gone before it is hashed says which', async () => {
    writeFileSync(join(root, 'gone'), 'x');
    const folder = localFiles(root);
    const { files } = await folder.walk(() => false);
    rmSync(join(root, 'gone'));
    await expect(folder.hash(files)).rejects.toThrow("The site's file gone cannot be read");
  });
});
