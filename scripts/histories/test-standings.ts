// Generated repositories with five open pull requests at a time: is what is said of their plans what the review would say?
//   npm run test:standings                 1,000 repositories; a fault is a plan that holds, and whose deploy would be refused
//   npm run test:standings -- --seed 7     one, told
import { parseArgs } from 'node:util';
import { Random } from './random.js';
import { type Standing, StandingHistory } from './standings.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    histories: { type: 'string', default: '1000' },
  },
});

const counts = { holds: 0, outdated: 0, conflict: 0, falseHolds: 0, tooMuch: 0 };

function count(seed: number, { said, because, refused, story }: Standing): void {
  counts[said]++;
  if (said === 'outdated' && refused === undefined) counts.tooMuch++;
  const isFault = said === 'holds' && refused !== undefined;
  if (isFault) counts.falseHolds++;
  if (values.seed !== undefined || (isFault && counts.falseHolds <= 3)) {
    console.log(
      `\n${seed}: ${said}${because === undefined ? '' : ` (${because})`}; the review: ${refused ?? 'passes'}`,
    );
    if (isFault) for (const line of story) console.log(`    ${line.slice(0, 2_000)}`);
  }
}

const began = Date.now();
const first = values.seed === undefined ? 1 : Number(values.seed);
const last = values.seed === undefined ? Number(values.histories) : first;
for (let seed = first; seed <= last; seed++) {
  const history = new StandingHistory(new Random(seed));
  history.run();
  for (const standing of history.standings) count(seed, standing);
}
const judged = counts.holds + counts.outdated + counts.conflict;
const share = judged === 0 ? 0 : (100 * counts.tooMuch) / judged;
console.log(
  `${last - first + 1} repositories, ${judged} answers: ${counts.holds} hold, ${counts.outdated} outdated, ${counts.conflict} in conflict; ` +
    `${counts.falseHolds} that hold would be refused; ${counts.tooMuch} outdated (${share.toFixed(1)} %) would pass; ` +
    `${((Date.now() - began) / 1_000).toFixed(0)} s`,
);
process.exitCode = counts.falseHolds === 0 && judged > 0 ? 0 : 1;
