import {
  CloudFrontClient,
  CreateInvalidationCommand,
  GetCachePolicyCommand,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  GetInvalidationCommand,
  ListInvalidationsCommand,
  waitUntilInvalidationCompleted,
} from '@aws-sdk/client-cloudfront';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../local/cloud.js';
import { CACHING_OPTIMIZED } from '../../local/cloudfront/cache-policy.js';
import type { RunningDistribution } from '../../local/cloudfront/local-cloudfront.js';

let cloud: LocalCloud;
let client: CloudFrontClient;
let shop: RunningDistribution;
let time = Date.UTC(2026, 0, 1);
let made = 0;

beforeAll(async () => {
  cloud = await startCloud({ cloudfront: { now: () => time } });
  client = clientOf('AKIATEST');
});
afterAll(async () => {
  client.destroy();
  await cloud.stop();
});
beforeEach(async () => {
  made += 1;
  shop = await cloud.cloudfront.addDistribution({ id: `E${made}SHOP`, bucket: 'shop', invalidationMs: 5000 });
});

function clientOf(accessKeyId: string): CloudFrontClient {
  return new CloudFrontClient({
    region: 'us-east-1',
    endpoint: cloud.cloudfront.url,
    credentials: { accessKeyId, secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

function batch(CallerReference: string, ...Items: string[]) {
  return { CallerReference, Paths: { Quantity: Items.length, Items } };
}

async function invalidate(CallerReference: string, ...paths: string[]) {
  return await client.send(
    new CreateInvalidationCommand({ DistributionId: shop.id, InvalidationBatch: batch(CallerReference, ...paths) }),
  );
}

/** `NoSuchDistribution 404` */
async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => new Error('accepted'),
    (thrown: Error & { $metadata?: { httpStatusCode?: number } }) => thrown,
  );
  return `${error.name} ${'$metadata' in error ? error.$metadata?.httpStatusCode : error.message}`;
}

describe('invalidations', () => {
  test('one is in progress first and completed when its time has come', async () => {
    const created = await invalidate('run-1', '/index.html', '/docs/*');
    const id = created.Invalidation?.Id ?? '';
    expect(created.$metadata.httpStatusCode).toBe(201);
    expect(created.Location).toContain(`/2020-05-31/distribution/${shop.id}/invalidation/${id}`);
    expect(created.Invalidation).toMatchObject({
      Status: 'InProgress',
      InvalidationBatch: batch('run-1', '/index.html', '/docs/*'),
    });
    const get = new GetInvalidationCommand({ DistributionId: shop.id, Id: id });
    expect((await client.send(get)).Invalidation?.Status).toBe('InProgress');
    time += 5000;
    expect((await client.send(get)).Invalidation?.Status).toBe('Completed');
  });

  test("the SDK's own waiter ends", async () => {
    const { Invalidation } = await invalidate('run-1', '/a');
    time += 5000;
    const result = await waitUntilInvalidationCompleted(
      { client, maxWaitTime: 30 },
      { DistributionId: shop.id, Id: Invalidation?.Id ?? '' },
    );
    expect(result.state).toBe('SUCCESS');
  });

  test('held ones stay in progress', async () => {
    shop.distribution.held = true;
    await invalidate('run-1', '/a');
    time += 1_000_000;
    expect(shop.distribution.invalidations()[0]?.status).toBe('InProgress');
  });

  test('the same caller reference with the same paths gives the same invalidation, with others a refusal', async () => {
    const first = await invalidate('run-1', '/a', '/b');
    const again = await invalidate('run-1', '/b', '/a');
    expect(again.Invalidation?.Id).toBe(first.Invalidation?.Id);
    expect(shop.distribution.invalidations()).toHaveLength(1);
    expect(await refusal(invalidate('run-1', '/a'))).toBe('InvalidationBatchAlreadyExists 409');
    expect((await invalidate('run-2', '/a')).Invalidation?.Id).not.toBe(first.Invalidation?.Id);
  });

  test.each([
    ['without its slash', 'index.html'],
    ['with a space', '/a b'],
    ['with a letter outside ASCII', '/Ö'],
    ['with a raw tilde', '/~alice'],
    ['with half an escape', '/50%'],
    ['with a wildcard that is not last', '/a*b'],
    ['with brackets', '/a[1]'],
    ['of more than 4,000 characters', `/${'a'.repeat(4000)}`],
  ])('a path %s is refused', async (_name, path) => {
    expect(await refusal(invalidate('run-1', path))).toBe('InvalidArgument 400');
    expect(shop.distribution.invalidations()).toEqual([]);
  });

  test.each(['/', '/*', '/%C3%96', '/%7Ealice', "/a+b!$&'(),;=:@", '/docs/a*'])(
    'the path %j is accepted',
    async (path) => {
      expect((await invalidate('run-1', path)).$metadata.httpStatusCode).toBe(201);
    },
  );

  test('quantities have to match, and a batch has paths', async () => {
    const wrong = { CallerReference: 'run-1', Paths: { Quantity: 3, Items: ['/a'] } };
    const send = (InvalidationBatch: typeof wrong) =>
      client.send(new CreateInvalidationCommand({ DistributionId: shop.id, InvalidationBatch }));
    expect(await refusal(send(wrong))).toBe('InconsistentQuantities 400');
    expect(await refusal(send(batch('run-1')))).toBe('InvalidArgument 400');
  });

  test('fifteen wildcards and 3,000 files may be in progress at a time', async () => {
    const wildcards = Array.from({ length: 15 }, (_, index) => `/dir${index}/*`);
    await invalidate('run-1', ...wildcards);
    expect(await refusal(invalidate('run-2', '/more/*'))).toBe('TooManyInvalidationsInProgress 400');
    await invalidate('run-3', ...Array.from({ length: 3000 }, (_, index) => `/${index}`));
    expect(await refusal(invalidate('run-4', '/one-more'))).toBe('TooManyInvalidationsInProgress 400');
    time += 5000;
    expect((await invalidate('run-5', '/more/*', '/one-more')).$metadata.httpStatusCode).toBe(201);
  });

  test('they are listed newest first, in pages', async () => {
    for (let number = 1; number <= 5; number++) await invalidate(`run-${number}`, `/${number}`);
    const ids: string[] = [];
    let Marker: string | undefined;
    do {
      const { InvalidationList } = await client.send(
        new ListInvalidationsCommand({ DistributionId: shop.id, MaxItems: 2, ...(Marker ? { Marker } : {}) }),
      );
      ids.push(...(InvalidationList?.Items ?? []).map(({ Id = '' }) => Id));
      Marker = InvalidationList?.NextMarker;
    } while (Marker);
    const made = shop.distribution.invalidations().map(({ id }) => id);
    expect(ids).toEqual([...made].reverse());
  });
});

describe('distributions', () => {
  test('tell their cache policy and whether a function rewrites', async () => {
    const spa = await cloud.cloudfront.addDistribution({
      id: `${shop.id}SPA`,
      bucket: 'shop',
      originPath: '/live',
      functionRewrites: 'spa',
      cachePolicy: { ...CACHING_OPTIMIZED, id: 'with-queries', queryStrings: 'all' },
    });
    const { DistributionConfig } = await client.send(new GetDistributionConfigCommand({ Id: spa.id }));
    expect(DistributionConfig?.Origins?.Items?.[0]).toMatchObject({
      DomainName: 'shop.s3.us-east-1.amazonaws.com',
      OriginPath: '/live',
    });
    expect(DistributionConfig?.DefaultCacheBehavior?.FunctionAssociations).toMatchObject({
      Quantity: 1,
      Items: [{ EventType: 'viewer-request' }],
    });
    expect(DistributionConfig?.DefaultCacheBehavior?.CachePolicyId).toBe('with-queries');
    const { CachePolicy } = await client.send(new GetCachePolicyCommand({ Id: 'with-queries' }));
    expect(CachePolicy?.CachePolicyConfig?.ParametersInCacheKeyAndForwardedToOrigin?.QueryStringsConfig).toEqual({
      QueryStringBehavior: 'all',
    });
    const { Distribution } = await client.send(new GetDistributionCommand({ Id: shop.id }));
    expect(Distribution).toMatchObject({ Id: shop.id, Status: 'Deployed', InProgressInvalidationBatches: 0 });
    expect(Distribution?.DistributionConfig?.DefaultCacheBehavior?.FunctionAssociations?.Quantity).toBe(0);
  });
});

describe('refusals', () => {
  test('what does not exist', async () => {
    const elsewhere = { DistributionId: 'ENOTHERE', InvalidationBatch: batch('run-1', '/a') };
    expect(await refusal(client.send(new CreateInvalidationCommand(elsewhere)))).toBe('NoSuchDistribution 404');
    const missing = new GetInvalidationCommand({ DistributionId: shop.id, Id: 'INOTHERE' });
    expect(await refusal(client.send(missing))).toBe('NoSuchInvalidation 404');
    expect(await refusal(client.send(new GetDistributionCommand({ Id: 'ENOTHERE' })))).toBe('NoSuchDistribution 404');
    expect(await refusal(client.send(new GetCachePolicyCommand({ Id: 'none' })))).toBe('NoSuchCachePolicy 404');
  });

  test('an access key that was denied, until it is allowed again', async () => {
    const denied = clientOf('AKIADENIED');
    cloud.cloudfront.store.denyAccessKey('AKIADENIED', 'AccessDenied');
    const get = new GetDistributionCommand({ Id: shop.id });
    expect(await refusal(denied.send(get))).toBe('AccessDenied 403');
    cloud.cloudfront.store.allowAccessKey('AKIADENIED');
    expect((await denied.send(get)).$metadata.httpStatusCode).toBe(200);
    denied.destroy();
    expect((await fetch(`${cloud.cloudfront.url}/2020-05-31/distribution/${shop.id}`)).status).toBe(403);
  });

  test('a request that it does not know is answered 501 and kept', async () => {
    const response = await fetch(`${cloud.cloudfront.url}/2020-05-31/distribution`);
    expect(response.status).toBe(501);
    expect(cloud.journal.unknown().map(({ path }) => path)).toEqual(['/2020-05-31/distribution']);
  });
});
