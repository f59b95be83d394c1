import { writeFileSync } from 'node:fs';
import { launchChromium } from '../chromium.js';
import { torture } from './torture.js';

// A real browser visits a site during and between deploys that fail, are killed, prune and roll back.
//   npm run test:torture [-- --seed 1] [-- --deploys 24] [-- --loads 320]

const option = (name: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const seed = Number(option('seed') ?? Math.floor(Math.random() * 1e9));
const deploys = Number(option('deploys') ?? 24);
const loads = Number(option('loads') ?? 320);
console.info(`Seed ${seed}: the same again with "npm run test:torture -- --seed ${seed}"`);
const browser = await launchChromium();
const report = await torture(browser, { seed, deploys, loads }).finally(() => browser.close());
const { faults, kinds, ...counts } = report;
console.table({ ...counts, ...kinds });
for (const fault of faults) console.error(fault);
const { REPORT_FILE } = process.env;
const said = { passed: report.loads + report.workers - faults.length, failed: faults.length, skipped: 0 };
if (REPORT_FILE !== undefined) writeFileSync(REPORT_FILE, JSON.stringify(said));
process.exitCode = faults.length === 0 ? 0 : 1;
