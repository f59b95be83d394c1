import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Random } from '../fuzz/random.js';
import { LANES } from './kinds.js';
import { counted, played, type Result, type Round } from './round.js';
import { SCENARIOS } from './scenarios.js';
import { Worlds } from './world.js';

// Every fault at every request of every use, by the bundle, with real Terraform on the local cloud. Afterwards the site is
// whole, nothing of others is gone, nothing is made twice, locks are free or named, the record is true, no secret is out,
// and the next run converges or says what is needed.
//
//   npm run test:faults -- [--sample 12] [--seed 1] [--scenario NAME] [--lane NAME] [--kind NAME] [--index 3] [--seconds 600]
//                          [--log FILE] a line for each round; those that are in it already are not played again

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    scenario: { type: 'string' },
    lane: { type: 'string' },
    kind: { type: 'string' },
    index: { type: 'string' },
    /** No round begins after so many; for a run of which only a part fits into the time. */
    seconds: { type: 'string' },
    log: { type: 'string' },
    /** Rounds at once: each is a few processes that mostly wait. */
    width: { type: 'string', default: '3' },
  },
});
const fits = (name: string, wanted: string | undefined) => wanted === undefined || wanted === name;
const random = new Random(Number(values.seed));
const rounds: Round[] = [];
for (const [scenario, { lanes }] of Object.entries(SCENARIOS)) {
  if (!fits(scenario, values.scenario)) continue;
  const counts = await counted(scenario);
  for (const lane of lanes) {
    if (!fits(lane, values.lane)) continue;
    for (let index = 1; index <= (counts.get(lane) ?? 0); index++) {
      if (!fits(String(index), values.index)) continue;
      for (const kind of Object.keys(LANES[lane]?.kinds ?? {})) {
        if (fits(kind, values.kind)) rounds.push({ scenario, lane, kind, index });
      }
    }
  }
}
const all = rounds.length;
const before = values.log === undefined ? [] : logged(values.log);
const known = new Set(before.map(({ round }) => nameOf(round)));
const waiting = shuffled(rounds)
  .slice(0, values.sample === undefined ? undefined : Number(values.sample))
  .filter((round) => !known.has(nameOf(round)));
const end = values.seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(values.seconds) * 1000;
const results: Result[] = [...before];
await Promise.all(Array.from({ length: Number(values.width) }, inTurn));

const failed = results.filter(({ wrong }) => wrong.length > 0);
table();
console.log(
  `${results.length} of ${all} faults, seed ${values.seed}: ${failed.length} violate what has to hold; ` +
    `${results.filter(({ again }) => again).length} were followed by another run`,
);
const report = { passed: results.length - failed.length, failed: failed.length, skipped: 0 };
if (process.env.REPORT_FILE) writeFileSync(process.env.REPORT_FILE, JSON.stringify(report));
process.exitCode = failed.length === 0 && results.length > 0 ? 0 : 1;

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
  const result = await played(round, worlds, results.length).catch(
    (thrown: unknown): Result => ({ round, missed: false, again: false, wrong: [String(thrown)], log: '' }),
  );
  results.push(result);
  const { log, ...kept } = result;
  if (values.log !== undefined) appendFileSync(values.log, `${JSON.stringify(kept)}\n`);
  if (result.wrong.length === 0) return;
  await worlds.forget(round.scenario);
  const { scenario, lane, kind, index } = round;
  console.log(`FAILED  ${scenario}: ${kind}, request ${index} of ${lane}\n        ${result.wrong.join('\n        ')}`);
  console.log(
    `        npm run test:faults -- --scenario '${scenario}' --lane ${lane} --kind '${kind}' --index ${index}`,
  );
  if (process.env.FAULT_LOGS)
    writeFileSync(`${process.env.FAULT_LOGS}/${nameOf(round).replaceAll(/[ /]/g, '_')}.log`, log);
}

function nameOf({ scenario, lane, kind, index }: Round): string {
  return [scenario, lane, kind, index].join('/');
}

function logged(file: string): readonly Result[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
  return lines.map((line) => ({ ...(JSON.parse(line) as Omit<Result, 'log'>), log: '' }));
}

function table(): void {
  const rows = new Map<string, { faults: number; missed: number; wrong: number }>();
  for (const { round, missed, wrong } of results) {
    const name = `${round.scenario} | ${round.lane} | ${round.kind}`;
    const row = rows.get(name) ?? { faults: 0, missed: 0, wrong: 0 };
    rows.set(name, {
      faults: row.faults + 1,
      missed: row.missed + (missed ? 1 : 0),
      wrong: row.wrong + (wrong.length > 0 ? 1 : 0),
    });
  }
  console.log('use | requests of | fault | rounds | not met | violations');
  for (const [name, { faults, missed, wrong }] of [...rows].sort())
    console.log(`${name} | ${faults} | ${missed} | ${wrong}`);
}

function shuffled(list: readonly Round[]): Round[] {
  const left = [...list];
  const picked: Round[] = [];
  while (left.length > 0) picked.push(...left.splice(random.below(left.length), 1));
  return picked;
}
