import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { siteStage } from '../../__tests__/operation/site/stage.js';
import { isImmutable } from '../../src/site/file-headers.js';
import { type AppChange, appSources, FRONT_ENDS, type FrontEnd, pageOf } from './builds.js';

// Real builds, deployed against the local cloud: built, one component changed, one comment changed, rebuilt unchanged.
//   npm run test:front-ends [-- --scratch FOLDER]   packages go into the folder, which is kept, and nowhere else

const STEPS: readonly (AppChange & { readonly name: string })[] = [
  { name: 'first', component: 'The first view', comment: 'made by us' },
  { name: 'component', component: 'The first view, changed', comment: 'made by us' },
  { name: 'comment', component: 'The first view, changed', comment: 'made by all of us' },
  { name: 'unchanged', component: 'The first view, changed', comment: 'made by all of us' },
];

interface Row {
  readonly build: string;
  readonly step: string;
  readonly hashed: number;
  readonly seen: number;
  readonly missed: number;
  readonly wrong: number;
  readonly uploaded: number;
  readonly invalidated: number;
  readonly refused: 0 | 1;
  /** Files of earlier builds that an open tab would look for and not find. */
  readonly lost: number;
}

const at = process.argv.indexOf('--scratch');
const given = at < 0 ? undefined : process.argv[at + 1];
const scratch = given ?? mkdtempSync(join(tmpdir(), 'front-ends-'));
const rows: Row[] = [];
const faults: string[] = [];
try {
  install();
  for (const frontEnd of FRONT_ENDS) rows.push(...(await deployments(frontEnd)));
} finally {
  if (given === undefined) rmSync(scratch, { recursive: true, force: true });
}
console.table(rows);
for (const row of rows) {
  const { build, step, hashed, missed, wrong, uploaded, refused, lost } = row;
  const fault = (said: string) => faults.push(`${build}, ${step}: ${said}`);
  if (hashed < 4) fault(`only ${hashed} hash-named files: the build is not what it should be`);
  if (missed > 0) fault(`${missed} hash-named files are not kept for a year`);
  if (wrong > 0) fault(`${wrong} files are kept for a year and are not hash-named`);
  if (refused > 0) fault('the deploy was refused');
  if (lost > 0) fault(`${lost} files that an open tab needs are gone`);
  if (step === 'unchanged' && uploaded > 0) fault(`${uploaded} files were uploaded again`);
}
for (const fault of faults) console.error(fault);
const { REPORT_FILE } = process.env;
const report = {
  passed: rows.length - new Set(faults.map((f) => f.split(':')[0])).size,
  failed: faults.length,
  skipped: 0,
};
if (REPORT_FILE !== undefined) writeFileSync(REPORT_FILE, JSON.stringify(report));
process.exitCode = faults.length === 0 ? 0 : 1;

function install(): void {
  mkdirSync(scratch, { recursive: true });
  if (!existsSync(join(scratch, 'package.json'))) writeFileSync(join(scratch, 'package.json'), '{"private":true}\n');
  const packages = FRONT_ENDS.flatMap((frontEnd) => frontEnd.packages);
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages], scratch);
}

async function deployments(frontEnd: FrontEnd): Promise<readonly Row[]> {
  const stage = await siteStage();
  const needed = new Set<string>();
  const made: Row[] = [];
  try {
    for (const [number, step] of STEPS.entries()) {
      const files = built(frontEnd, step);
      stage.build(files);
      const before = stage.edge.distribution.invalidations().length;
      let uploaded = 0;
      let refused: 0 | 1 = 0;
      try {
        const run = { id: String(number), attempt: '1', url: '' };
        uploaded = (await stage.deploy({ run, commit: 'c0ffee1'.padEnd(40, '0') })).uploaded;
        stage.completedRuns.add(run.id);
      } catch (thrown) {
        refused = 1;
        console.error(`${frontEnd.name}, ${step.name}: ${String(thrown)}`);
      }
      const paths = Object.keys(files);
      const hashed = paths.filter((path) => frontEnd.hashed.test(path));
      for (const path of hashed) needed.add(path);
      const lasts = (path: string) => isImmutable(stage.bucket.current(path)?.headers['cache-control'] ?? '');
      const seen = hashed.filter(lasts).length;
      const invalidations = stage.edge.distribution.invalidations().slice(before);
      made.push({
        build: frontEnd.name,
        step: step.name,
        hashed: hashed.length,
        seen,
        missed: hashed.length - seen,
        wrong: paths.filter((path) => !frontEnd.hashed.test(path) && lasts(path)).length,
        uploaded,
        invalidated: invalidations.flatMap((invalidation) => invalidation.paths).length,
        refused,
        lost: [...needed].filter((path) => stage.bucket.current(path) === undefined).length,
      });
    }
  } finally {
    await stage.stop();
  }
  return made;
}

/** A fresh build in a folder of its own, beside the packages. */
function built({ name, files, command }: FrontEnd, change: AppChange): Record<string, Buffer | string> {
  const folder = join(scratch, 'apps', name.replace(/\W+/g, '-').toLowerCase());
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries({ ...files, ...appSources(change) })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const [program = '', ...args] = command;
  const entry = join(scratch, 'node_modules', program);
  // esbuild's installer may put the native program in the place of its script.
  const isScript = readFileSync(entry).subarray(0, 2).toString() !== '\x7fE';
  if (isScript) run(process.execPath, [entry, ...args], folder);
  else run(entry, args, folder);
  const dist = join(folder, 'dist');
  const found = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const out: Record<string, Buffer | string> = {};
  for (const { parentPath, name: file } of found) {
    const place = join(parentPath, file);
    out[relative(dist, place)] = readFileSync(place);
  }
  return 'index.html' in out ? out : { ...out, 'index.html': pageOf(Object.keys(out)) };
}

function run(program: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`${program} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
}
