import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloud } from '../../local/cloud.js';
import { startMotoCloud } from '../../local/moto/moto-cloud.js';
import { Checks, writeReport } from './checks.js';
import { STORY, tellStory } from './story.js';
import { cliConfiguration, findProviderMirror, missingTools } from './tools.js';

// The real infra/ on the real AWS provider, by the built bundle, against an emulator that others wrote.

const mirror = await findProviderMirror();
const missing = await missingTools(mirror);

if (mirror === undefined || missing.length > 0) {
  console.log(`\n!!! NOT RUN: npm run test:cloud needs ${missing.join(', and ')}\n`);
  writeReport({ passed: 0, failed: 0, skipped: STORY.length, checks: [] });
} else {
  process.exitCode = await run(mirror);
}

/** @returns the exit code */
async function run(providers: string): Promise<number> {
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'test-cloud-'));
  const moto = await startMotoCloud();
  const local = await startCloud();
  const checks = new Checks(STORY);
  try {
    const configuration = join(folder, 'cli.tfrc');
    await writeFile(configuration, cliConfiguration(providers));
    const environment = {
      ...moto.environment,
      GITHUB_API_URL: local.github.url,
      TF_CLI_CONFIG_FILE: configuration,
      CHECKPOINT_DISABLE: '1',
    };
    const record = process.argv.includes('--record');
    await tellStory(checks, { root: process.cwd(), folder, moto, local, environment, record });
  } catch (thrown) {
    console.error(thrown);
  } finally {
    console.log(`\nAnswered by the proxy in the emulator's place:\n  ${moto.answered().join('\n  ')}`);
    console.log(`Corrected in the emulator's replies:\n  ${moto.mended().join('\n  ')}\n`);
    await local.stop();
    await moto.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const report = checks.report();
  writeReport(report);
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${report.passed} passed, ${report.failed} failed, in ${seconds} s`);
  return report.failed === 0 ? 0 : 1;
}
