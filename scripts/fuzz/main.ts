import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { archiveTarget } from './archive-target.js';
import { recordTarget } from './record-target.js';
import type { Progress } from './target.js';
import { textTargets } from './text-targets.js';
import type { WorkerData } from './worker.js';

// Every reader of what comes from outside, on inputs with faults. Each case has to give a result or an error that the
// action names; anything else, and a case without an end, is a failure, with the number that makes it again.
//
//   npm run test:fuzz -- [--seconds 20] [--seed 1] [--target NAME [--case NUMBER]]

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string' },
    case: { type: 'string' },
  },
});

/** A case that has had the processor for so long never ends; all threads together, since nobody tells them apart. */
const HANGS_AFTER_CPU_MS = 10_000 * availableParallelism();
/** One that waits for something has not had it at all. */
const HANGS_AFTER_MS = 300_000;
const LOOK_EVERY_MS = 500;

const all = [...textTargets(), archiveTarget(), recordTarget()]
  .map(({ name }) => name)
  .concat("GitHub's replies", "AWS's replies");
const targets = all.filter((name) => values.target === undefined || name === values.target);
if (targets.length === 0) throw new Error(`There is no target "${values.target}": ${all.join(', ')}`);

const outcomes: Progress[] = [];
const waiting = [...targets];
const at = values.case === undefined ? {} : { only: Number(values.case) };
await Promise.all(Array.from({ length: Math.min(availableParallelism(), targets.length) }, inTurn));

const failed = outcomes.filter(({ failures }) => failures.length > 0);
const cases = outcomes.reduce((sum, outcome) => sum + outcome.cases, 0);
console.log(
  `${cases.toLocaleString('en-US')} cases of ${outcomes.length} readers, seed ${values.seed}: ${failed.length} fail`,
);
const report = { passed: outcomes.length - failed.length, failed: failed.length, skipped: 0 };
if (process.env.REPORT_FILE) writeFileSync(process.env.REPORT_FILE, JSON.stringify(report));
process.exitCode = failed.length === 0 && cases > 0 ? 0 : 1;

async function inTurn(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const outcome = await fuzzed(name);
    outcomes.push(outcome);
    const { cases: count, results, refusals, failures } = outcome;
    const said = `${count.toLocaleString('en-US')} cases, ${results.toLocaleString('en-US')} read, ${refusals.toLocaleString('en-US')} refused`;
    console.log(`${failures.length === 0 ? 'passed' : 'FAILED'}  ${name}: ${said}`);
    for (const { at: number, what } of failures) {
      console.log(`        npm run test:fuzz -- --seed ${values.seed} --target "${name}" --case ${number}\n${what}`);
    }
  }
}

async function fuzzed(target: string): Promise<Progress> {
  const running = new SharedArrayBuffer(4);
  const current = new Int32Array(running);
  const data: WorkerData = { target, seconds: Number(values.seconds), seed: Number(values.seed), running, ...at };
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: data });
  let watch: NodeJS.Timeout | undefined;
  const outcome = await new Promise<Progress>((resolve) => {
    const ended = (what: string) => {
      const number = Atomics.load(current, 0);
      resolve({ target, cases: number + 1, results: 0, refusals: 0, failures: [{ at: number, what }] });
    };
    let seen = -1;
    let since = elapsed();
    watch = setInterval(() => {
      const now = Atomics.load(current, 0);
      if (now !== seen) since = elapsed();
      seen = now;
      const { wall, cpu } = elapsed();
      if (cpu - since.cpu > HANGS_AFTER_CPU_MS || wall - since.wall > HANGS_AFTER_MS) {
        ended(`It has not ended after ${Math.round((wall - since.wall) / 1_000)} seconds`);
      }
    }, LOOK_EVERY_MS);
    worker.on('message', resolve);
    worker.on('error', (error) => ended(`It ended the thread: ${error.stack ?? error.message}`));
    worker.on('exit', () => ended('It ended without a result'));
  });
  clearInterval(watch);
  await worker.terminate();
  return outcome;
}

/** Milliseconds: on the clock, and of the processor. */
function elapsed(): { readonly wall: number; readonly cpu: number } {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1_000 };
}
