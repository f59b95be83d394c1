// Generated repositories with five open pull requests at a time: is what is said of their plans what the review would say?
//   npm run test:standings                        1,000 repositories; a fault is a plan that holds, and whose deploy would be refused
//   npm run test:standings -- --seed 7            one, told
//   npm run test:standings -- --from 1001         other 1,000
//   npm run test:standings -- --untold            deployments do not tell what they changed, as those of an earlier version
//   npm run test:standings -- --prompt            each merge starts its deploy, as in a workflow: some fail half-way or come late all the same
import { parseArgs } from 'node:util';
import { Random } from './random.js';
import { type Standing, StandingHistory } from './standings.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    histories: { type: 'string', default: '1000' },
    untold: { type: 'boolean', default: false },
    prompt: { type: 'boolean', default: false },
  },
});

class Counts {
  private readonly counts = { holds: 0, outdated: 0, conflict: 0 };
  private tooMuch = 0;
  falseHolds = 0;

  add({ said, refused }: Standing): void {
    this.counts[said]++;
    if (said === 'outdated' && refused === undefined) this.tooMuch++;
    if (said === 'holds' && refused !== undefined) this.falseHolds++;
  }

  get judged(): number {
    return Object.values(this.counts).reduce((sum, one) => sum + one, 0);
  }

  text(): string {
    const { holds, outdated, conflict } = this.counts;
    const of = (all: number) => `${all === 0 ? 0 : ((100 * this.tooMuch) / all).toFixed(1)} %`;
    return (
      `${this.judged} answers: ${holds} hold, ${outdated} outdated, ${conflict} in conflict; ` +
      `${this.falseHolds} that hold would be refused; ${this.tooMuch} outdated would pass: ${of(this.judged)} of all answers, ` +
      `${of(holds - this.falseHolds + this.tooMuch)} of those that would pass`
    );
  }
}

const all = new Counts();
const early = new Counts();
const onTime = new Counts();

function count(seed: number, standing: Standing): void {
  const { said, because, refused, story } = standing;
  all.add(standing);
  (standing.early ? early : onTime).add(standing);
  const isFault = said === 'holds' && refused !== undefined;
  if (values.seed !== undefined || (isFault && all.falseHolds <= 3)) {
    console.log(
      `\n${seed}: ${said}${because === undefined ? '' : ` (${because})`}; the review: ${refused ?? 'passes'}`,
    );
    if (isFault) for (const line of story) console.log(`    ${line.slice(0, 2_000)}`);
  }
}

const began = Date.now();
const first = Number(values.seed ?? values.from);
const last = values.seed === undefined ? first + Number(values.histories) - 1 : first;
for (let seed = first; seed <= last; seed++) {
  const history = new StandingHistory(new Random(seed), undefined, { knows: !values.untold, prompt: values.prompt });
  history.run();
  for (const standing of history.standings) count(seed, standing);
}
console.log(`${last - first + 1} repositories, ${((Date.now() - began) / 1_000).toFixed(0)} s`);
console.log(`all plans: ${all.text()}`);
console.log(`planned with everything deployed: ${onTime.text()}`);
console.log(`planned while a merge was not deployed: ${early.text()}`);
process.exitCode = all.falseHolds === 0 && all.judged > 0 ? 0 : 1;
