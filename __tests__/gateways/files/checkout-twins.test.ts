import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkoutTwins } from '../../../src/gateways/files/checkout-twins.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'twins-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const file = (path: string, text: string) => ({ path, size: text.length, sha256: hash('sha256', text, 'hex') });
const BUILT = [
  file('assets/a.jpg', 'by a person'),
  file('assets/b.jpg', 'changed'),
  file('assets/c.jpg', 'of the build'),
];
const FILES = {
  'dist/assets/a.jpg': 'by a person',
  'dist/assets/b.jpg': 'changed',
  'dist/assets/c.jpg': 'of the build',
  'public/pictures/a.jpg': 'by a person',
  'public/b.jpg': 'another',
};

test.each([true, false])(
  'a file of the build with its name and bytes outside of it is found, with git %s',
  async (git) => {
    write({ ...FILES, '.cache/c.jpg': 'of the build', '.gitignore': '.cache/\n' });
    if (git) execFileSync('git', ['init', '--quiet', root]);
    const found = await checkoutTwins(join(root, 'dist'), BUILT, git ? undefined : root);
    expect([...found]).toEqual(['assets/a.jpg']);
  },
);

test('what git ignores is no part of the checkout: builds leave copies there', async () => {
  write({ ...FILES, '.gitignore': 'dist/\ncopy/\n', 'copy/c.jpg': 'of the build' });
  execFileSync('git', ['init', '--quiet', root]);
  expect([...(await checkoutTwins(join(root, 'dist'), BUILT, undefined))]).toEqual(['assets/a.jpg']);
});
