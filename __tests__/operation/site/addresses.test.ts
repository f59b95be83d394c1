import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { edgeTraits } from '../../../src/gateways/cloudfront/traits.js';
import { invalidationPaths } from '../../../src/site/edge/invalidation.js';
import { hashed, type SiteStage, shop, siteStage } from './stage.js';

let stage: SiteStage;
beforeEach(async () => {
  stage = await siteStage();
});
afterEach(async () => {
  await stage.stop();
});

const CHUNK = hashed('chunk', "console.log('chunk one');", 'js');
const NOW = new Date('2026-11-25T12:00:00Z');
let runs = 1;

/** Deploys a version of the shop and returns the paths that the edge was told to forget. */
async function forgotten(version: string, days = 0, now = NOW): Promise<readonly string[]> {
  stage.build(shop(version));
  const before = stage.edge.distribution.invalidations().length;
  runs += 1;
  const run = { id: String(runs), attempt: '1', url: 'https://github.test' };
  await stage.deploy({ keepUnreferencedDays: days, now, run });
  stage.completedRuns.add(run.id);
  return stage.edge.distribution
    .invalidations()
    .slice(before)
    .flatMap(({ paths }) => paths);
}

const covers = (paths: readonly string[], address: string) =>
  paths.some((path) => (path.endsWith('*') ? address.startsWith(path.slice(0, -1)) : path === address));

describe('a name that comes back', () => {
  test('after it was pruned is invalidated, for a year', async () => {
    expect(covers(await forgotten('one'), `/${CHUNK}`)).toBe(false);
    await forgotten('two');
    expect(stage.keys()).not.toContain(CHUNK);
    expect((await stage.visit(`/${CHUNK}`)).status).not.toBe(200);
    expect(covers(await forgotten('one'), `/${CHUNK}`)).toBe(true);
    expect((await stage.visit(`/${CHUNK}`)).status).toBe(200);
    await forgotten('two');
    const later = new Date('2027-11-27T12:00:00Z');
    await forgotten('two', 0, later);
    expect(covers(await forgotten('one', 0, later), `/${CHUNK}`)).toBe(false);
  });

  test('after somebody else deleted it is invalidated, in use and out of use', async () => {
    await forgotten('one');
    stage.bucket.delete(CHUNK);
    expect(covers(await forgotten('one'), `/${CHUNK}`)).toBe(true);
    await forgotten('two', 7);
    stage.bucket.delete(CHUNK);
    await forgotten('three', 7);
    expect(covers(await forgotten('one', 7), `/${CHUNK}`)).toBe(true);
  });
});

test('a distribution that serves no file of the site is an error before anything is written', async () => {
  const answer = `<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Origins><Quantity>1</Quantity><Items><Origin><Id>a</Id><DomainName>shop-site.s3.amazonaws.com</DomainName><OriginPath>/other</OriginPath></Origin></Items></Origins></DistributionConfig>`;
  stage.cloud.faults.add({
    operation: 'GetDistributionConfig',
    effect: { rewrite: (reply) => ({ ...reply, body: Buffer.from(answer) }) },
  });
  stage.build(shop('one'));
  const { error } = await stage.failedDeploy({ prefix: 'app/' });
  expect(error.message).toContain('The distribution E1SHOP serves no file of this site');
  expect(stage.keys()).toEqual([]);
});

test('where a function is attached, a page has the addresses without its extension', async () => {
  const behavior = (functions: number) => ({
    TargetOriginId: 'a',
    ViewerProtocolPolicy: 'redirect-to-https' as const,
    CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
    FunctionAssociations: {
      Quantity: functions,
      Items:
        functions === 0
          ? []
          : [{ FunctionARN: 'arn:aws:cloudfront::1:function/x', EventType: 'viewer-request' as const }],
    },
  });
  const config = (functions: number): DistributionConfig => ({
    CallerReference: '1',
    Comment: '',
    Enabled: true,
    Origins: { Quantity: 1, Items: [{ Id: 'a', DomainName: 'shop-site.s3.amazonaws.com' }] },
    DefaultCacheBehavior: behavior(functions),
  });
  const pathsOf = async (functions: number) =>
    invalidationPaths(['about.html'], await edgeTraits(config(functions), 'shop-site', async () => 'none'));
  for (const address of ['/about', '/about/', '/about.html', '/about/?from=mail']) {
    expect(covers(await pathsOf(1), address)).toBe(true);
  }
  expect(await pathsOf(0)).toEqual(['/about.html']);
});

test('an unknown kind is said once, when its files come', async () => {
  stage.build({ ...shop('one'), 'data.xyzzy': 'a', 'more/data.xyzzy': 'b', 'archive.br': 'c' });
  const first = await stage.deploy();
  expect(first.plan.warnings.filter((warning) => warning.includes('unknown kind'))).toEqual([
    expect.stringMatching(/^Files of an unknown kind .*: \.xyzzy, such as data\.xyzzy\./),
  ]);
  stage.completedRuns.add('1');
  const second = await stage.deploy({ run: { id: '2', url: '' } });
  expect(second.plan.warnings).toEqual([]);
});

test('a page that names a picture as it is written on disk finds it, in either Unicode form', async () => {
  const name = 'bilder/caf\u0065\u0301.svg';
  stage.build({ 'index.html': `<img src="/${name}">`, [name]: '<svg/>' });
  await stage.deploy();
  for (const form of ['NFC', 'NFD']) {
    expect((await stage.visit(`/${encodeURI(name.normalize(form))}`)).status).toBe(200);
  }
});

test('a store without conditional writes is named, with what to do', async () => {
  stage.cloud.faults.add({
    operation: 'PutObject',
    path: /lock\.json$/,
    effect: { status: 501, body: '<Error><Code>NotImplemented</Code><Message>If-None-Match</Message></Error>' },
  });
  stage.build(shop('one'));
  const { error } = await stage.failedDeploy();
  expect(error.message).toContain('This store lacks conditional requests');
  expect(stage.keys()).toEqual([]);
});
