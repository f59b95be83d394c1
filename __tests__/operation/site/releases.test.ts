import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RELEASES } from '../../../src/site/releases/recorded-releases.js';
import { parseReleaseRecord, type ReleaseRecord } from '../../../src/site/releases/release-record.js';
import { type SiteStage, shop, siteStage } from './stage.js';

let stage: SiteStage;
beforeEach(async () => {
  stage = await siteStage();
  stage.bucket.versioning = 'Enabled';
});
afterEach(async () => {
  const unknown = stage.cloud.journal.unknown();
  await stage.stop();
  expect(unknown).toEqual([]);
});

const paths = () => stage.keys().filter((key) => key.startsWith(RELEASES));
const record = (path = paths().at(-1) ?? ''): ReleaseRecord =>
  parseReleaseRecord(stage.bucket.current(path)?.body.toString() ?? '', path);

/** Each file of the record, and whether S3 has these bytes and headers as that version. */
function unlike(release: ReleaseRecord): readonly string[] {
  return [...release.files].flatMap(([path, file]) => {
    const version = stage.bucket.version(path, file.version ?? '');
    const same =
      version !== undefined &&
      !version.deleteMarker &&
      version.etag === file.etag &&
      version.body.length === file.size &&
      version.headers['content-type'] === file.contentType &&
      version.headers['cache-control'] === file.cacheControl;
    return same ? [] : [path];
  });
}

describe('a release that is live', () => {
  test('is recorded with the version of each file, by one request', async () => {
    stage.build(shop('one'));
    const merged = async () => ({ number: 7, by: 'octo-cat' });
    const report = await stage.deploy({ merged });
    expect(record()).toMatchObject({
      release: report.release,
      commit: 'c0ffee1c0ffee1c0ffee1c0ffee1c0ffee1c0ffe',
      stage: 'dev',
      at: '2026-11-25T12:00:00.000Z',
      run: { id: '1', url: 'https://github.test/shop/runs/1' },
      merged: { number: 7, by: 'octo-cat' },
    });
    expect(record().before).toBeUndefined();
    expect([...record().files.keys()]).toHaveLength(8);
    expect(unlike(record())).toEqual([]);
    const puts = stage.cloud.journal.entries({ operation: 'PutObject' }).map(({ path }) => path);
    expect(
      puts.filter((path) => path.includes('.well-managed/')).map((path) => path.slice('/shop-site/'.length)),
    ).toEqual([
      '.well-managed/lock.json',
      '.well-managed/manifest.json',
      ...paths(),
      ...Array(2).fill('.well-managed/manifest.json'),
    ]);
    expect(stage.cloud.journal.entries({ operation: 'HeadObject' })).toEqual([]);
  });

  test('names the one before it, and the versions of what did not change', async () => {
    stage.build(shop('one'));
    const first = await stage.deploy();
    stage.build({ ...shop('one'), 'film.mp4': Buffer.alloc(17 * 1024 * 1024, 7) });
    await stage.deploy({
      now: new Date('2026-11-26T12:00:00Z'),
      cacheRules: [{ match: '*.svg', cacheControl: 'no-store' }],
    });
    expect(paths()).toHaveLength(2);
    expect(record().before).toBe(first.release);
    expect(unlike(record())).toEqual([]);
    expect(unlike(record(paths()[0]))).toEqual([]);
    expect(stage.cloud.journal.entries({ operation: 'HeadObject' }).map(({ path }) => path)).toEqual([
      '/shop-site/logo.svg',
    ]);
  });

  test('is recorded with what runs behind it, and again when that is all that changed', async () => {
    stage.build(shop('one'));
    const backEnd = (sha256: string) => ({
      packages: [{ name: 'api', key: 'api/1.zip', sha256 }],
      functions: new Map([['aws_lambda_function.__proto__', new Map([['handler', '1f']])]]),
    });
    const outputs = new Map<string, unknown>([['site_url', 'https://shop.example']]);
    await stage.deploy({ backEnd: backEnd('one'), outputs });
    expect(record()).toMatchObject({ backEnd: backEnd('one'), outputs });
    stage.cloud.journal.clear();
    await stage.deploy({ backEnd: backEnd('one'), outputs, now: new Date('2026-11-26T12:00:00Z') });
    expect(stage.cloud.journal.writes()).toEqual([]);
    await stage.deploy({ backEnd: backEnd('two'), outputs, now: new Date('2026-11-27T12:00:00Z') });
    expect(record()).toMatchObject({ backEnd: backEnd('two'), at: '2026-11-25T12:00:00Z' });
    expect(record().before).toBeUndefined();
    expect(unlike(record())).toEqual([]);
    expect(paths()).toHaveLength(1);
  });

  test('of an earlier version of this action says nothing of what ran behind it', async () => {
    stage.build(shop('one'));
    await stage.deploy();
    expect(stage.bucket.current(paths()[0] ?? '')?.body.toString()).not.toMatch(/backEnd|outputs/);
    expect(record().backEnd).toBeUndefined();
    expect(record().outputs).toBeUndefined();
  });

  test('has nothing to write when nothing changed', async () => {
    stage.build(shop('one'));
    await stage.deploy();
    stage.cloud.journal.clear();
    await stage.deploy({ now: new Date('2026-11-26T12:00:00Z') });
    expect(stage.cloud.journal.writes()).toEqual([]);
  });

  test('is recorded before the manifest calls it live: a run that dies in between is completed', async () => {
    stage.build(shop('one'));
    const withdraw = stage.cloud.faults.add({ operation: 'PutObject', path: /releases/, effect: { status: 403 } });
    await stage.failedDeploy();
    withdraw();
    const manifests = stage.cloud.journal
      .entries()
      .filter(({ operation, path }) => operation === 'PutObject' && path.endsWith('/manifest.json'));
    // The intent alone: what the manifest calls live has a record.
    expect(manifests).toHaveLength(1);
    stage.completedRuns.add('1');
    await stage.deploy({ run: { id: '2', attempt: '1', url: '' } });
    expect(unlike(record())).toEqual([]);
    expect(paths()).toHaveLength(1);
  });

  test('of files that another tool wrote has their versions too', async () => {
    for (const [key, content] of Object.entries(shop('one'))) stage.bucket.put(key, content);
    stage.build(shop('one'));
    await stage.deploy({ cacheRules: [{ match: '**', cacheControl: 'no-cache' }] });
    expect(unlike(record())).toEqual([]);
  });
});

describe('files whose version nothing knows', () => {
  beforeEach(async () => {
    stage.bucket.versioning = undefined;
    stage.build(shop('one'));
    await stage.deploy();
    stage.bucket.versioning = 'Enabled';
    stage.build({ ...shop('one'), 'new.txt': 'new' });
    await stage.deploy({ now: new Date('2026-11-26T12:00:00Z') });
  });

  test('are asked for theirs before they are replaced or deleted, once each', async () => {
    expect(record().files.get('logo.svg')?.version).toBeUndefined();
    stage.cloud.journal.clear();
    stage.build({ 'index.html': '<p>three', 'logo.svg': '<svg/>', 'new.txt': 'newer' });
    await stage.deploy({ now: new Date('2026-11-27T12:00:00Z') });
    const asked = () =>
      stage.cloud.journal
        .entries({ operation: 'HeadObject' })
        .map(({ path }) => path.slice(11))
        .sort();
    expect(asked()).toEqual(['index.html', 'logo.svg']);
    const manifest = () => JSON.parse(stage.bucket.current('.well-managed/manifest.json')?.body.toString() ?? '');
    expect(manifest().replaced).toEqual([
      ['index.html', expect.any(String), 'null', '2026-11-27T12:00:00.000Z'],
      ['logo.svg', expect.any(String), 'null', '2026-11-27T12:00:00.000Z'],
    ]);
    stage.cloud.journal.clear();
    await stage.deploy({ now: new Date('2026-12-20T12:00:00Z') });
    expect(asked().length).toBe(5);
    expect(manifest().replaced).toHaveLength(7);
  });
});

test.each([
  ['never had versions', undefined, 'keeps no versions'],
  ['has them suspended', 'Suspended' as const, 'has its versions suspended'],
])('a bucket that %s gets no records, and one warning with the setting', async (_name, versioning, why) => {
  stage.bucket.versioning = versioning;
  stage.build(shop('one'));
  await stage.deploy();
  expect(paths()).toEqual([]);
  expect(stage.said.filter((line) => line.startsWith('warning:'))).toEqual([
    expect.stringContaining(`cannot be rolled back to later: the bucket shop-site ${why}`),
  ]);
  expect(stage.said.join()).toContain('aws s3api put-bucket-versioning --bucket shop-site');
});

test('the last fifty releases are kept', async () => {
  stage.build({ 'index.html': 'one' });
  for (let n = 0; n < 53; n++) {
    await stage.deploy({
      commit: String(n).padStart(40, '0').split('').reverse().join(''),
      now: new Date(Date.UTC(2026, 10, 1, 0, n)),
      verifyTimeoutSeconds: 0,
      invalidation: 'none',
    });
  }
  expect(paths()).toHaveLength(50);
  expect(paths()[0]).toContain('20261101T000300Z');
});
