// CI: the parts of `parts.js`, and one line at the end that counts them all.
//
//   node .ci/checks.js [PART ...]   all parts, or those that are named; `tests:1/3` is the first third of the tests
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Part, REPORTS } from './part.js';
import { PARTS } from './parts.js';

/** Parts at once, of those that leave a processor free most of the time. */
const WIDTH = 2;

const named = process.argv.slice(2);
const unknown = named.filter((part) => !(part.split(':')[0] in PARTS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. The parts: ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}
const asked = (named.length > 0 ? named : Object.keys(PARTS)).map((part) => part.split(':'));
const rows = new Map();

async function run(asked, log) {
  const [name, share] = asked;
  const part = new Part(name, log);
  try {
    await PARTS[name].run(part, share);
  } catch (error) {
    part.failed(error);
  } finally {
    part.close();
  }
  rows.set(asked, part.rows);
}

/** What is written side by side is shown one after the other. */
async function beside(parts) {
  const waiting = [...parts];
  const lane = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const log = join(REPORTS, `${part[0]}.log`);
      console.log(`\n... ${part[0]} runs; its output comes when it ends`);
      await run(part, log);
      process.stdout.write(readFileSync(log, 'utf8'));
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS);
// The part `static` builds, which compiles.
const compiled =
  asked.some(([name]) => name === 'static') || spawnSync('npm', ['run', 'compile'], { stdio: 'inherit' }).status === 0;
if (!compiled) {
  console.error('The source does not compile: npm run compile');
  process.exit(1);
}
const others = asked.filter(([name]) => !PARTS[name].alone);
for (const part of asked) if (PARTS[part[0]].alone) await run(part);
if (others.length === 1) await run(others[0]);
else await beside(others);

const inOrder = asked.flatMap((part) => rows.get(part));
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const row of inOrder) for (const state of Object.keys(counts)) counts[state] += row[state];
console.log('\n');
console.table(Object.fromEntries(inOrder.map(({ name, ...row }) => [name, row])));
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
