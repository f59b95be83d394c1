import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { examine, table } from '../../scripts/doctor.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function wrong(): readonly string[] {
  return examine(folder, '.')
    .filter(({ state }) => state === 'wrong')
    .map(({ what, todo }) => `${what} -> ${todo}`);
}

const README = /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';

test("the README's own lines have nothing wrong, and say what cannot be seen", () => {
  write('.github/workflows/deploy.yml', README);
  write('infra/main.tf', '');
  write('infra/.terraform.lock.hcl', '');
  expect(wrong()).toEqual([]);
  const text = table(examine(folder, '.'));
  expect(text).toContain('gh variable get PLAN_ROLE');
  expect(text).toMatch(/^cannot be seen/);
});

test.each(readdirSync('examples').flatMap((name) => (name.endsWith('.yml') ? [name.slice(0, -4)] : [])))(
  'examples/%s.yml has no unknown name, no bad value, and every permission',
  (name) => {
    write('.github/workflows/deploy.yml', readFileSync(`examples/${name}.yml`, 'utf8'));
    write('infra/.terraform.lock.hcl', '');
    expect(wrong()).toEqual([]);
  },
);

test('each fault has a line with what to do', () => {
  const text = README.replace('site-directory: dist', 'site-directry: dist')
    .replace('      issues: write ', '      # ')
    .replace('aws-region: ${{ vars.AWS_REGION }}', 'verify-timeout: soon\n      infra-directory: terraform');
  write('.github/workflows/deploy.yml', text);
  expect(wrong()).toEqual([
    'deploy: there is no input "site-directry" -> remove it, or correct its spelling: the README has the table of inputs',
    'deploy: verify-timeout is "soon" -> expected a whole number from 0 to 3600',
    expect.stringMatching(/^deploy: infra-directory is "terraform", which does not exist in the workspace -> /),
    'deploy: its permissions lack "issues: write" -> add "issues: write" to "permissions:"',
  ]);
});

test('permissions in one word: write-all has each, read-all lacks what is written', () => {
  write('infra/.terraform.lock.hcl', '');
  const [before = '', after = ''] = README.split(/ {4}permissions:\n(?: {6}.*\n)+/);
  const said = (word: string) => {
    write('.github/workflows/deploy.yml', `${before}    permissions: ${word}\n${after}`);
    return wrong();
  };
  expect(said('write-all')).toEqual([]);
  expect(said('read-all').map((line) => /lack "(.*?)"/.exec(line)?.[1])).toEqual([
    'pull-requests: write',
    'checks: write',
    'deployments: write',
    'issues: write',
    'id-token: write',
  ]);
});

test('a missing lock file, and a folder without a workflow', () => {
  expect(wrong()).toEqual([
    'no workflow uses this action -> copy the lines of the README to .github/workflows/deploy.yml',
  ]);
  write('.github/workflows/deploy.yml', README);
  write('infra/main.tf', '');
  expect(wrong()).toEqual([expect.stringContaining('terraform -chdir=infra providers lock -platform=linux_amd64')]);
});
