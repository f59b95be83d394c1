import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** One way to break one guard. `__tests__/mutants/*.json` lists them; each has to turn its named test red. */
interface Mutant {
  /** The guard, as a sentence. */
  readonly guard: string;
  readonly file: string;
  /** Text that stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The test file, and the whole name of the test (describe blocks and title, joined by spaces) or its beginning. */
  readonly test: { readonly path: string; readonly name: string };
}

interface Verdict {
  readonly mutant: Mutant;
  readonly state: 'killed' | 'survived' | 'broken';
  readonly why: string;
}

/** The states of tests by their full names. */
type States = ReadonlyMap<string, string>;

const root = process.cwd();
const only = process.argv[2];
/** Milliseconds. A mutant that makes its test run for ever shows nothing that can be relied on. */
const PATIENCE = 180_000;
const WORKERS = Math.min(2, availableParallelism());

/** A copy of the project, in which one mutant at a time is tried: the project itself is never left broken. */
class Workshop {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  readonly #before = new Map<string, States>();

  /** The working tree as it is, without what is built. */
  constructor() {
    const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      encoding: 'utf8',
    });
    for (const file of listed.stdout.split('\0').filter((name) => name !== '' && !name.startsWith('dist/'))) {
      mkdirSync(join(this.#folder, dirname(file)), { recursive: true });
      cpSync(join(root, file), join(this.#folder, file), { force: true });
    }
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async judge(mutant: Mutant): Promise<Verdict> {
    const { path: testPath, name } = mutant.test;
    const path = join(this.#folder, mutant.file);
    // One that is gone is this mutant's fault alone.
    if (!existsSync(path)) return { mutant, state: 'broken', why: 'there is no such file' };
    const original = readFileSync(path, 'utf8');
    const places = original.split(mutant.find).length - 1;
    if (places !== 1) return { mutant, state: 'broken', why: `the text to replace stands there ${places} times` };
    // Without this a typo in the list, or a test that fails anyway, would count as a kill.
    const before = named(await this.#statesBefore(testPath), name);
    if (before.length === 0) return { mutant, state: 'broken', why: `there is no test "${name}"` };
    if (before.some((state) => state === 'failed'))
      return { mutant, state: 'broken', why: 'its test fails without it' };
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
    const known = reported.get(testPath) ?? this.#before.get(testPath);
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
function reportedStates(path: string | undefined): ReadonlyMap<string, States> {
  if (path === undefined || !existsSync(path)) return new Map();
  return new Map(readReport(path).map((file) => [relative(root, file.name), new Map(statesOf(file.assertionResults))]));
}

function named(states: States, name: string): string[] {
  return [...states].filter(([fullName]) => fullName.startsWith(name)).map(([, state]) => state);
}

function readMutants(): Mutant[] {
  const lists = join(root, '__tests__', 'mutants');
  return readdirSync(lists)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => JSON.parse(readFileSync(join(lists, name), 'utf8')) as Mutant[])
    .filter(({ guard, file }) => only === undefined || guard.includes(only) || file.includes(only));
}

/** Those of one test file stay together, so that it is run unchanged only once. */
async function work(files: Mutant[][], verdicts: Verdict[]): Promise<void> {
  const workshop = new Workshop();
  try {
    for (let mutants = files.shift(); mutants !== undefined; mutants = files.shift()) {
      for (const mutant of mutants) {
        const verdict = await workshop.judge(mutant);
        verdicts.push(verdict);
        console.log(`${verdict.state === 'killed' ? 'killed  ' : `${verdict.state}!`}  ${mutant.guard}`);
      }
    }
  } finally {
    workshop.remove();
  }
}

const reported = reportedStates(process.env.TESTS_REPORT);
const byFile = new Map<string, Mutant[]>();
for (const mutant of readMutants()) {
  const { path } = mutant.test;
  byFile.set(path, [...(byFile.get(path) ?? []), mutant]);
}
const queue = [...byFile.values()];
const verdicts: Verdict[] = [];
await Promise.all(Array.from({ length: WORKERS }, () => work(queue, verdicts)));
for (const { mutant, state, why } of verdicts.filter((verdict) => verdict.state !== 'killed')) {
  console.log(`\n${state.toUpperCase()}  ${mutant.guard}\n  ${mutant.file}: ${why}`);
}
const passed = verdicts.filter(({ state }) => state === 'killed').length;
const report = { passed, failed: verdicts.length - passed, skipped: 0 };
if (process.env.REPORT_FILE) writeFileSync(process.env.REPORT_FILE, JSON.stringify(report));
console.log(`${passed} of ${verdicts.length} mutants killed`);
process.exitCode = report.failed === 0 && passed > 0 ? 0 : 1;
