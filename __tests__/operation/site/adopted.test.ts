import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { findMotoServer } from '../../../local/moto/moto-server.js';
import { connectSite } from '../../../src/gateways/connect-site.js';
import { s3Connection } from '../../../src/gateways/s3/connection.js';
import { Progress } from '../../../src/operation/run/progress.js';
import { deploySite, SITE_STEPS } from '../../../src/operation/site/deploy.js';
import type { Log } from '../../../src/ports/run.js';
import { BUCKET, localSiteCloud, motoSiteCloud, type SiteCloud } from './clouds.js';

const moto = (await findMotoServer()) !== undefined;
if (!moto) console.warn("NOT RUN: an adopted bucket on moto_server. It needs: pip install 'moto[server]'");

const CASE = join(import.meta.dirname, '../../fixtures/site-cases/compressed-in-place');
const quiet: Log = { info() {}, warning() {}, error() {}, group: async (_title, work) => await work() };
const folder = mkdtempSync(join(tmpdir(), 'adopted-'));
let cloud: SiteCloud | undefined;
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await cloud?.stop();
});

async function deploy(build: string, distribution: string): Promise<void> {
  const directory = join(folder, 'dist');
  rmSync(directory, { recursive: true, force: true });
  cpSync(join(CASE, build), directory, { recursive: true });
  const { signal } = new AbortController();
  const ports = connectSite({
    directory,
    bucket: BUCKET,
    s3: s3Connection({ signal }),
    runs: { isCompleted: async () => true },
    log: quiet,
    signal,
  });
  await deploySite(
    {
      directory,
      bucket: BUCKET,
      prefix: '',
      distributions: [distribution],
      cacheRules: [],
      exclude: [],
      keepUnreferencedDays: 7,
      maxDeletes: 1000,
      invalidation: 'changed',
      verifyTimeoutSeconds: 0,
      releaseFile: 'release.json',
      commit: 'c0ffee1c0ffee1c0ffee1c0ffee1c0ffee1c0ffe',
      stage: 'dev',
      run: { id: build, attempt: '1', url: 'https://github.test/shop/runs/1' },
      now: new Date('2026-11-25T12:00:00Z'),
    },
    ports,
    new Progress(quiet, signal, SITE_STEPS),
  );
}

describe.each([
  ['local/', localSiteCloud, true],
  ['moto_server', motoSiteCloud, moto],
] as const)('on %s', (_where, start, here) => {
  (here ? test : test.skip)(
    'what somebody has stored packed stays packed, with its bytes, through a change of its content',
    async () => {
      cloud = await start();
      for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
      Object.assign(process.env, cloud.environment);
      const packed = readFileSync(join(CASE, '1/app.js'));
      await cloud.put('app.js', packed, { ContentType: 'application/javascript', ContentEncoding: 'gzip' });
      for (const build of ['1', '2']) {
        await deploy(build, cloud.distribution);
        const { bytes, encoding } = await cloud.object('app.js');
        expect([build, encoding]).toEqual([build, 'gzip']);
        expect(bytes.equals(readFileSync(join(CASE, build, 'app.js')))).toBe(true);
      }
    },
  );
});
