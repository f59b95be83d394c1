import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { WORKFLOW_CHECKS } from '../scripts/workflow-checks.js';

function output(program: string, ...args: string[]): string {
  const result = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(result.stderr);
  return result.stdout;
}

const pinsOf = (path: string) =>
  [...readFileSync(path, 'utf8').matchAll(/uses: ([\w.-]+\/[\w./-]+)@([0-9a-f]{40} # v[\d.]+)/g)].map(
    ([, action = '', pin = '']) => ({ action, pin }),
  );

describe('what users download', () => {
  test('has no symbolic link: the runner unpacks it everywhere, and one that dangles breaks every run', () => {
    const links = output('git', 'ls-files', '--stage')
      .split('\n')
      .filter((line) => line.startsWith('120000 '));
    expect(links).toEqual([]);
  });

  test('is what runs and what is copied, without the tests and what only they need', () => {
    const attributes = readFileSync('.gitattributes', 'utf8');
    const left = [...attributes.matchAll(/^\/(\S+) export-ignore$/gm)].map(([, name = '']) => name);
    expect(left).toEqual(expect.arrayContaining(['__tests__', 'local', 'scripts']));
    const tree = output('git', 'ls-tree', '-r', '--name-only', 'HEAD').split('\n');
    const kept = tree.filter((path) => !left.some((name) => path === name || path.startsWith(`${name}/`)));
    expect(kept).toEqual(
      expect.arrayContaining([
        'action.yml',
        'dist/index.js',
        '.github/actions/run/action.yml',
        '.github/actions/build/action.yml',
        '.github/workflows/deploy.yml',
        'infra/bootstrap/trust.tf',
        'LICENSE',
      ]),
    );
    const listed = spawnSync('sh', ['-c', 'git archive --worktree-attributes HEAD | tar -t'], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    }).stdout;
    expect(
      listed
        .split('\n')
        .filter((path) => path !== '' && !path.endsWith('/'))
        .sort(),
    ).toEqual(kept.filter((path) => path !== '').sort());
  });
});

describe('what the examples pin', () => {
  test('is what the workflows pin', () => {
    const workflows = readdirSync('.github/workflows').map((name) => `.github/workflows/${name}`);
    const actions = readdirSync('.github/actions').map((name) => `.github/actions/${name}/action.yml`);
    const pins = new Map([...workflows, ...actions].flatMap(pinsOf).map(({ action, pin }) => [action, pin]));
    const examples = readdirSync('examples').filter((name) => name.endsWith('.yml'));
    for (const name of examples) {
      for (const { action, pin } of pinsOf(`examples/${name}`)) {
        expect([name, action, pin]).toEqual([name, action, pins.get(action)]);
      }
    }
    for (const [, action = '', major = ''] of readme().matchAll(/uses: ((?!OWNER)[\w.-]+\/[\w-]+)@(v\d+)\b/g)) {
      expect([action, major]).toEqual([action, / # (v\d+)/.exec(pins.get(action) ?? '')?.[1]]);
    }
  });
});

const readme = () => /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';

describe("the README's first screen", () => {
  test.each(['noStoredToken', 'noInterpolation', 'noWrapper', 'bounded'])('passes the check %s', (name) => {
    expect(WORKFLOW_CHECKS[name]?.(readme())).toEqual([]);
  });
});

test('no test has a time limit below the default: on a busy machine it would fail without a fault', () => {
  const config = readFileSync('jest.config.js', 'utf8');
  const least = Number(/testTimeout: ([\d_]+)/.exec(config)?.[1]?.replaceAll('_', ''));
  expect(least).toBeGreaterThanOrEqual(120_000);
  const tests = output('git', 'ls-files', '__tests__/*.ts').trim().split('\n');
  const short = tests.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/^ *(?:\}, ([\d_]+)\);| ([\d_]{4,}),)$/gm)]
      .map(([, inline, line]) => Number((inline ?? line ?? '').replaceAll('_', '')))
      .filter((milliseconds) => milliseconds >= 1000 && milliseconds < least)
      .map((milliseconds) => `${path}: ${milliseconds} ms`),
  );
  expect(short).toEqual([]);
});
