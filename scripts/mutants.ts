import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * One way to break one guard. `__tests__/mutants/*.json` lists them; each has to turn its named test red.
 */
interface Mutant {
  /** The guard, as a sentence: what would go wrong without it. */
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

const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
const only = process.argv[2];

try {
  const verdicts = run();
  for (const { mutant, state, why } of verdicts.filter((verdict) => verdict.state !== 'killed')) {
    console.log(`${state.toUpperCase()}  ${mutant.guard}\n  ${mutant.file}: ${why}`);
  }
  const passed = verdicts.filter(({ state }) => state === 'killed').length;
  const report = { passed, failed: verdicts.length - passed, skipped: 0 };
  if (process.env.REPORT_FILE) writeFileSync(process.env.REPORT_FILE, JSON.stringify(report));
  console.log(`${passed} of ${verdicts.length} mutants killed`);
  process.exitCode = report.failed === 0 && passed > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(): Verdict[] {
  copyProject();
  const mutants = readMutants().filter(
    ({ guard, file }) => only === undefined || guard.includes(only) || file.includes(only),
  );
  return mutants.map((mutant) => {
    const verdict = judge(mutant);
    console.log(`${verdict.state === 'killed' ? 'killed  ' : `${verdict.state}!`}  ${mutant.guard}`);
    return verdict;
  });
}

/** The working tree as it is, without what is built, in a folder of its own: nothing here is ever left broken. */
function copyProject(): void {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const file of listed.stdout.split('\0').filter((name) => name !== '' && !name.startsWith('dist/'))) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(folder, file), { force: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

function readMutants(): Mutant[] {
  const lists = join(root, '__tests__', 'mutants');
  return readdirSync(lists)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => JSON.parse(readFileSync(join(lists, name), 'utf8')) as Mutant[]);
}

function judge(mutant: Mutant): Verdict {
  const path = join(folder, mutant.file);
  const original = readFileSync(path, 'utf8');
  const places = original.split(mutant.find).length - 1;
  if (places !== 1) return { mutant, state: 'broken', why: `the text to replace stands there ${places} times` };
  // Without this a typo in the list would count as a kill.
  const before = testStates(mutant);
  if (before.length === 0) return { mutant, state: 'broken', why: `there is no test "${mutant.test.name}"` };
  if (before.some((state) => state !== 'passed')) return { mutant, state: 'broken', why: 'its test fails without it' };
  writeFileSync(
    path,
    original.replace(mutant.find, () => mutant.replace),
  );
  try {
    const after = testStates(mutant);
    if (after.includes('failed')) return { mutant, state: 'killed', why: '' };
    return { mutant, state: 'survived', why: `"${mutant.test.name}" ${after.length === 0 ? 'did not run' : 'passed'}` };
  } finally {
    writeFileSync(path, original);
  }
}

/** The states of the named tests, after running their file alone. */
function testStates({ test }: Mutant): string[] {
  const output = join(folder, 'jest.json');
  rmSync(output, { force: true });
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const pattern = test.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      jest,
      '--runTestsByPath',
      test.path,
      '-t',
      pattern,
      '--json',
      `--outputFile=${output}`,
    ],
    { cwd: folder, stdio: 'ignore', env: { ...process.env, CI: 'true' } },
  );
  const report = JSON.parse(readFileSync(output, 'utf8')) as {
    testResults: { assertionResults: { fullName: string; status: string }[] }[];
  };
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName, status }) => fullName.startsWith(test.name) && status !== 'pending')
    .map(({ status }) => status);
}
