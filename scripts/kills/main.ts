import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Worlds } from '../faults/world.js';
import { Random } from '../fuzz/random.js';
import { KINDS } from './kinds.js';
import { type Moment, PHASES } from './moments.js';
import { type Length, measured, played, type Result, type Round } from './round.js';

// Runs of the bundle that are cut off, with real Terraform on the local cloud: by signals, with their machine, by servers
// that freeze or lie, by a full disk, by keys that expire; at any request and any line. A tenth has a resource that takes
// longer than Terraform waits between two saves. The next runs are in fresh checkouts; what a refusal prints is done, and
// the stage has to come right. First a machine is lost in each phase of a deploy.
//
//   npm run test:kills -- [--rounds 300] [--seed 1] [--use NAME] [--kind NAME] [--at '{"request":3}'] [--seconds 600]
//                         [--log FILE] a line for each round; those that are in it already are not played again

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    use: { type: 'string' },
    kind: { type: 'string' },
    at: { type: 'string' },
    seconds: { type: 'string' },
    log: { type: 'string' },
    width: { type: 'string', default: '3' },
  },
});
const USES = [
  'first deploy',
  'first deploy, with a role',
  'second deploy',
  'site only, with a role',
  'destroy',
  'plan',
  'prune',
  'rollback',
  'drift',
];
/** Those in which a resource is made, so that a slow one is slow. */
const MAKES = ['first deploy', 'first deploy, with a role'];

const random = new Random(Number(values.seed));
const lengths = new Map<string, Length>();
const before = values.log === undefined ? [] : logged(values.log);
const known = new Set(before.map(({ round }) => JSON.stringify(round)));
const waiting: Round[] = [];
for (const round of await chosen()) {
  if (!known.has(JSON.stringify(round))) waiting.push(round);
}
const end = values.seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(values.seconds) * 1000;
const results: Result[] = [...before];
await Promise.all(Array.from({ length: Number(values.width) }, inTurn));

const failed = results.filter(({ wrong }) => wrong.length > 0);
table();
const met = results.filter(({ phase }) => phase !== undefined).length;
console.log(`${results.length} kills, ${met} in time, seed ${values.seed}: ${failed.length} violate what has to hold`);
const report = { passed: results.length - failed.length, failed: failed.length, skipped: 0 };
if (process.env.REPORT_FILE) writeFileSync(process.env.REPORT_FILE, JSON.stringify(report));
process.exitCode = failed.length === 0 && results.length > 0 ? 0 : 1;

async function chosen(): Promise<readonly Round[]> {
  const uses = values.use === undefined ? USES : [values.use];
  const kinds = values.kind === undefined ? Object.keys(KINDS) : [values.kind];
  if (values.at !== undefined) {
    const moment = JSON.parse(values.at) as Moment;
    return uses.flatMap((use) => kinds.map((kind) => ({ use, kind, moment, slow: false })));
  }
  const rounds: Round[] = [];
  if (values.use === undefined && values.kind === undefined) {
    for (const phase of Object.keys(PHASES) as (keyof typeof PHASES)[])
      rounds.push({ use: 'first deploy', kind: 'the machine', moment: { phase }, slow: false });
  }
  while (rounds.length < Number(values.rounds)) rounds.push(await anyRound(uses, kinds));
  return rounds;
}

async function anyRound(uses: readonly string[], kinds: readonly string[]): Promise<Round> {
  const slow = uses.some((use) => MAKES.includes(use)) && random.isOnce(10);
  const use = random.of(slow ? uses.filter((each) => MAKES.includes(each)) : uses);
  const length = lengths.get(use) ?? (await measured(use));
  lengths.set(use, length);
  const moment = random.isOnce(2)
    ? { request: 1 + random.below(length.requests) }
    : { line: 1 + random.below(length.lines) };
  return { use, kind: random.of(kinds), moment, slow };
}

async function inTurn(): Promise<void> {
  const worlds = new Worlds();
  try {
    for (let round = waiting.shift(); round !== undefined && Date.now() < end; round = waiting.shift())
      await playedAndTold(round, worlds);
  } finally {
    await worlds.stop();
  }
}

async function playedAndTold(round: Round, worlds: Worlds): Promise<void> {
  const result = await played(round, worlds).catch(
    (thrown: unknown): Result => ({ round, phase: undefined, steps: [], wrong: [String(thrown)], log: '' }),
  );
  results.push(result);
  const { log, ...kept } = result;
  if (values.log !== undefined) appendFileSync(values.log, `${JSON.stringify(kept)}\n`);
  if (result.wrong.length === 0) return;
  await worlds.forget(round.use);
  console.log(`FAILED  ${JSON.stringify(round)} in "${result.phase}"\n        ${result.wrong.join('\n        ')}`);
  const again = `--use '${round.use}' --kind "${round.kind}" --at '${JSON.stringify(round.moment)}'`;
  console.log(`        npm run test:kills -- ${again}`);
  if (process.env.FAULT_LOGS) {
    const name = JSON.stringify(round).replaceAll(/[^\w-]+/g, '_');
    writeFileSync(`${process.env.FAULT_LOGS}/kill${name}.log`, log);
  }
}

function logged(file: string): readonly Result[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
  return lines.map((line) => ({ ...(JSON.parse(line) as Omit<Result, 'log'>), log: '' }));
}

function table(): void {
  const rows = new Map<string, { kills: number; mended: number; wrong: number }>();
  for (const { round, phase = 'over before', steps, wrong } of results) {
    for (const name of [`kind | ${round.kind}`, `step | ${phase}`]) {
      const { kills, mended, wrong: violations } = rows.get(name) ?? { kills: 0, mended: 0, wrong: 0 };
      rows.set(name, {
        kills: kills + 1,
        mended: mended + (steps.length > 0 ? 1 : 0),
        wrong: violations + (wrong.length > 0 ? 1 : 0),
      });
    }
  }
  console.log('by | | kills | needed printed steps | violations');
  for (const [name, { kills, mended, wrong }] of [...rows].sort())
    console.log(`${name} | ${kills} | ${mended} | ${wrong}`);
}
