import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { walkFolder } from '../../../src/gateways/files/folder-walk.js';

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'walk-'));
  root = join(folder, 'dist');
  write('index.html', 'home');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string | Buffer, content = 'x'): void {
  const place = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path)]);
  mkdirSync(dirname(place.toString('latin1')), { recursive: true });
  writeFileSync(place, content);
}

const walk = (isExcluded: (path: string) => boolean = () => false) => walkFolder(root, isExcluded);
const paths = () => walk().files.map(({ path }) => path);

describe('the walk finds', () => {
  test('every file, sorted, dot files too, without what is never part of a site', () => {
    write('.well-known/security.txt');
    write('a/b/c.js');
    write('.git/config');
    write('a/.DS_Store');
    expect(paths()).toEqual(['.well-known/security.txt', 'a/b/c.js', 'index.html']);
  });

  test('files behind links that stay inside', () => {
    write('a/b.js', 'four');
    symlinkSync('a', join(root, 'linked'));
    symlinkSync('a/b.js', join(root, 'file.js'));
    expect(paths()).toEqual(['a/b.js', 'file.js', 'index.html', 'linked/b.js']);
  });

  test('a name that is not in composed form, in both forms', () => {
    write('O\u0308.txt');
    expect(paths()).toEqual(['O\u0308.txt', 'index.html', '\u00d6.txt']);
  });

  test('what is excluded, and does not judge it', () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(walk((path) => path === 'pipe').excluded).toEqual([{ path: 'pipe', size: 0 }]);
  });
});

describe('the walk refuses', () => {
  test('a link out of the folder, to a file', () => {
    writeFileSync(join(folder, 'secret'), 'x');
    symlinkSync('../secret', join(root, 'leak.txt'));
    expect(walk).toThrow("The link leak.txt leads out of the site's folder");
  });

  test('a link out of the folder, to a sibling whose name begins alike', () => {
    mkdirSync(join(folder, 'dist2'));
    writeFileSync(join(folder, 'dist2/a.txt'), 'x');
    symlinkSync('../dist2', join(root, 'leak'));
    expect(walk).toThrow("The link leak leads out of the site's folder");
  });

  test('a link back to a folder above it', () => {
    mkdirSync(join(root, 'a'));
    symlinkSync('..', join(root, 'a/up'));
    expect(walk).toThrow('The link a/up leads back to a folder above it');
  });

  test('a link to nothing, and one to itself', () => {
    symlinkSync('nowhere', join(root, 'broken'));
    expect(walk).toThrow('The link broken leads to nothing');
    rmSync(join(root, 'broken'));
    symlinkSync('loop', join(root, 'loop'));
    expect(walk).toThrow('The link loop leads to itself');
  });

  test('a pipe', () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(walk).toThrow('pipe is neither a file nor a folder');
  });

  test('a name that is not UTF-8', () => {
    write(Buffer.from([0x61, 0xff]));
    expect(walk).toThrow('A file of the site has a name that is not UTF-8. Found: a\\xff.');
  });

  test('two names that are one address', () => {
    write('\u00d6.txt');
    write('O\u0308.txt');
    expect(walk).toThrow('Two files of the site have the same name, written in two Unicode forms');
  });

  test('a control character in a name', () => {
    write('a\nb');
    expect(walk).toThrow('A file of the site has a control character in its name');
  });

  test('a name that is longer than a key may be', () => {
    write(`${`${'f'.repeat(200)}/`.repeat(5)}${'n'.repeat(20)}`);
    expect(walk).toThrow('A file of the site has a name of 1025 bytes');
  });

  test('a folder that is missing, and a file in its place', () => {
    expect(() => walkFolder(join(folder, 'missing'), () => false)).toThrow('The folder of the site is missing');
    expect(() => walkFolder(join(root, 'index.html'), () => false)).toThrow('The folder of the site is missing');
  });
});
