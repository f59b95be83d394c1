// The checks of CI, in order. Each is a command anyone can run; test runners report in JSON, and only what those
// reports say is counted. A missing report, or one without a single test, is a failure.
//
//   node .ci/checks.js [PART ...]   all parts, or those that are named; `tests:1/3` is the first third of the tests
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const reports = 'reports';

const counts = { passed: 0, failed: 0, skipped: 0 };
const rows = [];

function run(command, environment = {}) {
  const [program, ...args] = command;
  return spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...environment } }).status === 0;
}

function record(name, found, seconds, note = '') {
  counts.passed += found.passed;
  counts.failed += found.failed;
  counts.skipped += found.skipped;
  rows.push({ name, ...found, seconds, note });
}

function heading(name) {
  console.log(`\n=== ${name}`);
}

/** A command that passes or fails as a whole. */
function check(name, command, environment) {
  heading(name);
  const began = Date.now();
  const passed = run(command, environment);
  record(name, { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 }, (Date.now() - began) / 1000);
  return passed;
}

/** A test runner that writes a report: Jest's, or `{ passed, failed, skipped }`. */
function suite(name, command, environment) {
  heading(name);
  const file = join(reports, `${name.replace(/\W+/g, '-')}.json`);
  const began = Date.now();
  const succeeded = run(command(file), { ...environment, REPORT_FILE: file });
  const found = countsOf(file);
  const silent = found.passed + found.failed + found.skipped === 0;
  // A runner can also fail outside any test: an open handle, a missing report, a crash.
  if (found.failed === 0 && (silent || !succeeded)) found.failed = 1;
  record(name, found, (Date.now() - began) / 1000, silent ? 'no test was reported' : '');
}

function countsOf(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if ('numPassedTests' in report) {
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  }
  return { passed: report.passed, failed: report.failed, skipped: report.skipped };
}

/** What could not run here, loudly: it is counted, and never passes in silence. */
function skipped(name, why) {
  console.log(`\n=== ${name}\n!!! NOT RUN: ${why}`);
  record(name, { passed: 0, failed: 0, skipped: 1 }, 0, `not run: ${why}`);
}

function onPath(program) {
  return spawnSync('sh', ['-c', `command -v "$0"`, program], { stdio: 'ignore' }).status === 0;
}

/** Installs a Debian package where that is possible; what is still missing afterwards is reported by who needs it. */
function debian(program, packageName) {
  if (onPath(program) || !onPath('apt-get')) return;
  run([
    'sh',
    '-c',
    `apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq ${packageName} > /dev/null`,
  ]);
}

function node24() {
  const folder = mkdtempSync(join(tmpdir(), 'node24-'));
  const installed = run(['npm', 'install', '--no-save', '--silent', '--prefix', folder, 'node@24']);
  const binary = join(folder, 'node_modules', '.bin', 'node');
  return installed && existsSync(binary) ? { folder, binary } : undefined;
}

const jest = (file, shard) => ['npm', 'test', '--', '--ci', '--json', `--outputFile=${file}`, ...shard];
let newer;

/** The bundle is started on the Node that the action runs on; what needs no bundle runs on this one. */
function nodeOfActions() {
  newer ??= node24();
  if (newer === undefined) skipped('the bundle on Node 24', 'the npm package node@24 could not be installed');
  return newer && { NODE24: newer.binary, ACTION_NODE: newer.binary };
}

const PARTS = {
  static() {
    check('lint', ['npm', 'run', 'lint']);
    check('typecheck', ['npm', 'run', 'typecheck']);
    check('build', ['npm', 'run', 'build']);
    check('dist is the build of this source', ['git', 'diff', '--exit-code', '--stat', '--', 'dist']);
    check('dist has no file that is not committed', ['sh', '-c', 'test -z "$(git status --porcelain -- dist)"']);
  },
  tests(share) {
    debian('chromium', 'chromium');
    debian('strace', 'strace');
    debian('gh', 'gh');
    suite('tests', (file) => jest(file, share === undefined ? [] : [`--shard=${share}`]), nodeOfActions());
  },
  mutants() {
    suite('mutants', () => ['npm', 'run', 'test:mutants'], { TESTS_REPORT: join(reports, 'tests.json') });
  },
  roles() {
    suite('the roles', () => ['npm', 'run', 'test:iam']);
  },
  packages() {
    suite('packages that start', () => ['npm', 'run', 'test:packages', '--', 'quick']);
  },
  'front-ends'() {
    suite('front ends as built', () => ['npm', 'run', 'test:front-ends', '--', 'quick']);
  },
  histories() {
    suite('histories', () => ['npm', 'run', 'test:histories', '--', '--seconds', '180']);
  },
  fuzz() {
    suite('readers on faulty input', () => ['npm', 'run', 'test:fuzz', '--', '--seconds', '20']);
  },
  faults() {
    const sample = ['--scenario', 'first deploy', '--sample', '8'];
    suite('faults at requests', () => ['npm', 'run', 'test:faults', '--', ...sample]);
  },
  provider() {
    suite('the real provider', () => ['npm', 'run', 'test:cloud']);
  },
  demo() {
    check('demo', ['npm', 'run', 'demo']);
    check('demo fails without the invalidation', ['sh', '-c', 'npm run demo -- --invalidation none; test $? -eq 3']);
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !(part.split(':')[0] in PARTS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. The parts: ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports);
for (const part of asked.length > 0 ? asked : Object.keys(PARTS)) {
  const [name, share] = part.split(':');
  PARTS[name](share);
}
if (newer !== undefined) rmSync(newer.folder, { recursive: true, force: true });

console.log('\n');
console.table(Object.fromEntries(rows.map(({ name, ...row }) => [name, { ...row, seconds: Math.round(row.seconds) }])));
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
