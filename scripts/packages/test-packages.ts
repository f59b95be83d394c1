import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { packageFiles } from '../../src/gateways/files/package-files.js';
import { preparePackages } from '../../src/operation/packages/prepare.js';
import { BUILDS, type Build } from './builds.js';
import { run, started } from './started.js';

// Real builds, each made and packed twice in two folders: one key; and each started from the very archive that would be
// deployed. Tools come from the registry into a scratch folder. `quick` takes those that need no registry.

const quick = process.argv.includes('quick');
const scratch = mkdtempSync(join(tmpdir(), 'test-packages-'));
const nothing = { find: async () => undefined, read: async () => new Uint8Array() };
const outcome = { passed: 0, failed: 0, skipped: 0 };

try {
  const tools = quick ? '' : installedTools();
  for (const build of BUILDS.filter((one) => !quick || one.quick)) await shown(build, tools);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`);
if (process.env.REPORT_FILE) writeFileSync(process.env.REPORT_FILE, JSON.stringify(outcome));
process.exitCode = outcome.failed === 0 ? 0 : 1;

async function shown(build: Build, tools: string): Promise<void> {
  const missing = build.needs.filter((program) => spawnSync('which', [program]).status !== 0);
  if (missing.length > 0) {
    outcome.skipped++;
    console.log(`!!! NOT RUN: ${build.name} needs ${missing.join(', ')}`);
    return;
  }
  const began = performance.now();
  try {
    const first = await packed(build, tools);
    // Zips and bytecode count time in seconds, zips in steps of two.
    await pause(2100);
    const second = await packed(build, tools);
    if (first.key !== second.key) throw new Error(`Two keys: ${first.key}, ${second.key}`);
    const answer = started(first.archive, build, scratch);
    if (answer !== build.answers) throw new Error(`It answered ${answer}, not ${build.answers}`);
    outcome.passed++;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`passed  ${build.name}: ${first.files} files, one key, started (${seconds} s)`);
  } catch (thrown) {
    outcome.failed++;
    console.log(`FAILED  ${build.name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

async function packed(build: Build, tools: string) {
  const folder = mkdtempSync(join(scratch, 'build-'));
  const path = build.build(folder, tools);
  const [made] = await preparePackages([{ name: 'api', path }], packageFiles(folder), nothing);
  if (made === undefined) throw new Error('Nothing was packed');
  return made;
}

function installedTools(): string {
  const folder = join(scratch, 'tools');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', 'esbuild@0.25', 'pnpm@10', 'typescript@5.9'], folder);
  return join(folder, 'node_modules/.bin');
}
