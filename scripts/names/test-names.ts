import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastingInPackages } from './packages.js';
import { AMBIGUOUS, PLACES, plausibleNames, wronglySeen } from './people.js';
import { FORMS, LIMITS, type Rates, ratesOf } from './rates.js';

// Which names last, measured: random hashes that are missed, names of people and files of packages that are wrongly seen.
//   npm run test:names [-- --count 200000] [-- --seed 1] [-- --packages FOLDER]
// Packages come from the npm registry into a folder; `--packages none` leaves them out, a folder that is named is kept.

const FEWEST_FILES = 30_000;
const option = (name: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const count = Number(option('count') ?? 200_000);
const seed = Number(option('seed') ?? 20_261_128);
const faults: string[] = [];

console.info(
  `Of ${count.toLocaleString('en-US')} random hashes for each form and size of a folder (seed ${seed}), missed in percent:`,
);
const percent = (rate: number) => Number((rate * 100).toFixed(2));
const table: Record<string, Record<string, number>> = {};
for (const form of FORMS) {
  const label = `${form.alphabet} ${form.length} after "${form.separator}"`;
  const rates = Object.entries(ratesOf(form, count, seed)) as [keyof Rates, number][];
  table[label] = Object.fromEntries(rates.map(([size, rate]) => [size, percent(rate)]));
  for (const [size, rate] of rates) {
    if (rate >= LIMITS[size]) faults.push(`${label}, ${size}: ${percent(rate)} % are missed`);
  }
}
console.table(table);

console.info(`Of ${plausibleNames().length} names that people give, wrongly seen:`);
const places = PLACES.map((place) => ({ place: place.place, wrong: wronglySeen(place) }));
for (const { place, wrong } of places) if (wrong.length > 0) faults.push(`${place}: ${wrong.join(', ')}`);
const ambiguous = { place: `${AMBIGUOUS.place} (documented)`, wrong: wronglySeen(AMBIGUOUS) };
console.table([...places, ambiguous].map(({ place, wrong }) => ({ place, 'wrongly seen': new Set(wrong).size })));

if (option('packages') !== 'none') {
  const scratch = option('packages') ?? mkdtempSync(join(tmpdir(), 'names-'));
  try {
    const { packages, files, right, wrong } = await lastingInPackages(scratch);
    console.info(`Of ${files.toLocaleString('en-US')} files of ${packages} packages, hashed by their own bundler:`);
    console.table(right);
    console.info(`and wrongly seen: ${wrong.length}`);
    for (const name of wrong) faults.push(`${name} would be kept for a year`);
    if (files < FEWEST_FILES) faults.push(`Only ${files} files of packages were looked at`);
  } finally {
    if (option('packages') === undefined) rmSync(scratch, { recursive: true, force: true });
  }
}
for (const fault of faults) console.error(fault);
const { REPORT_FILE } = process.env;
const passed = FORMS.length + PLACES.length;
if (REPORT_FILE !== undefined) {
  writeFileSync(REPORT_FILE, JSON.stringify({ passed, failed: faults.length, skipped: 0 }));
}
process.exitCode = faults.length === 0 ? 0 : 1;
