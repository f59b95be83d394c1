import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Mutant, needsBuild, readMutants, sample } from '../../scripts/mutants/mutant.js';
import { Workshop } from '../../scripts/mutants/workshop.js';

// Not in one piece: this test starts nothing that is built.
const LIB = ['lib', 'scripts'].join('/');
const PROJECT = mkdtempSync(join(tmpdir(), 'mutants-test-'));
afterAll(() => rmSync(PROJECT, { recursive: true, force: true }));

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(PROJECT, name)), { recursive: true });
    writeFileSync(join(PROJECT, name), text);
  }
}

function numbered(count: number): Mutant[] {
  return Array.from({ length: count }, (_, index) => ({
    guard: `guard ${index}`,
    file: 'src/a.ts',
    find: 'a',
    replace: 'b',
    test: { path: '__tests__/a.test.ts', name: 'a' },
  }));
}

test('each of ours breaks a place that is there once, and names a test file that is there', () => {
  const root = process.cwd();
  const texts = new Map<string, string>();
  const textOf = (path: string) => {
    const text = texts.get(path) ?? (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '');
    texts.set(path, text);
    return text;
  };
  const lost = readMutants(root).filter(
    ({ file, find, test }) => textOf(file).split(find).length !== 2 || textOf(test.path) === '',
  );
  expect(lost.map(({ guard }) => guard)).toEqual([]);
});

describe('a sample of the mutants', () => {
  const all = numbered(1_000);

  test('is the same for the same seed, and about one of so many', () => {
    const drawn = sample(all, 4, 'a commit');
    expect(sample(all, 4, 'a commit')).toEqual(drawn);
    expect(drawn.length).toBeGreaterThan(200);
    expect(drawn.length).toBeLessThan(300);
  });

  test('has had each of them in it after a while', () => {
    const seeds = Array.from({ length: 60 }, (_, index) => `commit ${index}`);
    expect(new Set(seeds.flatMap((seed) => sample(all, 4, seed))).size).toBe(all.length);
  });
});

describe('a mutant whose test starts what is built', () => {
  put({
    'src/a.ts': "export const a = 'a guard';\n",
    'local/runner.ts': 'export const runAction = 1;\n',
    '__tests__/e2e/deploy.test.ts': '',
    '__tests__/stage.ts': "import { runAction } from '../local/runner.js';\n",
    '__tests__/indirect.test.ts': "import { stage } from './stage.js';\nimport { a } from '../src/a.js';\n",
    '__tests__/command.test.ts': `spawn('node', ['${LIB}/render.js']);\n`,
    '__tests__/pure.test.ts': "import { a } from '../src/a.js';\n",
  });

  test.each([
    ['__tests__/e2e/deploy.test.ts', true],
    ['__tests__/indirect.test.ts', true],
    ['__tests__/command.test.ts', true],
    ['__tests__/pure.test.ts', false],
  ])('%s: %p', (path, expected) => {
    expect(needsBuild(PROJECT, path)).toBe(expected);
  });

  test('is refused: it would die whatever it changes', async () => {
    spawnSync('git', ['init', '--quiet'], { cwd: PROJECT });
    const passed = new Map([['the guard holds', 'passed']]);
    const tests = ['__tests__/indirect.test.ts', '__tests__/pure.test.ts'];
    const workshop = new Workshop(PROJECT, new Map(tests.map((path) => [path, passed])));
    try {
      const faults = tests.map(async (path) => {
        const guard = { guard: 'a guard', file: 'src/a.ts', find: "'a guard'", replace: "''" };
        return await workshop.fault({ ...guard, test: { path, name: 'the guard holds' } });
      });
      expect(await Promise.all(faults)).toEqual([
        '__tests__/indirect.test.ts starts what is built, and a mutant is not: name a test of the source',
        undefined,
      ]);
    } finally {
      workshop.remove();
    }
  });
});

test('no mutant of this project names a test that starts what is built', () => {
  const tests = new Set(readMutants('.').map(({ test: { path } }) => path));
  expect([...tests].filter((path) => needsBuild('.', path))).toEqual([]);
});
