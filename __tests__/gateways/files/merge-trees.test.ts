import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mergeTrees } from '../../../src/gateways/files/merge-trees.js';
import type { FetchedCommits } from '../../../src/ports/merge-trees.js';

let folder: string;
let temporary: string;
let fetched: FetchedCommits | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'origin-'));
  temporary = mkdtempSync(join(tmpdir(), 'runner-'));
  git('init', '--quiet', '--initial-branch=main', '.');
  // As GitHub: any commit may be asked for, and files may be left out.
  for (const name of ['uploadpack.allowAnySHA1InWant', 'uploadpack.allowFilter']) git('config', name, 'true');
});

afterEach(() => {
  fetched?.close();
  fetched = undefined;
  for (const one of [folder, temporary]) rmSync(one, { recursive: true, force: true });
});

function git(...args: string[]): string {
  const named = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', folder, ...named, ...args], { encoding: 'utf8' }).trim();
}

function commit(branch: string, message: string, files: Readonly<Record<string, string>>, from = 'main'): string {
  const exists = git('branch', '--list', branch) !== '' || git('rev-list', '--all').length === 0;
  if (git('rev-list', '--all').length > 0) git('checkout', '--quiet', ...(exists ? [branch] : ['-b', branch, from]));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
  return git('rev-parse', 'HEAD');
}

async function fetch(...commits: string[]): Promise<FetchedCommits> {
  fetched = await trees(new AbortController().signal).fetch('main', commits);
  return fetched;
}

function trees(signal: AbortSignal) {
  const options = { url: `file://${folder}`, token: 't', environment: process.env };
  return mergeTrees({ ...options, signal, temporary: () => temporary });
}

describe('merges of open pull requests', () => {
  test('have what both sides say, of the files that are asked for; other branches are not there', async () => {
    const base = commit('main', 'base', { 'infra/a.tf': 'a', 'infra/b/c.tf': 'c', 'README.md': 'x' });
    const head = commit('feature', 'head', { 'infra/new.tf': 'new' });
    const tip = commit('main', 'Merge pull request #7 from x/y', { 'infra/a.tf': 'other' });
    const commits = await fetch(base, head);
    expect(commits.tip).toBe(tip);
    expect([commits.isAncestor(base, tip), commits.isAncestor(head, tip)]).toEqual([true, false]);
    const merged = commits.merge(tip, head);
    expect(merged?.configurationIn('infra')).toEqual([
      { path: 'infra/a.tf', text: 'other' },
      { path: 'infra/new.tf', text: 'new' },
    ]);
    expect(merged?.configurationIn('infra/b')).toEqual([{ path: 'infra/b/c.tf', text: 'c' }]);
    expect(merged?.configurationIn('nowhere')).toEqual([]);
    expect(commits.tree(base).textOf('infra/a.tf')).toBe('a');
    expect(commits.tree(base).textOf('infra')).toBeUndefined();
    expect(commits.tree(base).isInside('../x')).toBe(false);
    const kinds = ['infra', 'README.md', 'gone', '../x'].map((path) => merged?.digestOf(path)?.kind);
    expect(kinds).toEqual(['folder', 'file', undefined, undefined]);
    expect(merged?.digestOf('infra/b')).toEqual(commits.tree(base).digestOf('infra/b'));
    expect(commits.subjects(base, tip, 'infra/a.tf')).toEqual(['Merge pull request #7 from x/y']);
    expect(commits.subjects(base, tip, 'README.md')).toEqual([]);
  });

  test('that conflict are none', async () => {
    commit('main', 'base', { 'a.tf': 'a\n' });
    const head = commit('feature', 'head', { 'a.tf': 'b\n' });
    const tip = commit('main', 'tip', { 'a.tf': 'c\n' });
    expect((await fetch(head)).merge(tip, head)).toBeUndefined();
  });

  test('nothing of a pull request is checked out or run, and nothing is left', async () => {
    commit('main', 'base', { 'a.tf': 'a\n' });
    const head = commit('feature', 'head', {
      '.gitattributes': '* merge=evil filter=evil\n',
      'a.tf': 'b\n',
      '.gitmodules': '[submodule "x"]\n  path = x\n  url = https://example.invalid/x\n',
    });
    const commits = await fetch(head);
    commits.merge(commits.tip, head)?.configurationIn('.');
    const [repository = ''] = readdirSync(temporary);
    expect(readdirSync(join(temporary, repository))).not.toContain('a.tf');
    expect(readdirSync(join(temporary, repository))).toEqual(expect.arrayContaining(['HEAD', 'objects']));
    commits.close();
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('files are not fetched with the commits, but when they are read', async () => {
    const base = commit('main', 'base', { 'infra/a.tf': 'a', 'big.bin': 'big'.repeat(10_000) });
    const commits = await fetch(base);
    const [repository = ''] = readdirSync(temporary);
    const here = (object: string) => {
      try {
        execFileSync('git', ['-C', join(temporary, repository), 'cat-file', '-e', object], {
          env: { ...process.env, GIT_NO_LAZY_FETCH: '1' },
          stdio: 'ignore',
        });
        return true;
      } catch {
        return false;
      }
    };
    expect(here(`${base}:infra/a.tf`)).toBe(false);
    expect(commits.tree(base).configurationIn('infra')).toHaveLength(1);
    expect([here(`${base}:infra/a.tf`), here(`${base}:big.bin`)]).toEqual([true, false]);
  });

  test('a commit that is gone says what git says, and leaves nothing', async () => {
    commit('main', 'base', { 'a.tf': 'a' });
    await expect(fetch('1'.repeat(40))).rejects.toThrow(/could not be merged with their base branch.*git fetch/s);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('a fetch that is cut off ends, and leaves nothing', async () => {
    commit('main', 'base', { 'a.tf': 'a' });
    const cut = new AbortController();
    cut.abort();
    await expect(trees(cut.signal).fetch('main', [])).rejects.toThrow(/could not be merged/);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
