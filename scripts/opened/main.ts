import { openedCase } from './case.js';
import { canTrace } from './tracer.js';

// Every file of the repository that Terraform opens has to stand in the list of sources: generated configurations, init and plan
// under strace. `npm run test:opened -- 100` runs so many, from seed 1; `-- 1 42` runs the one of seed 42.

if (!canTrace()) throw new Error('strace is needed, and the right to trace: apt-get install strace');
const [runs = 40, first = 1] = process.argv.slice(2).map(Number);
let opened = 0;
let failed = 0;
const began = performance.now();
for (let seed = first; seed < first + runs; seed++) {
  const found = openedCase(seed);
  opened += found.opened.length;
  if (found.missing.length === 0) continue;
  failed++;
  console.log(`FAILED  seed ${seed}: ${found.missing.join(', ')}`);
}
const seconds = Math.round((performance.now() - began) / 1000);
console.log(
  `${runs} configurations, ${opened} files opened, ${failed} with a file that is not listed, in ${seconds} s`,
);
process.exitCode = failed === 0 ? 0 : 1;
