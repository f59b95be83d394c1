import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PLANS, planFolders } from './plan-folders.js';

// `npm test` compiles first; the command is what a reviewer types.
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PLAN = (folder: string, file = 'plan.json') => fileURLToPath(new URL(`${folder}/${file}`, PLANS));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'render-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function render(...args: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  // Its own environment: a runner's commit and run would stand in the foot.
  const env = { PATH: process.env.PATH, INIT_CWD: folder };
  return await new Promise((done) => {
    execFile(
      process.execPath,
      [join(ROOT, 'lib/scripts/render.js'), ...args],
      { env, maxBuffer: 1e8 },
      (failure, out, error) => {
        done({ code: typeof failure?.code === 'number' ? failure.code : 0, out, error });
      },
    );
  });
}

describe('npm run render', () => {
  test('prints the comment of stage dev, with the text of the plan', async () => {
    const { code, out } = await render(PLAN('replace-both-orders'), PLAN('replace-both-orders', 'plan.txt'));
    expect(code).toBe(0);
    expect(
      out.startsWith(
        '<!-- well-managed-deployments plan stage=dev directory=infra workspace=default state=default -->\n',
      ),
    ).toBe(true);
    expect(out).toContain('```diff\n  # terraform_data.a must be replaced');
  });

  test('prints the counts as one line, in the order that is documented', async () => {
    const { code, out } = await render(PLAN('replace-both-orders'), '--summary');
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(Object.keys(JSON.parse(out) as object)).toEqual([
      'class',
      'add',
      'change',
      'destroy',
      'replace',
      'import',
      'move',
      'forget',
      'outputs',
      'fingerprint',
    ]);
    expect(JSON.parse(out)).toMatchObject({ class: 'destructive', add: 2, destroy: 2, replace: 2 });
    expect((JSON.parse(out) as { fingerprint: string }).fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test('has the same counts as a person for a plan of each class', async () => {
    for (const name of ['no-change', 'forget-only', 'outputs-kinds', 'aws-code-only', 'aws-drift', 'deposed']) {
      const expected = JSON.parse(await readFile(PLAN(name, 'expected.json'), 'utf8')) as {
        class: string;
        counts: object;
      };
      const { fingerprint: _, ...summary } = JSON.parse((await render(PLAN(name), '--summary')).out) as Record<
        string,
        unknown
      >;
      expect(summary).toEqual({ class: expected.class, ...expected.counts });
    }
    expect(planFolders()).toContain('aws-code-only');
  });

  test('writes a page that says it is not GitHub', async () => {
    const { code } = await render(PLAN('text-traps'), PLAN('text-traps', 'plan.txt'), '--html', 'page.html');
    const html = await readFile(join(folder, 'page.html'), 'utf8');
    expect(code).toBe(0);
    expect(html).toContain('This is not GitHub’s own renderer');
    expect(html).toContain('<span class="pl-mi1">+');
    expect(html).not.toContain('<!-- hidden');
  });

  test.each([
    ['a plan of format 0.1', () => PLAN('tfjson-basic'), 'format_version "0.1"'],
    ['a file that is not JSON', async () => await made('{"a":'), 'is not JSON'],
    ['a state', async () => await made('{"format_version":"1.0","values":{}}'), 'a state'],
    ['a list', async () => await made('[1]'), 'a list'],
    ['a file that is not there', () => 'missing.json', 'cannot be read'],
  ])('ends with 2 and the error on standard error for %s', async (_, file, words) => {
    const { code, out, error } = await render(await file());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain(words);
  });

  test('ends with 2 and its usage for arguments that it does not know', async () => {
    for (const args of [[], ['a', 'b', 'c'], [PLAN('no-change'), '--sumary']]) {
      const { code, error } = await render(...args);
      expect(code).toBe(2);
      expect(error).toContain('npm run --silent render -- PLAN_JSON [PLAN_TEXT]');
    }
  });
});

async function made(content: string): Promise<string> {
  const file = join(folder, `${Math.random()}.json`);
  await writeFile(file, content);
  return file;
}
