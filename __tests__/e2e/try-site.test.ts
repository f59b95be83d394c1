import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

// `npm test` compiles first; the command is what a newcomer types.
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'try-'));
  mkdirSync(join(folder, 'dist/assets'), { recursive: true });
  writeFileSync(join(folder, 'dist/index.html'), '<!doctype html><script src="/assets/app.4f2a9c1b.js"></script>');
  writeFileSync(join(folder, 'dist/assets/app.4f2a9c1b.js'), 'console.log(1)');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function tried(...args: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, INIT_CWD: folder };
  return await new Promise((done) => {
    execFile(process.execPath, ['lib/scripts/try-site.js', ...args], { env }, (failure, out, error) => {
      done({ code: typeof failure?.code === 'number' ? failure.code : 0, out, error });
    });
  });
}

describe('npm run try', () => {
  test('plans, deploys and serves a folder that is only built', async () => {
    const { code, out } = await tried('dist', '--once');
    expect(out).toContain('Site: 3 new');
    expect(out).toMatch(/Deployed dev: site \S+, 3 files uploaded, verified/);
    expect(out).toMatch(/Visitors saw it at http:\/\/127\.0\.0\.1:\d+, until this ended\. In a terminal it stays open/);
    expect(out).toContain("content-security-policy: default-src 'self'; ");
    expect(out).toContain('every path without a file name is answered by /index.html');
    expect(out).not.toContain('This release cannot be rolled back to later');
    expect(code).toBe(0);
  });

  test('fails at the pull request where a folder is no site, in the words of the action', async () => {
    const { code, out, error } = await tried('dist/assets', '--once');
    expect(out).toContain('The folder of the site has no page');
    expect([code, error]).toEqual([1, 'The pull request is planned: the action failed with exit code 1, see above\n']);
  });

  test('says which folder is missing', async () => {
    const { code, error } = await tried('nowhere');
    expect([code, error]).toEqual([2, expect.stringContaining(`There is no folder ${join(folder, 'nowhere')}`)]);
  });
});
