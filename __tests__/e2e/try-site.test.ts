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

  test('deploys onto a bucket that another tool has filled, and says what became of each object', async () => {
    mkdirSync(join(folder, 'bucket/assets'), { recursive: true });
    writeFileSync(join(folder, 'bucket/index.html'), '<!doctype html>what sync has uploaded');
    writeFileSync(join(folder, 'bucket/assets/app.4f2a9c1b.js'), 'console.log(1)');
    writeFileSync(join(folder, 'bucket/price-list.pdf'), 'of the sales department');
    const { code, out } = await tried('dist', '--existing', 'bucket', '--once');
    expect(out).toContain(`The bucket holds 3 objects before the first deploy: the files of ${join(folder, 'bucket')}`);
    expect(out).toContain(`Of the 3 objects that were in the bucket:

    1 adopted: the build has the same file, so that only their headers were set
    1 replaced: the build has another file of that name
    1 kept as they are, by later deploys too: no build has had them (price-list.pdf)
    0 deleted`);
    expect(code).toBe(0);
  });

  test('says how a folder that stands for the bucket is filled', async () => {
    const { code, error } = await tried('dist', '--existing', 'nowhere');
    expect([code, error]).toEqual([2, expect.stringContaining(`aws s3 sync s3://BUCKET ${join(folder, 'nowhere')}`)]);
  });

  test('fails at the pull request where a folder is no site, in the words of the action', async () => {
    const { code, out, error } = await tried('dist/assets', '--once');
    expect(out).toContain('The folder of the site has no page');
    expect([code, error]).toEqual([1, 'The pull request is planned: the action failed with exit code 1, see above\n']);
  });

  test('knows no other options', async () => {
    const { code, error } = await tried('dist', '--exsting', 'bucket');
    expect([code, error]).toEqual([
      2,
      expect.stringMatching(/^Unknown option '--exsting': there are --existing FOLDER/),
    ]);
  });

  test('says which folder is missing', async () => {
    const { code, error } = await tried('nowhere');
    expect([code, error]).toEqual([2, expect.stringContaining(`There is no folder ${join(folder, 'nowhere')}`)]);
  });
});
