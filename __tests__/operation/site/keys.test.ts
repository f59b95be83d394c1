import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findMotoServer } from '../../../local/moto/moto-server.js';
import { connectSite } from '../../../src/gateways/connect-site.js';
import { s3Connection } from '../../../src/gateways/s3/connection.js';
import { Progress } from '../../../src/operation/run/progress.js';
import { deploySite, SITE_STEPS } from '../../../src/operation/site/deploy.js';
import type { Log } from '../../../src/ports/run.js';
import { BUCKET, localSiteCloud, motoSiteCloud, type SiteCloud } from './clouds.js';

const moto = (await findMotoServer()) !== undefined;
if (!moto) console.warn("NOT RUN: odd keys on moto_server. It needs: pip install 'moto[server]'");

const LONG_FOLDER = 'f'.repeat(200);
/** 1,000 bytes, as S3 counts. */
const LONG = `${`${LONG_FOLDER}/`.repeat(4)}${'n'.repeat(192)}.txt`;

/** Each key, and its path in an invalidation. */
const ODD: Readonly<Record<string, string>> = {
  'with space.txt': '/with%20space.txt',
  'a+b.txt': '/a+b.txt',
  'a#b.txt': '/a%23b.txt',
  '100%.txt': '/100%25.txt',
  '%41.txt': '/%2541.txt',
  '~me.txt': '/%7Eme.txt',
  '[id].txt': '/%5Bid%5D.txt',
  'Ö.txt': '/%C3%96.txt',
  '🚀.txt': '/%F0%9F%9A%80.txt',
  "it's&(more)=,;:@!$.txt": "/it's&(more)=,;:@!$.txt",
  [LONG]: `/${LONG}`,
};
const BIG = 'big.bin';

/** No two pages of it are the same. */
function bigFile(megabytes: number): Buffer {
  const big = Buffer.alloc(megabytes * 1024 * 1024);
  for (let at = 0; at < big.length; at += 4096) big.writeUInt32BE(at, at);
  return big;
}

/** Of 2,500 files and 100 MB, by the SDK alone, beside everything else that a machine does. */
const MINUTES = 600_000;

const quiet: Log = { info: () => {}, warning: () => {}, error: () => {}, group: async (_title, work) => await work() };

describe.each([
  ['local/', localSiteCloud, true, { files: 2500, megabytes: 100 }],
  // Slow where there is much; two pages of a listing show that pages are read.
  ['moto_server', motoSiteCloud, moto, { files: 1100, megabytes: 10 }],
] as const)('on %s', (_where, start, here, { files, megabytes }) => {
  const big = bigFile(megabytes);
  const when = here ? test : test.skip;
  let cloud: SiteCloud;
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  const directory = join(folder, 'dist');
  let deploys = 0;

  beforeAll(async () => {
    if (here) cloud = await start();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await cloud?.stop();
  });

  /** A fresh build: every modification time is new. */
  function build(version: string): void {
    rmSync(directory, { recursive: true, force: true });
    const write = (path: string, content: string | Buffer) => {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    };
    write('index.html', '<!doctype html><title>Home</title>');
    write('empty.txt', '');
    write(BIG, big);
    for (const path of Object.keys(ODD)) write(path, `${path} ${version}`);
    for (let number = 0; number < files; number++) write(`data/${number % 50}/${number}.json`, `{"n":${number}}`);
  }

  async function deploy() {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, cloud.environment);
    const { signal } = new AbortController();
    const runs = { isCompleted: async () => false };
    const ports = connectSite({ directory, bucket: BUCKET, s3: s3Connection({ signal }), runs, log: quiet, signal });
    const id = String(++deploys);
    return await deploySite(
      {
        directory,
        bucket: BUCKET,
        prefix: '',
        distributions: [cloud.distribution],
        cacheRules: [],
        exclude: [],
        keepUnreferencedDays: 7,
        maxDeletes: 1000,
        invalidation: 'changed',
        verifyTimeoutSeconds: 0,
        releaseFile: 'release.json',
        commit: 'c0ffee1c0ffee1c0ffee1c0ffee1c0ffee1c0ffe',
        stage: 'dev',
        run: { id, attempt: '1', url: `https://github.test/shop/runs/${id}` },
        now: new Date('2026-11-25T12:00:00Z'),
      },
      ports,
      new Progress(quiet, signal, SITE_STEPS),
    );
  }

  when(
    `every key, empty files, ${files} files and ${megabytes} MB arrive with their bytes and headers`,
    async () => {
      build('one');
      await deploy();
      const keys = (await cloud.keys()).filter((key) => !key.startsWith('.well-managed/'));
      expect(keys).toHaveLength(files + Object.keys(ODD).length + 4);
      expect(Buffer.byteLength(LONG)).toBe(1000);
      for (const key of Object.keys(ODD)) {
        const { bytes, type, cacheControl } = await cloud.object(key);
        expect([key, bytes.toString(), type, cacheControl]).toEqual([
          key,
          `${key} one`,
          'text/plain; charset=utf-8',
          'public, max-age=3600',
        ]);
      }
      expect((await cloud.object('empty.txt')).bytes).toHaveLength(0);
      expect((await cloud.object('data/7/1057.json')).bytes.toString()).toBe('{"n":1057}');
      const stored = await cloud.object(BIG);
      expect(stored.type).toBe('application/octet-stream');
      expect(digest(stored.bytes)).toBe(digest(big));
    },
    MINUTES,
  );

  when(
    'a fresh build of the same uploads nothing and invalidates nothing',
    async () => {
      build('one');
      expect(await deploy()).toMatchObject({ uploaded: 0, bytes: 0, invalidations: [] });
    },
    MINUTES,
  );

  when(
    'each changed key is forgotten by the edge under the path that it stores it by',
    async () => {
      for (const path of Object.keys(ODD)) await visit(path);
      build('two');
      const { uploaded, invalidations } = await deploy();
      expect(uploaded).toBe(Object.keys(ODD).length + 1);
      const [made] = invalidations;
      const paths = await cloud.invalidated(made?.id ?? '');
      expect([...paths].sort()).toEqual([...Object.values(ODD), '/release.json'].sort());
      for (const path of Object.keys(ODD)) expect((await visit(path)) ?? `${path} two`).toBe(`${path} two`);
    },
    MINUTES,
  );

  /** What a visitor gets, where there is an edge. */
  async function visit(path: string): Promise<string | undefined> {
    if (cloud.edge === undefined) return undefined;
    // As a browser asks for it: what is not special to a URL stays as it is.
    const address = path.replace(/[%#?]/g, encodeURIComponent);
    return await (await fetch(new URL(`/${address}`, cloud.edge))).text();
  }
});

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
