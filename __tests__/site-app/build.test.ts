import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lastingNames } from '../../src/site/names/lasting-names.js';
import { mayName, namingEvidence } from '../../src/site/names/naming-evidence.js';
import { buildSite, removeFolder } from './build-site.js';

const folder = mkdtempSync(join(tmpdir(), 'site-build-'));
const built: { first: string; again: string; next: string } = { first: '', again: '', next: '' };
const assets = (root: string) => readdirSync(join(root, 'assets')).sort();
const read = (root: string, path: string) => readFileSync(join(root, path), 'utf8');

beforeAll(() => {
  built.first = buildSite(folder);
  built.again = buildSite(folder);
  built.next = buildSite(folder, { edited: true, version: 'fedcba654321' });
});
afterAll(() => removeFolder(folder));

describe('the build of the front end', () => {
  test('gives the same files every time', () => {
    expect(assets(built.again)).toEqual(assets(built.first));
    for (const name of assets(built.first)) {
      expect(read(built.again, `assets/${name}`)).toBe(read(built.first, `assets/${name}`));
    }
    expect(read(built.again, 'index.html')).toBe(read(built.first, 'index.html'));
  });

  test('marks the page with the version hash, and no file under a hashed name', () => {
    expect(read(built.first, 'index.html')).toContain('<meta name="version" content="abc123def456">');
    for (const name of assets(built.first)) expect(read(built.first, `assets/${name}`)).not.toContain('abc123def456');
  });

  test('changes the names of what changed, and of nothing that did not', () => {
    const kept = assets(built.next).filter((name) => assets(built.first).includes(name));
    expect(kept.map((name) => name.split('-')[0]).sort()).toEqual(['favicon', 'index']);
    expect(assets(built.next)).toHaveLength(assets(built.first).length);
  });

  test('gives every script and style a name that the action keeps for a year', () => {
    expect(assets(built.first)).toHaveLength(4);
    for (const root of [built.first, built.next]) {
      const paths = ['index.html', ...assets(root).map((name) => `assets/${name}`)];
      const texts = paths.filter(mayName).map((path) => ({ path, text: read(root, path) }));
      const request = { paths, before: new Set<string>(), byPeople: new Set<string>() };
      const lasting = lastingNames({ ...request, named: namingEvidence(paths, texts) });
      const code = paths.filter((path) => /\.(?:js|css)$/.test(path));
      expect(code.length).toBeGreaterThan(1);
      expect(code.filter((path) => !lasting.has(path))).toEqual([]);
    }
  });

  test('names no file from the root, so that it works under any prefix', () => {
    const page = read(built.first, 'index.html');
    expect(
      [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url).filter((url) => url?.startsWith('/')),
    ).toEqual([]);
    for (const name of assets(built.first)) expect(read(built.first, `assets/${name}`)).not.toMatch(/["'`]\/assets\//);
  });

  test('has nothing inline that a strict content security policy stops', () => {
    const page = read(built.first, 'index.html');
    expect(page).toContain('default-src &#39;none&#39;; script-src &#39;self&#39;');
    expect(page).not.toMatch(/<style|<script(?![^>]* src=)| style="| on[a-z]+="|javascript:/);
  });

  test('is small: less than 15 KB for everything, compressed', () => {
    const files = ['index.html', ...assets(built.first).map((name) => `assets/${name}`)];
    const bytes = files.reduce((sum, path) => sum + gzipSync(read(built.first, path)).length, 0);
    expect(bytes).toBeLessThan(15_000);
    expect(bytes).toBeGreaterThan(5_000);
  });
});
