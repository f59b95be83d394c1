import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLERS } from './bundlers.js';
import { deployments, type Row } from './deployments.js';
import { FRAMEWORKS } from './frameworks.js';
import { REACT_FRAMEWORKS } from './react-frameworks.js';
import { STATIC_GENERATORS } from './static-generators.js';
import { Workshop } from './workshop.js';

// Real builds, deployed against the local cloud: built, one component changed, one comment changed, rebuilt unchanged.
//   npm run test:front-ends [-- quick] [-- --scratch FOLDER] [-- NAME ...]
// Packages go into the folder, which is kept, and nowhere else. `quick` is what CI runs.

const ALL = [...BUNDLERS, ...REACT_FRAMEWORKS, ...FRAMEWORKS, ...STATIC_GENERATORS];
const args = process.argv.slice(2);
const at = args.indexOf('--scratch');
const given = at < 0 ? undefined : args.splice(at, 2)[1];
const wanted = (name: string) => args.some((word) => name.toLowerCase().startsWith(word.toLowerCase()));
const chosen = ALL.filter((frontEnd) =>
  args.length === 0 ? true : args[0] === 'quick' ? frontEnd.quick === true : wanted(frontEnd.name),
);
const rows: Row[] = [];
const faults: string[] = [];
const scratch = given ?? mkdtempSync(join(tmpdir(), 'front-ends-'));
const workshop = new Workshop(scratch);
try {
  for (const frontEnd of chosen) {
    console.info(`${frontEnd.name} ...`);
    try {
      rows.push(...(await deployments(frontEnd, workshop)));
    } catch (thrown) {
      // The others are looked at all the same; a build that cannot be made is a failure, never left out.
      faults.push(`${frontEnd.name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
} finally {
  if (given === undefined && existsSync(scratch)) rmSync(scratch, { recursive: true, force: true });
}
console.table(rows.map(({ faults: _, ...row }) => row));
faults.push(...rows.flatMap((row) => row.faults.map((fault) => `${row.build}, ${row.step}: ${fault}`)));
if (chosen.length === 0) faults.push(`No front end is called ${args.join(' or ')}`);
for (const fault of faults) console.error(fault);
const { REPORT_FILE } = process.env;
const report = { passed: rows.filter((row) => row.faults.length === 0).length, failed: faults.length, skipped: 0 };
if (REPORT_FILE !== undefined) writeFileSync(REPORT_FILE, JSON.stringify(report));
process.exitCode = faults.length === 0 ? 0 : 1;
