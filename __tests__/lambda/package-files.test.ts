import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { packageFiles } from '../../src/gateways/files/package-files.js';
import { LINK_MODE } from '../../src/lambda/package-entry.js';
import { UNZIPPED_LIMIT } from '../../src/lambda/package-size.js';
import { madeZip } from './zip-maker.js';

let workspace = '';

beforeEach(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'package-files-')));
});
afterEach(() => rmSync(workspace, { recursive: true, force: true }));

function file(path: string, content: string | Buffer = path, mode = 0o644): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), content, { mode });
}

async function read(path: string) {
  return await packageFiles(workspace).read('api', path);
}

async function listed(path: string): Promise<string[]> {
  const source = await read(path);
  if (source.kind !== 'folder') throw new Error('not a folder');
  return source.entries
    .map(({ path: at, mode, content }) => {
      const leads = mode === LINK_MODE ? ` -> ${Buffer.from(content).toString()}` : '';
      return `${at} ${mode.toString(8)}${leads}`;
    })
    .sort();
}

describe('the files of a package', () => {
  test('are those below its folder, dot files too, with what may run', async () => {
    file('dist/index.mjs');
    file('dist/.config/settings.json');
    file('dist/bin/tool', '#!/bin/sh', 0o700);
    file('elsewhere.txt');
    expect(await listed('dist')).toEqual(['.config/settings.json 644', 'bin/tool 755', 'index.mjs 644']);
  });

  test('keep symlinks that stay inside as links, to files and to folders', async () => {
    file('dist/node_modules/tool/cli.js', '#!/usr/bin/env node', 0o755);
    mkdirSync(join(workspace, 'dist/node_modules/.bin'));
    symlinkSync('../tool/cli.js', join(workspace, 'dist/node_modules/.bin/tool'));
    symlinkSync('node_modules/tool', join(workspace, 'dist/tool'));
    symlinkSync(join(workspace, 'dist/node_modules/.bin/tool'), join(workspace, 'dist/whole'));
    expect(await listed('dist')).toEqual([
      'node_modules/.bin/tool 120777 -> ../tool/cli.js',
      'node_modules/tool/cli.js 755',
      'tool 120777 -> node_modules/tool',
      'whole 120777 -> node_modules/tool/cli.js',
    ]);
  });

  test('are code: what a checkout, an installer and Python note is left out, and so are links to it', async () => {
    file('dist/index.mjs');
    file('dist/.git/config', 'token');
    file('dist/vendor/.git', 'gitdir: elsewhere');
    file('dist/.DS_Store');
    file('dist/README.md');
    file('dist/node_modules/.modules.yaml');
    file('dist/__pycache__/a.cpython-313.pyc', Buffer.alloc(16));
    file('dist/__pycache__/b.cpython-313.pyc', Buffer.alloc(16, 1));
    symlinkSync('.git/config', join(workspace, 'dist/config'));
    expect(await listed('dist')).toEqual(['__pycache__/b.cpython-313.pyc 644', 'index.mjs 644']);
  });

  test('may be reached by a path that is a symlink itself', async () => {
    file('build/42/index.mjs');
    symlinkSync('build/42', join(workspace, 'dist'));
    expect(await listed('dist')).toEqual(['index.mjs 644']);
  });

  test('are bytes alone in an archive', async () => {
    const archive = madeZip([{ name: 'a', content: 'a' }]);
    file('target/api.JAR', archive);
    expect(await read('target/api.JAR')).toEqual({ kind: 'archive', extension: 'jar', bytes: archive });
  });

  test.each([
    ['a folder above', '../../secret', '"lib/link" -> "../../secret"'],
    ['a whole path', '/etc/passwd', '"lib/link" -> "/etc/passwd"'],
    ['a folder beside with the same beginning', '../../dist-old/a', '"lib/link" -> "../../dist-old/a"'],
  ])('do not lie outside: a symlink to %s is refused', async (_, target, found) => {
    file('secret');
    file('dist-old/a');
    file('dist/lib/a.js');
    symlinkSync(target, join(workspace, 'dist/lib/link'));
    await expect(read('dist')).rejects.toThrow(`has a symlink that leaves it. Found: ${found}`);
  });

  test.each([
    ['nothing', 'gone', '"link": a symlink to nothing (gone)'],
    ['itself', 'link', '"link": a symlink that leads to itself'],
  ])('are real: a symlink to %s is refused', async (_, target, found) => {
    file('dist/a.js');
    symlinkSync(target, join(workspace, 'dist/link'));
    await expect(read('dist')).rejects.toThrow(found);
  });

  test('may link to the folder that they lie in', async () => {
    file('dist/lib/a.js');
    symlinkSync('.', join(workspace, 'dist/lib/self'));
    symlinkSync('..', join(workspace, 'dist/lib/root'));
    expect(await listed('dist')).toEqual(['lib/a.js 644', 'lib/root 120777 -> ..', 'lib/self 120777 -> .']);
  });

  test('have names in UTF-8', async () => {
    file('dist/a.js');
    writeFileSync(Buffer.concat([Buffer.from(join(workspace, 'dist/caf')), Buffer.from([0xe9])]), '');
    await expect(read('dist')).rejects.toThrow('"café": a name that is not UTF-8');
  });

  test('are no sockets', async () => {
    file('dist/a.js');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(workspace, 'dist/socket'), resolve));
    await expect(read('dist')).rejects.toThrow('"socket": a device, pipe or socket');
    await new Promise((resolve) => server.close(resolve));
  });

  test('are not read when they are too many bytes', async () => {
    file('dist/index.mjs');
    file('dist/model/weights.bin', '');
    // Sparse: as long as that without taking any room.
    truncateSync(join(workspace, 'dist/model/weights.bin'), UNZIPPED_LIMIT);
    // Not `rejects`: what was read in spite of the guard would be printed, all of it.
    const outcome = await read('dist').then(
      () => 'it was read',
      (error: Error) => error.message,
    );
    expect(outcome).toContain('most of it in model/ 250.0 MiB');
  });

  test.each([
    ['dist', 'Found: nothing at dist.'],
    ['handler.py', 'Found: handler.py, which is neither a folder nor a .zip or .jar.'],
  ])('have to be there: %s', async (path, found) => {
    file('handler.py');
    await expect(read(path)).rejects.toThrow(`The Lambda package "api" cannot be read. ${found}`);
  });
});
