import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connectStage } from '../../../src/gateways/connect-stage.js';
import { s3Connection } from '../../../src/gateways/s3/connection.js';
import type { PromotedRelease } from '../../../src/operation/promotion/promoted-release.js';
import { promotedSource } from '../../../src/operation/promotion/promoted-site.js';
import { Progress } from '../../../src/operation/run/progress.js';
import { deploySource, SITE_STEPS } from '../../../src/operation/site/deploy.js';
import type { SiteRequest } from '../../../src/operation/site/request.js';
import type { DeployedSite } from '../../../src/ports/promotion.js';
import { parseReleaseRecord, type ReleaseRecord } from '../../../src/site/releases/release-record.js';
import { diesAfter } from '../site/death.js';
import { type Files, type SiteStage, shop, siteStage } from '../site/stage.js';

let stage: SiteStage;
/** `shop-site` is v1's; dev's has the files. */
let dev: SiteStage['bucket'];
let record: ReleaseRecord;

beforeEach(async () => {
  stage = await siteStage();
  stage.bucket.versioning = 'Enabled';
});
afterEach(async () => {
  const unknown = stage.cloud.journal.unknown();
  await stage.stop();
  expect(unknown).toEqual([]);
});

/** Deploys to dev: the same bucket under another prefix, so that one distribution serves v1 alone. */
async function deployed(files: Files, change: Partial<SiteRequest> = {}): Promise<void> {
  stage.build(files);
  const site = { prefix: 'dev/', distributions: [], verifyTimeoutSeconds: 0, url: 'https://dev.test' };
  const { release } = await stage.deploy({ ...site, ...change });
  dev = stage.bucket;
  const key = stage.keys().find((name) => name.includes(`-${release}.json`)) ?? '';
  record = parseReleaseRecord(dev.current(key)?.body.toString() ?? '', key);
  stage.cloud.journal.clear();
}

async function promote(change: Partial<SiteRequest> = {}, of: Partial<ReleaseRecord> = {}) {
  const ports = stage.ports();
  const site: DeployedSite = { bucket: 'shop-site', prefix: 'dev/' };
  const s3 = s3Connection({ signal: ports.signal });
  const source = connectStage(site, {
    s3,
    reader: 'arn:aws:iam::123456789012:role/shop-deploy-v1',
    signal: ports.signal,
  });
  const promoted: PromotedRelease = { from: 'dev', site, source, record: { ...record, ...of }, waiting: 1 };
  const request = { ...stage.request({ stage: 'v1', exclude: ['dev/**'], ...change }) };
  const progress = new Progress(ports.log, ports.signal, SITE_STEPS);
  return await deploySource(promotedSource(promoted, request, ports), request, ports, progress, () => {});
}

const writes = () => stage.cloud.journal.writes().map(({ operation, path }) => `${operation} ${path.slice(11)}`);
const refused = async (found: RegExp, change?: Partial<SiteRequest>, of?: Partial<ReleaseRecord>) => {
  stage.cloud.journal.clear();
  await expect(promote(change, of)).rejects.toThrow(/The promotion of dev to v1 is refused/);
  await expect(promote(change, of)).rejects.toThrow(found);
  expect(writes().filter((line) => !line.includes('lock.json'))).toEqual([]);
  expect(stage.keys()).not.toContain('.well-managed/lock.json');
};

test('every byte and header comes over inside S3, in the phases of a deploy; repeated, nothing is copied', async () => {
  await deployed(
    { ...shop('one'), 'a b/+ö.txt': 'name' },
    { cacheRules: [{ match: '*.svg', cacheControl: 'no-store' }] },
  );
  const report = await promote();
  expect(report).toMatchObject({ release: record.release, copied: 9, uploaded: 0, verified: true });
  for (const path of record.files.keys()) {
    if (path === 'release.json') continue;
    const [there, here] = [dev.current(`dev/${path}`), stage.bucket.current(path)];
    expect([path, here?.body, here?.headers]).toEqual([path, there?.body, there?.headers]);
  }
  expect(JSON.parse((await stage.visit('/release.json')).text)).toMatchObject({ release: record.release, stage: 'v1' });
  const puts = writes().filter((line) => line.startsWith('PutObject') && !line.includes('.well-managed/'));
  expect(puts).toEqual(['PutObject release.json']);
  const order = writes().filter((line) => line.startsWith('CopyObject'));
  const at = (name: string) => order.indexOf(`CopyObject ${name}`);
  expect(at('logo.svg')).toBeLessThan(at('index.html'));
  const looks = stage.cloud.journal.entries({ operation: 'HeadObject' });
  expect([looks.length, order.length]).toEqual([8, 8]);

  stage.cloud.journal.clear();
  expect(await promote()).toMatchObject({ copied: 0 });
  expect(writes()).toEqual([]);
});

test('a promotion that dies after any of its requests leaves whole pages, and the next one completes it', async () => {
  await deployed(shop('one'));
  await promote();
  const total = stage.cloud.journal.entries().filter(({ service }) => service !== 'edge').length;
  for (const survived of [3, 12, Math.round(total / 2), total - 8]) {
    await stage.stop();
    stage = await siteStage();
    stage.bucket.versioning = 'Enabled';
    stage.build(shop('zero'));
    await stage.deploy({ commit: 'd'.repeat(40), exclude: ['dev/**'] });
    await deployed(shop('one'));
    diesAfter(survived, stage);
    await expect(promote({ run: { id: '7', attempt: '1', url: '' } })).rejects.toThrow();
    expect(await stage.brokenReferences(['index.html', 'about/index.html'], stage.uncached(''))).toEqual([]);
    stage.cloud.faults.clear();
    stage.completedRuns.add('7');
    await promote({ run: { id: '8', attempt: '1', url: '' } });
    expect(JSON.parse((await stage.visit('/release.json')).text).release).toBe(record.release);
    expect((await stage.visit('/')).text).toContain('Home one');
  }
}, 120_000);

test('what another deploy of dev does meanwhile changes nothing: versions are copied', async () => {
  await deployed(shop('one'));
  const one = record;
  await deployed(shop('two'), { commit: 'b'.repeat(40) });
  await promote({ commit: one.commit }, one);
  expect((await stage.visit('/')).text).toContain('Home one');
});

test('config.json is the own one of the stage, and a release that reads one needs it', async () => {
  const config = (text: string) => ({ lines: new Map([['api', 'api_url']]), text });
  await deployed(shop('one'), { config: config('{"api":"dev"}\n') });
  await refused(/its pages read a config\.json, which v1 does not write/);
  const { release } = await promote({ config: config('{"api":"v1"}\n') });
  expect(release).toBe(record.release);
  expect((await stage.visit('/config.json')).text).toBe('{"api":"v1"}\n');
});

test('a version that has expired or that nobody knows refuses it before anything is written', async () => {
  await deployed(shop('one'));
  const [path, file] = [...record.files].find(([name]) => name === 'logo.svg') ?? [];
  if (path === undefined || file === undefined) throw new Error('no logo');
  const other = (version: string | undefined) => ({ files: new Map([...record.files, [path, { ...file, version }]]) });
  await refused(/logo\.svg has no known version/, {}, other(undefined));
  await refused(
    /logo\.svg is not there any more in this version/,
    {},
    other('3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY-MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo'),
  );
});

test('a release that was built for another path is refused where its pages name files from the root', async () => {
  await deployed(shop('one'));
  const url = `${stage.edge.url}/shop`;
  await refused(/it was built for \/, and v1 is served at \/shop\/: about\/index\.html names \/\S+ from the root/, {
    url,
  });
  await refused(
    /it was built for \/dev\/, and v1 is served at \/v1\//,
    { prefix: 'v1/', url: undefined },
    { url: undefined },
  );
  await deployed({
    'index.html': '<!doctype html><img src="logo.svg"><a href="//other.test/">x</a>',
    'logo.svg': '<svg/>',
  });
  await promote({ url, verifyTimeoutSeconds: 0 });
});

test('two stages with one site are refused', async () => {
  await deployed(shop('one'));
  await refused(/both stages have the site in shop-site\/dev\//, { prefix: 'dev/' });
});

test('a bucket that may not be read is said with the statements that let this role in', async () => {
  await deployed(shop('one'));
  stage.cloud.faults.add({ service: 's3', operation: 'HeadObject', effect: { status: 403 } });
  const error = await promote().catch((thrown: unknown) => String(thrown));
  expect(error).toContain('This role may not read the bucket shop-site of the stage that is promoted');
  expect(error).toContain('"Principal":{"AWS":"arn:aws:iam::123456789012:role/shop-deploy-v1"}');
  expect(error).toContain('"Action":["s3:GetObject","s3:GetObjectVersion"],"Resource":"arn:aws:s3:::shop-site/*"');
});
