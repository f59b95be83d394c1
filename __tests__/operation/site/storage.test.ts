import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connectSite } from '../../../src/gateways/connect-site.js';
import { s3Connection } from '../../../src/gateways/s3/connection.js';
import type { Clock } from '../../../src/ports/site.js';
import { MANIFEST_PATH, parseManifest } from '../../../src/site/manifest.js';
import { type SiteStage, shop, siteStage } from './stage.js';

let stage: SiteStage;
beforeEach(async () => {
  stage = await siteStage();
});
afterEach(async () => {
  await stage.stop();
});

const BIG = { 'index.html': '<title>Home', 'film.mp4': Buffer.alloc(17 * 1024 * 1024, 7) };
const SHORT = { cacheRules: [{ match: '*.svg', cacheControl: 'public, max-age=60' }] };
const later = (id: string) => ({ run: { id, attempt: '1', url: `https://github.test/shop/runs/${id}` } });
const pending = () => parseManifest(stage.bucket.current(MANIFEST_PATH)?.body.toString() ?? '', MANIFEST_PATH).pending;

describe('new headers for an object', () => {
  test('leave everything else that was said of it', async () => {
    const files = shop('one');
    stage.build(files);
    stage.bucket.put('logo.svg', files['logo.svg'] ?? '', {
      headers: { 'content-type': 'image/svg+xml', 'content-language': 'de', 'content-disposition': 'inline' },
      metadata: { author: 'the shop' },
    });
    await stage.deploy(SHORT);
    expect(stage.bucket.current('logo.svg')).toMatchObject({
      headers: {
        'content-type': 'image/svg+xml',
        'cache-control': 'public, max-age=60',
        'content-language': 'de',
        'content-disposition': 'inline',
      },
      metadata: { author: 'the shop' },
    });
  });

  test('are not given to what somebody else has put there meanwhile', async () => {
    stage.build(shop('one'));
    await stage.deploy();
    stage.cloud.faults.add({
      operation: 'CopyObject',
      nth: 1,
      effect: { meanwhile: () => void stage.bucket.put('logo.svg', 'by somebody else') },
    });
    const { error } = await stage.failedDeploy(SHORT);
    expect(error.message).toMatch(/logo\.svg was changed by somebody else during this deploy/);
    await stage.deploy({ ...SHORT, ...later('1'), run: { ...later('1').run, attempt: '2' } });
    expect(stage.bucket.current('logo.svg')?.body.toString()).toBe(shop('one')['logo.svg']);
  });
});

test('a large file whose upload fails leaves no parts behind that somebody pays for', async () => {
  stage.build(BIG);
  stage.cloud.faults.add({ operation: 'UploadPart', nth: 2, effect: { status: 403 } });
  await stage.failedDeploy();
  expect(stage.cloud.journal.entries({ operation: 'CreateMultipartUpload' })).toHaveLength(1);
  expect(stage.bucket.uploads.size).toBe(0);
  expect(stage.keys()).not.toContain('film.mp4');
});

test("a bucket of another account is not written to, though its name is the site's", async () => {
  stage.build(shop('one'));
  const directory = stage.request().directory;
  const ports = stage.ports();
  const { signal, log, runs } = ports;
  const others = connectSite({
    directory,
    bucket: 'shop-site',
    s3: s3Connection({ owner: '999999999999', signal }),
    runs,
    log,
    signal,
  });
  const { error } = await stage.failedDeploy({}, others);
  expect(error.message).toMatch(/shop-site/);
  expect(stage.keys()).toEqual([]);
});

test.each([
  ['does not say whether it is the last', /<IsTruncated>.*?<\/IsTruncated>/, ''],
  ['names no next one', /<IsTruncated>false<\/IsTruncated>/, '<IsTruncated>true</IsTruncated>'],
])('a listing with a page that %s deletes and uploads nothing', async (_what, find, replace) => {
  stage.build(shop('one'));
  await stage.deploy();
  stage.build({ 'index.html': '<title>only' });
  stage.cloud.journal.clear();
  stage.cloud.faults.add({
    operation: 'ListObjectsV2',
    effect: { rewrite: (reply) => ({ ...reply, body: Buffer.from(String(reply.body).replace(find, replace)) }) },
  });
  const { error } = await stage.failedDeploy({ keepUnreferencedDays: 0 });
  expect(error.message).toMatch(/listing of the site's bucket shop-site is not complete/);
  expect(stage.cloud.journal.writes()).toEqual([]);
});

test('a large file that changes after it was compared is not stored', async () => {
  stage.build(BIG);
  const { directory } = stage.request();
  const other = Buffer.alloc(BIG['film.mp4'].length, 8);
  stage.cloud.faults.add({
    operation: 'CreateMultipartUpload',
    nth: 1,
    effect: { meanwhile: () => writeFile(join(directory, 'film.mp4'), other) },
  });
  const { error } = await stage.failedDeploy();
  expect(error.message).toContain('film.mp4');
  expect(stage.keys()).not.toContain('film.mp4');
  expect(stage.keys()).not.toContain('index.html');
});

describe('an invalidation', () => {
  /** Time that passes only while the deploy waits. */
  function waiting(): Clock & { readonly waits: number[] } {
    const waits: number[] = [];
    const now = () => waits.reduce((sum, wait) => sum + wait, 0);
    return { waits, now, pause: async (milliseconds) => void waits.push(milliseconds) };
  }

  test('that does not complete fails the deploy and stays owed, and the next deploy waits for the same one', async () => {
    stage.build(shop('one'));
    await stage.deploy();
    stage.build(shop('two'));
    const clock = waiting();
    const ports = stage.ports();
    const distributions = { ...ports.distributions, isCompleted: async () => false };
    const { error } = await stage.failedDeploy(later('2'), { ...ports, clock, distributions });
    expect(error.message).toMatch(/has not completed within 15 minutes/);
    expect(clock.now()).toBeGreaterThanOrEqual(15 * 60_000);
    expect(pending()).toHaveLength(1);
    const made = stage.edge.distribution.invalidations().length;
    await stage.deploy(later('3'));
    expect(stage.edge.distribution.invalidations()).toHaveLength(made);
    expect(pending()).toEqual([]);
  });

  test('is begun when the last file is up, while the release is recorded', async () => {
    stage.build(shop('one'));
    const ports = stage.ports();
    let begin: (isUp: boolean) => void = () => {};
    const begun = new Promise<boolean>((resolve) => {
      begin = resolve;
    });
    const invalidate: typeof ports.distributions.invalidate = async (...of) => {
      begin(stage.bucket.current('release.json') !== undefined);
      return await ports.distributions.invalidate(...of);
    };
    const write: typeof ports.records.write = async (key, text, over) => {
      if (key === MANIFEST_PATH && parseManifest(text, key).intent === undefined) expect(await begun).toBe(true);
      return await ports.records.write(key, text, over);
    };
    const distributions = { ...ports.distributions, invalidate };
    await stage.deploy({}, { ...ports, distributions, records: { ...ports.records, write } });
    expect(pending()).toEqual([]);
  });
});
