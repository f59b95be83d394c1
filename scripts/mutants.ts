import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Mutant, readMutants, sample } from './mutants/mutant.js';
import { reportedStates, type Verdict, Workshop } from './mutants/workshop.js';

// Each guard is broken once, and a named test has to turn red.
//
//   npm run test:mutants -- [PART OF A GUARD OR A FILE] [--sample 4 [--seed TEXT]]
//
// A sample is one mutant of so many. It is drawn by the tree of the commit unless a seed is given: the same commit tries
// the same ones, and others are tried as the project changes.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string' }, seed: { type: 'string' } },
});
const root = process.cwd();
const only = positionals[0] ?? '';
const WORKERS = Math.min(2, availableParallelism());

/** Those of one test file stay together, so that it is run unchanged only once. */
async function work(files: Mutant[][], verdicts: Verdict[]): Promise<void> {
  const workshop = new Workshop(root, reported);
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

function treeOfCommit(): string {
  return spawnSync('git', ['rev-parse', 'HEAD^{tree}'], { encoding: 'utf8' }).stdout.trim();
}

const reported = reportedStates(root, process.env.TESTS_REPORT);
const all = readMutants(root).filter(({ guard, file }) => guard.includes(only) || file.includes(only));
const seed = values.seed ?? treeOfCommit();
const tried = values.sample === undefined ? all : sample(all, Number(values.sample), seed);
const byFile = new Map<string, Mutant[]>();
for (const mutant of tried) {
  const { path } = mutant.test;
  byFile.set(path, [...(byFile.get(path) ?? []), mutant]);
}
// The largest first, so that no worker is left with one at the end.
const queue = [...byFile.values()].sort((one, other) => other.length - one.length);
const verdicts: Verdict[] = [];
await Promise.all(Array.from({ length: WORKERS }, () => work(queue, verdicts)));
for (const { mutant, state, why } of verdicts.filter((verdict) => verdict.state !== 'killed')) {
  console.log(`\n${state.toUpperCase()}  ${mutant.guard}\n  ${mutant.file}: ${why}`);
}
const passed = verdicts.filter(({ state }) => state === 'killed').length;
const report = { passed, failed: verdicts.length - passed, skipped: 0 };
if (process.env.REPORT_FILE) writeFileSync(process.env.REPORT_FILE, JSON.stringify(report));
const drawn = tried.length === all.length ? '' : `, drawn from ${all.length} by ${seed}`;
console.log(`${passed} of ${verdicts.length} mutants killed${drawn}`);
process.exitCode = report.failed === 0 && passed > 0 ? 0 : 1;
