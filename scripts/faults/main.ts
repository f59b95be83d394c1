import { parseArgs } from 'node:util';
import { Random } from '../fuzz/random.js';
import { logged, playAll, reported } from './campaign.js';
import { LANES } from './kinds.js';
import { mendersTable } from './menders.js';
import { counted, played, type Result, type Round } from './round.js';
import { SCENARIOS } from './scenarios.js';

// Every fault at every request of every use, by the bundle, with real Terraform on the local cloud. Afterwards the site is
// whole, nothing of others is gone, nothing is made twice, locks are free or named, the record is true, no secret is out,
// and the next run converges or says what is needed.
//
//   npm run test:faults -- [--sample 12] [--seed 1] [--scenario NAME] [--lane NAME] [--kind NAME] [--index 3] [--seconds 600]
//                          [--log FILE] a line for each round; those that are in it already are not played again
//   npm run test:faults -- --table FILE   who mends what, from such a file; nothing is played

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    scenario: { type: 'string' },
    lane: { type: 'string' },
    kind: { type: 'string' },
    index: { type: 'string' },
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
const before = logged<Result>(values.log);
const known = new Set(before.map(({ round }) => nameOf(round)));
const waiting = shuffled(rounds)
  .slice(0, values.sample === undefined ? undefined : Number(values.sample))
  .filter((round) => !known.has(nameOf(round)));
const results: Result[] = [...before];
await playAll<Round, Result>(
  {
    waiting,
    width: Number(values.width),
    seconds: values.seconds,
    log: values.log,
    use: ({ scenario }) => scenario,
    play: played,
    broken: (round, wrong) => ({ round, missed: false, again: false, mended: undefined, wrong: [wrong], log: '' }),
    failed: (round, { wrong }) => {
      const { scenario, lane, kind, index } = round;
      console.log(`FAILED  ${scenario}: ${kind}, request ${index} of ${lane}\n        ${wrong.join('\n        ')}`);
      console.log(
        `        npm run test:faults -- --scenario '${scenario}' --lane ${lane} --kind '${kind}' --index ${index}`,
      );
      return nameOf(round).replaceAll(/[ /]/g, '_');
    },
  },
  results,
);

const failed = results.filter(({ wrong }) => wrong.length > 0);
table();
for (const line of mendersTable(results)) console.log(line);
console.log(
  `${results.length} of ${all} faults, seed ${values.seed}: ${failed.length} violate what has to hold; ` +
    `${results.filter(({ again }) => again).length} were followed by another run`,
);
reported(results);

function nameOf({ scenario, lane, kind, index }: Round): string {
  return [scenario, lane, kind, index].join('/');
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
