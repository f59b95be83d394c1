// Histories of pull requests, merges and deploys, judged by the product and by an oracle that is written to be obvious.
//   npm run test:histories                          all: 10,000 random, 1,000 honest, 200 with the real Terraform
//   npm run test:histories -- --seconds 180         a sample of all three in about that time
//   npm run test:histories -- --only random --seed 7   one history, told
//   npm run test:histories -- --invented               with objects of a provider that Terraform does not have
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Kind, type Outcome, runSeed } from './kinds.js';
import { PRODUCT } from './product.js';
import { RealTerraform } from './terraform.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seed: { type: 'string' },
    first: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    invented: { type: 'boolean', default: false },
  },
});

const WHOLE: Readonly<Record<Kind, number>> = { random: 10_000, honest: 1_000, terraform: 200 };
const KINDS: readonly Kind[] = ['random', 'honest', 'terraform'];
/** Of a sample's time: real Terraform takes a second for what the others do in ten milliseconds. */
const SHARE: Readonly<Record<Kind, number>> = { random: 0.3, honest: 0.15, terraform: 0.55 };

const terraform = new RealTerraform();
const counts = { passed: 0, failed: 0, skipped: 0 };

function tell(kind: Kind, seed: number, { fault }: Outcome): void {
  if (fault === undefined) return;
  console.log(`\n${kind} history ${seed}: ${fault.what}`);
  for (const line of fault.story) console.log(`    ${line.slice(0, 2_000)}`);
  console.log(`    npm run test:histories -- --only ${kind} --seed ${seed}`);
}

function runKind(kind: Kind): void {
  const began = Date.now();
  const most = values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds) * 1_000 * SHARE[kind];
  const total = { deploys: 0, passed: 0, refusedTooMuch: 0 };
  let done = 0;
  let faults = 0;
  const first = Number(values.first);
  for (let seed = first; done < WHOLE[kind] && Date.now() - began < most; seed++, done++) {
    const outcome = runSeed(kind, seed, PRODUCT, terraform, values.invented);
    total.deploys += outcome.deploys;
    total.passed += outcome.passed;
    total.refusedTooMuch += outcome.refusedTooMuch;
    if (outcome.fault === undefined) counts.passed++;
    else {
      counts.failed++;
      // Each tells the same after a while.
      if (faults++ < 5) tell(kind, seed, outcome);
    }
  }
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  console.log(
    `${kind}: ${done} histories with ${total.deploys} deploys, ${total.passed} passed; ${faults} faults; ` +
      `${total.refusedTooMuch} refused that could have passed; ${seconds} s`,
  );
}

try {
  const kinds = KINDS.filter((kind) => values.only === undefined || values.only === kind);
  if (kinds.length === 0) throw new Error(`--only takes ${KINDS.join(', ')}`);
  if (values.seed === undefined) kinds.forEach(runKind);
  else {
    for (const kind of kinds) {
      const outcome = runSeed(kind, Number(values.seed), PRODUCT, terraform, values.invented);
      tell(kind, Number(values.seed), outcome);
      if (outcome.fault === undefined) counts.passed++;
      else counts.failed++;
    }
  }
} finally {
  terraform.remove();
}
console.log(`${counts.passed} histories as they should be, ${counts.failed} not`);
if (process.env.REPORT_FILE !== undefined) writeFileSync(process.env.REPORT_FILE, JSON.stringify(counts));
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
