import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../../../local/cloud.js';
import { CACHING_OPTIMIZED } from '../../../../local/cloudfront/cache-policy.js';
import type { DistributionRequest } from '../../../../local/cloudfront/local-cloudfront.js';
import type { FaultEffect } from '../../../../local/faults.js';
import { edgeWithoutSdk } from '../../../../src/gateways/cloudfront/direct/edge-without-sdk.js';
import { type CloudFrontConnection, cloudFront } from '../../../../src/gateways/cloudfront/distributions.js';
import { siteClock } from '../../../../src/gateways/web/clock.js';
import type { Distributions } from '../../../../src/ports/site.js';

const ID = 'E1SHOP';
const PATHS = ['/index.html', '/a%26b.html', '/100*'];

let cloud: LocalCloud;
let before: NodeJS.ProcessEnv;

beforeEach(async () => {
  cloud = await startCloud();
  cloud.s3.store.createBucket('shop-site');
  before = process.env;
  process.env = { HOME: '/nowhere', NODE_NO_WARNINGS: '1', ...cloud.environment() };
});

afterEach(async () => {
  process.env = before;
  await cloud.stop();
});

async function edges(settings: Partial<DistributionRequest> = {}) {
  const { distribution } = await cloud.cloudfront.addDistribution({ id: ID, bucket: 'shop-site', ...settings });
  const { signal } = new AbortController();
  const connection: CloudFrontConnection = { bucket: 'shop-site', client: {}, clock: siteClock(signal), signal };
  const sdk = cloudFront(connection);
  const { distributions: direct } = edgeWithoutSdk(connection, sdk);
  expect(direct).not.toBe(sdk);
  return { direct, sdk, distribution };
}

/** Who asked: the SDK names itself. */
const bySdk = () => cloud.journal.entries().filter(({ headers }) => /aws-sdk/.test(headers['user-agent'] ?? '')).length;

describe('a distribution asked without the SDK', () => {
  test.each<[string, Partial<DistributionRequest>]>([
    ['is plain', { cachePolicy: CACHING_OPTIMIZED }],
    ['has a cache policy of its own', {}],
    ['has a folder of the bucket', { originPath: '/app', cachePolicy: CACHING_OPTIMIZED }],
    ['rewrites addresses', { functionRewrites: 'spa' }],
  ])('that %s is read as by the SDK', async (_what, settings) => {
    const { direct, sdk } = await edges(settings);
    const found = await direct.traits(ID);
    expect(bySdk()).toBe(0);
    expect(found).toEqual(await sdk.traits(ID));
  });

  test('is invalidated once, with every path, until it is completed', async () => {
    const { direct, distribution } = await edges();
    const made = await direct.invalidate(ID, 'run-1', PATHS);
    expect(await direct.invalidate(ID, 'run-1', PATHS)).toBe(made);
    expect(distribution.invalidations().map(({ paths }) => [...paths].sort())).toEqual([[...PATHS].sort()]);
    while (!(await direct.isCompleted(ID, made)));
    expect(bySdk()).toBe(0);
  });

  const EFFECTS: readonly FaultEffect[] = [
    { truncate: 1 },
    { truncate: 300 },
    { reset: 'before' },
    { reset: 'after' },
    { status: 503, when: 'before' },
    { status: 500, when: 'after' },
  ];
  const QUESTIONS: readonly [operation: string, ask: (of: Distributions) => Promise<unknown>][] = [
    ['GetDistributionConfig', (of) => of.traits(ID)],
    ['GetCachePolicy', (of) => of.traits(ID)],
    ['CreateInvalidation', (of) => of.invalidate(ID, 'run-1', PATHS)],
  ];

  test.each(QUESTIONS)('is left to the SDK where no plain success comes of %s', async (operation, ask) => {
    const { direct, sdk, distribution } = await edges();
    for (const effect of EFFECTS) {
      cloud.faults.add({ operation, nth: 1, effect });
      const asked = bySdk();
      const found = await ask(direct);
      expect(bySdk()).toBeGreaterThan(asked);
      expect(found).toEqual(await ask(sdk));
      expect(cloud.faults.unused()).toEqual([]);
      cloud.faults.clear();
    }
    expect(distribution.invalidations().length).toBeLessThanOrEqual(1);
  });

  test('that may not be read is one whose traits are not known', async () => {
    const { direct } = await edges();
    cloud.faults.add({ operation: 'GetDistributionConfig', effect: { status: 403 } });
    expect(await direct.traits(ID)).toBeUndefined();
  });

  test.each([
    ['a profile is named', { AWS_PROFILE: 'shop' }],
    ['the region is of another partition', { AWS_REGION: 'cn-north-1' }],
    ['a proxy is named', { HTTPS_PROXY: 'http://proxy.test:3128' }],
  ])("is the SDK's matter where %s", (_what, variables) => {
    Object.assign(process.env, variables);
    const { signal } = new AbortController();
    const connection = { bucket: 'shop-site', client: {}, clock: siteClock(signal), signal };
    const sdk = cloudFront(connection);
    expect(edgeWithoutSdk(connection, sdk).distributions).toBe(sdk);
  });
});
