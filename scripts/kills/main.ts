import { parseArgs } from 'node:util';
import { writeReport } from '../cloud/checks.js';
import { findProviderMirror, missingTools } from '../cloud/tools.js';
import { logged, playAll, reported } from '../faults/campaign.js';
import { mendersTable } from '../faults/menders.js';
import type { OtherCloud } from '../faults/world.js';
import { Random } from '../fuzz/random.js';
import { KINDS } from './kinds.js';
import { AWS_PHASES, type Moment, PHASES, type Phase } from './moments.js';
import { MotoWorld } from './moto/moto-world.js';
import { MOTO_USES } from './moto/uses.js';
import { type Length, measured, played, type Result, type Round } from './round.js';

// Runs of the bundle that are cut off, with real Terraform on the local cloud: by signals, with their machine, by servers
// that freeze or lie, by a full disk, by keys that expire; at any request and any line. A tenth has a resource that takes
// longer than Terraform waits between two saves. The next runs are in fresh checkouts; what a refusal prints is done, and
// the stage has to come right. First a machine is lost in each phase of a deploy, and while resources are replaced.
//
// `--on moto`: with the real AWS provider on moto, which is asked past Terraform what stands there; it freezes for real.
//
//   npm run test:kills -- [--on moto] [--rounds 300] [--seed 1] [--use NAME] [--kind NAME] [--at '{"request":3}' [--slow]] [--seconds 600]
//                         [--log FILE] a line for each round; those that are in it already are not played again
//   npm run test:kills -- --table FILE   who mends what, from such a file; nothing is played

const { values } = parseArgs({
  options: {
    on: { type: 'string' },
    rounds: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    use: { type: 'string' },
    kind: { type: 'string' },
    at: { type: 'string' },
    slow: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    log: { type: 'string' },
    table: { type: 'string' },
    width: { type: 'string', default: '3' },
  },
});
if (values.table !== undefined) {
  const known = logged<Result>(values.table);
  for (const line of mendersTable(known)) console.log(line);
  if (known.length === 0) console.error(`${values.table} has no rounds`);
  process.exit(known.length === 0 ? 1 : 0);
}
if (values.on !== undefined && values.on !== 'moto') throw new Error(`--on ${values.on}: only moto is known`);
const mirror = values.on === undefined ? undefined : await findProviderMirror();
if (values.on !== undefined) {
  const missing = await missingTools(mirror);
  if (missing.length > 0) {
    console.log(`\n!!! NOT RUN: npm run test:kills -- --on moto needs ${missing.join(', and ')}\n`);
    writeReport({ passed: 0, failed: 0, skipped: Number(values.rounds), checks: [] });
    process.exit(0);
  }
}
const other = mirror === undefined ? undefined : async (): Promise<OtherCloud> => await MotoWorld.start(mirror);
const on = values.on === undefined ? {} : { on: values.on };
const OURS = [
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
const USES = other === undefined ? OURS : Object.keys(MOTO_USES);
/** Those in which a resource is made, so that a slow one is slow. */
const MAKES = other === undefined ? ['first deploy', 'first deploy, with a role', 'second deploy'] : [];

const random = new Random(Number(values.seed));
const lengths = new Map<string, Length>();
let measuring: OtherCloud | undefined;
const before = logged<Result>(values.log);
const known = new Set(before.map(({ round }) => JSON.stringify(round)));
const waiting: Round[] = [];
for (const round of await chosen()) {
  if (!known.has(JSON.stringify(round))) waiting.push(round);
}
await measuring?.stop();
const results: Result[] = [...before];
await playAll<Round, Result>(
  {
    waiting,
    width: Number(values.width),
    seconds: values.seconds,
    log: values.log,
    other,
    use: ({ use }) => use,
    play: played,
    broken: (round, wrong) => ({ round, phase: undefined, steps: [], mended: undefined, wrong: [wrong], log: '' }),
    failed: (round, { phase, wrong }) => {
      console.log(`FAILED  ${JSON.stringify(round)} in "${phase}"\n        ${wrong.join('\n        ')}`);
      const again = `--use '${round.use}' --kind "${round.kind}" --at '${JSON.stringify(round.moment)}'${round.slow ? ' --slow' : ''}`;
      console.log(`        npm run test:kills -- ${round.on === undefined ? '' : `--on ${round.on} `}${again}`);
      return `kill${JSON.stringify(round).replaceAll(/[^\w-]+/g, '_')}`;
    },
  },
  results,
);

const failed = results.filter(({ wrong }) => wrong.length > 0);
table();
for (const line of mendersTable(results)) console.log(line);
const met = results.filter(({ phase }) => phase !== undefined).length;
console.log(`${results.length} kills, ${met} in time, seed ${values.seed}: ${failed.length} violate what has to hold`);
reported(results);

async function chosen(): Promise<readonly Round[]> {
  const playable = Object.keys(KINDS).filter((name) => other === undefined || KINDS[name]?.ours !== true);
  const uses = values.use === undefined ? USES : [values.use];
  const kinds = values.kind === undefined ? playable : [values.kind];
  if (values.at !== undefined) {
    const moment = JSON.parse(values.at) as Moment;
    return uses.flatMap((use) => kinds.map((kind) => ({ use, kind, moment, slow: values.slow, ...on })));
  }
  const rounds: Round[] = [];
  if (values.use === undefined && values.kind === undefined) {
    const lost = (use: string, phases: object) => {
      for (const phase of Object.keys(phases) as Phase[])
        rounds.push({ use, kind: 'the machine', moment: { phase }, slow: false, ...on });
    };
    if (other !== undefined) lost('second deploy', AWS_PHASES);
    else {
      lost('first deploy', PHASES);
      for (const kind of ['the machine', 'SIGKILL of Terraform'])
        rounds.push({ use: 'second deploy', kind, moment: { phase: 'while the first resource is made' }, slow: true });
    }
  }
  while (rounds.length < Number(values.rounds)) rounds.push(await anyRound(uses, kinds));
  return rounds;
}

async function anyRound(uses: readonly string[], kinds: readonly string[]): Promise<Round> {
  const slow = uses.some((use) => MAKES.includes(use)) && random.isOnce(10);
  const use = random.of(slow ? uses.filter((each) => MAKES.includes(each)) : uses);
  // A role makes a few requests more.
  const alike = other === undefined ? use : use.replace(', with a role', '');
  const length = lengths.get(alike) ?? (await lengthOf(alike));
  lengths.set(alike, length);
  const moment = random.isOnce(2)
    ? { request: 1 + random.below(length.requests) }
    : { line: 1 + random.below(length.lines) };
  return { use, kind: random.of(kinds), moment, slow, ...on };
}

async function lengthOf(use: string): Promise<Length> {
  measuring ??= await other?.();
  return await measured(use, measuring);
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
