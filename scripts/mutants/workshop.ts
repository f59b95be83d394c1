import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { type Mutant, needsBuild } from './mutant.js';

export interface Verdict {
  readonly mutant: Mutant;
  readonly state: 'killed' | 'survived' | 'broken';
  readonly why: string;
}

/** The states of tests by their full names. */
type States = ReadonlyMap<string, string>;

/** Milliseconds. A mutant that makes its test run for ever shows nothing that can be relied on. */
const PATIENCE = 180_000;

/** A copy of the project, in which one mutant at a time is tried: the project itself is never left broken. */
export class Workshop {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  readonly #before = new Map<string, States>();

  /**
   * The working tree as it is, without what is built.
   * @param reported the states of all tests unchanged, where they have just been run
   */
  constructor(
    root: string,
    private readonly reported: ReadonlyMap<string, States>,
  ) {
    const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
    });
    const files = listed.stdout.split('\0').filter((name) => name !== '' && !name.startsWith('dist/'));
    // One that is listed may have been deleted.
    for (const file of files.filter((name) => existsSync(join(root, name)))) {
      mkdirSync(join(this.#folder, dirname(file)), { recursive: true });
      cpSync(join(root, file), join(this.#folder, file), { force: true });
    }
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What can be said against a mutant before it is tried. */
  async fault(mutant: Mutant): Promise<string | undefined> {
    const { path: testPath, name } = mutant.test;
    const path = join(this.#folder, mutant.file);
    // One that is gone is this mutant's fault alone.
    if (!existsSync(path)) return 'there is no such file';
    const places = readFileSync(path, 'utf8').split(mutant.find).length - 1;
    if (places !== 1) return `the text to replace stands there ${places} times`;
    if (needsBuild(this.#folder, testPath))
      return `${testPath} starts what is built, and a mutant is not: name a test of the source`;
    // Without this a typo in the list, or a test that fails anyway, would count as a kill.
    const before = named(await this.#statesBefore(testPath), name);
    if (before.length === 0) return `there is no test "${name}"`;
    return before.some((state) => state === 'failed') ? 'its test fails without it' : undefined;
  }

  async judge(mutant: Mutant): Promise<Verdict> {
    const fault = await this.fault(mutant);
    if (fault !== undefined) return { mutant, state: 'broken', why: fault };
    const { path: testPath, name } = mutant.test;
    const path = join(this.#folder, mutant.file);
    const original = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      original.replace(mutant.find, () => mutant.replace),
    );
    try {
      const after = named(await this.#run(testPath, name), name);
      if (after.includes('failed')) return { mutant, state: 'killed', why: '' };
      return { mutant, state: 'survived', why: `"${name}" ${after.length === 0 ? 'did not run' : 'passed'}` };
    } finally {
      writeFileSync(path, original);
    }
  }

  async #statesBefore(testPath: string): Promise<States> {
    const known = this.reported.get(testPath) ?? this.#before.get(testPath);
    if (known !== undefined) return known;
    const states = await this.#run(testPath);
    this.#before.set(testPath, states);
    return states;
  }

  async #run(testPath: string, name?: string): Promise<States> {
    const output = join(this.#folder, 'jest.json');
    rmSync(output, { force: true });
    const args = ['--experimental-vm-modules', join('node_modules', 'jest', 'bin', 'jest.js')];
    args.push('--runTestsByPath', testPath, '--runInBand', '--json', `--outputFile=${output}`);
    if (name !== undefined) args.push('-t', name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    await new Promise<void>((resolve, reject) => {
      const environment = { ...process.env, CI: 'true' };
      const child = spawn(process.execPath, args, {
        cwd: this.#folder,
        stdio: 'ignore',
        env: environment,
        timeout: PATIENCE,
      });
      child.on('error', reject).on('close', () => resolve());
    });
    if (!existsSync(output)) return new Map();
    return new Map(readReport(output).flatMap(({ assertionResults }) => statesOf(assertionResults)));
  }
}

interface TestFile {
  readonly name: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
}

function readReport(path: string): readonly TestFile[] {
  return (JSON.parse(readFileSync(path, 'utf8')) as { testResults: TestFile[] }).testResults;
}

function statesOf(results: TestFile['assertionResults']): [string, string][] {
  return results.filter(({ status }) => status !== 'pending').map(({ fullName, status }) => [fullName, status]);
}

/** The states that a run of all tests has just reported, by test file: CI does not run them unchanged once more. */
export function reportedStates(root: string, path: string | undefined): ReadonlyMap<string, States> {
  if (path === undefined || !existsSync(path)) return new Map();
  return new Map(readReport(path).map((file) => [relative(root, file.name), new Map(statesOf(file.assertionResults))]));
}

function named(states: States, name: string): string[] {
  return [...states].filter(([fullName]) => fullName.startsWith(name)).map(([, state]) => state);
}
