import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../local/cloud.js';
import { CACHING_OPTIMIZED, freshSeconds } from '../../local/cloudfront/cache-policy.js';
import type { DistributionRequest, RunningDistribution } from '../../local/cloudfront/local-cloudfront.js';
import type { Bucket } from '../../local/s3/bucket.js';
import { aboutFromHeaders } from '../../local/s3/stored-object.js';

let cloud: LocalCloud;
let bucket: Bucket;
let edge: RunningDistribution;
let time = Date.UTC(2026, 0, 1);
let made = 0;

beforeAll(async () => {
  cloud = await startCloud({ cloudfront: { now: () => time } });
});
afterAll(async () => await cloud.stop());
beforeEach(async () => {
  made += 1;
  bucket = cloud.s3.store.createBucket(`shop-${made}`);
  edge = await distribution();
});

async function distribution(about: Partial<DistributionRequest> = {}): Promise<RunningDistribution> {
  made += 1;
  return await cloud.cloudfront.addDistribution({
    id: `E${made}`,
    bucket: bucket.name,
    cachePolicy: CACHING_OPTIMIZED,
    invalidationMs: 1000,
    ...about,
  });
}

function put(key: string, body: string, headers: Record<string, string> = {}): void {
  bucket.put(key, body, aboutFromHeaders(headers));
}

/** `200 Miss: text`, the path exactly as given (fetch would normalise it). */
async function get(path: string, at: RunningDistribution = edge): Promise<string> {
  const { status, headers, body } = await visit(path, at);
  return `${status} ${String(headers['x-cache']).replace(' from cloudfront', '')}: ${body}`;
}

function visit(path: string, at: RunningDistribution, method = 'GET', headers = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(at.url);
    httpRequest({ hostname, port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

function invalidate(...paths: string[]): void {
  edge.distribution.invalidate({ callerReference: String(Math.random()), paths });
}

describe('an edge caches', () => {
  test('the old page is served until an invalidation is completed, and the new one after', async () => {
    put('index.html', 'old', { 'cache-control': 'max-age=3600' });
    expect(await get('/index.html')).toBe('200 Miss: old');
    put('index.html', 'new');
    expect(await get('/index.html')).toBe('200 Hit: old');
    invalidate('/index.html');
    time += 999;
    expect(await get('/index.html')).toBe('200 Hit: old');
    time += 1;
    expect(await get('/index.html')).toBe('200 Miss: new');
  });

  test('the root is an object of its own, which only its own path forgets', async () => {
    put('index.html', 'old');
    expect(await get('/')).toBe('200 Miss: old');
    put('index.html', 'new');
    invalidate('/index.html');
    time += 1000;
    expect(await get('/')).toBe('200 Hit: old');
    invalidate('/');
    time += 1000;
    expect(await get('/')).toBe('200 Miss: new');
  });

  test('an object is fetched again when it is old, and kept on when the origin still has it', async () => {
    put('a.css', 'one', { 'cache-control': 'max-age=60' });
    expect(await get('/a.css')).toBe('200 Miss: one');
    time += 59_999;
    const hit = await visit('/a.css', edge);
    expect([hit.headers['x-cache'], hit.headers.age]).toEqual(['Hit from cloudfront', '59']);
    time += 1;
    expect(await get('/a.css')).toBe('200 RefreshHit: one');
    expect(await get('/a.css')).toBe('200 Hit: one');
    time += 60_000;
    put('a.css', 'two');
    expect(await get('/a.css')).toBe('200 Miss: two');
  });

  test('missing files too, for ten seconds or until they are invalidated', async () => {
    expect(await get('/late.js')).toMatch(/^404 Error: .*NoSuchKey/s);
    put('late.js', 'here');
    expect(await get('/late.js')).toMatch(/^404 Error/);
    time += 10_000;
    expect(await get('/late.js')).toBe('200 Miss: here');
    expect(await get('/other.js')).toMatch(/^404/);
    put('other.js', 'here');
    invalidate('/other.js');
    time += 1000;
    expect(await get('/other.js')).toBe('200 Miss: here');
  });

  test.each([
    ['no-cache', 1],
    ['no-store', 1],
    ['private, max-age=60', 1],
    ['public, max-age=31536000, immutable', 31_536_000],
    ['max-age=99999999', 31_536_000],
    ['max-age=0', 1],
    ['max-age=60, s-maxage=5', 5],
    ['public', 86_400],
  ])('with the managed policy "%s" is fresh for %d seconds', (control, seconds) => {
    expect(freshSeconds(CACHING_OPTIMIZED, { 'cache-control': control }, time)).toBe(seconds);
  });

  test('"Expires" counts where there is no age, and without any header the default TTL', () => {
    const expires = new Date(time + 90_000).toUTCString();
    expect(freshSeconds(CACHING_OPTIMIZED, { expires }, time)).toBe(90);
    expect(freshSeconds(CACHING_OPTIMIZED, {}, time)).toBe(86_400);
    expect(freshSeconds({ ...CACHING_OPTIMIZED, minTtl: 0 }, { 'cache-control': 'no-cache' }, time)).toBe(0);
  });

  test('nothing under a policy without a minimum, when the page asks so', async () => {
    const at = await distribution({ cachePolicy: { ...CACHING_OPTIMIZED, minTtl: 0 } });
    put('a.html', 'one', { 'cache-control': 'no-cache' });
    expect(await get('/a.html', at)).toBe('200 Miss: one');
    put('a.html', 'two', { 'cache-control': 'no-cache' });
    expect(await get('/a.html', at)).toBe('200 Miss: two');
  });
});

describe('an invalidation forgets what it names and nothing else', () => {
  async function kept(paths: readonly string[], invalidated: readonly string[]): Promise<readonly string[]> {
    for (const path of paths) await visit(path, edge);
    invalidate(...invalidated);
    time += 1000;
    edge.distribution.settle();
    return edge.distribution.cache.uris();
  }

  test('a wildcard ends a prefix', async () => {
    const paths = ['/docs/a.html', '/docs/', '/docs', '/docs2/a.html', '/a.html'];
    expect(await kept(paths, ['/docs/*'])).toEqual(['/docs', '/docs2/a.html', '/a.html']);
  });

  test('letters are compared with their case, escapes as they were sent', async () => {
    const paths = ['/A', '/a', '/a+b', '/a%2Bb', '/%c3%96', '/~alice'];
    expect(await kept(paths, ['/A', '/a%2Bb', '/%C3%96', '/%7Ealice'])).toEqual(['/a', '/a+b']);
  });

  test('query strings have to be named where they are part of the key', async () => {
    edge = await distribution({ cachePolicy: { ...CACHING_OPTIMIZED, queryStrings: 'all' } });
    expect(await kept(['/a', '/a?x=1', '/b?x=1'], ['/a', '/b*'])).toEqual(['/a?x=1']);
    edge = await distribution();
    expect(await kept(['/a', '/a?x=1', '/b?x=1'], ['/a'])).toEqual(['/b']);
  });

  test('where a function rewrites, the page after it', async () => {
    edge = await distribution({ functionRewrites: 'spa' });
    put('index.html', 'app');
    expect(await get('/users/7')).toBe('200 Miss: app');
    expect(await get('/settings')).toBe('200 Hit: app');
    expect(await get('/missing.js')).toMatch(/^404/);
    expect(await kept([], ['/users/7'])).toContain('/index.html');
    expect(await kept([], ['/index.html'])).not.toContain('/index.html');
  });
});

describe('an origin', () => {
  test('may be a folder of the bucket, and hides the records of deploys', async () => {
    edge = await distribution({ originPath: '/live' });
    put('live/a b+c.txt', 'odd');
    put('live/.well-managed/manifest.json', '{}');
    expect(await get('/a%20b+c.txt')).toBe('200 Miss: odd');
    expect(await get('/.well-managed/manifest.json')).toMatch(/^403/);
  });

  test('that may not list the bucket answers 403 for what is missing', async () => {
    expect(await get('/none', await distribution({ mayList: false }))).toMatch(/^403/);
  });

  test('may be any HTTP server, and /api/ another one, which is not cached', async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      asked += 1;
      response.writeHead(200, { 'content-type': 'text/plain', etag: '"1"' }).end(`${request.method} ${request.url}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    edge = await distribution({ origin: `${url}/bucket`, apiOrigin: url });
    expect(await get('/a.html')).toBe('200 Miss: GET /bucket/a.html');
    expect(await get('/a.html')).toBe('200 Hit: GET /bucket/a.html');
    expect(await get('/api/orders?page=2')).toBe('200 Miss: GET /api/orders?page=2');
    expect((await visit('/api/orders', edge, 'POST')).body).toBe('POST /api/orders');
    expect(asked).toBe(3);
    await new Promise((resolve) => server.close(resolve));
  });
});

test('viewers get headers of the object, may ask for the head alone, and revalidate', async () => {
  put('a.txt', 'four', { 'content-type': 'text/plain', 'cache-control': 'max-age=60', 'x-amz-meta-from': 'tests' });
  const { headers } = await visit('/a.txt', edge);
  expect(headers).toMatchObject({
    'content-type': 'text/plain',
    'cache-control': 'max-age=60',
    'x-amz-meta-from': 'tests',
  });
  const head = await visit('/a.txt', edge, 'HEAD');
  expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '4', '']);
  const again = await visit('/a.txt', edge, 'GET', { 'if-none-match': headers.etag });
  expect([again.status, again.body]).toEqual([304, '']);
  expect((await visit('/a.txt', edge, 'DELETE')).status).toBe(403);
});

test('a response headers policy adds its header to what the bucket has, hits too', async () => {
  const at = await distribution({ headers: { 'content-security-policy': "default-src 'self'" } });
  put('index.html', 'page');
  for (const result of ['Miss', 'Hit']) {
    const { headers } = await visit('/index.html', at);
    expect(headers['x-cache']).toBe(`${result} from cloudfront`);
    expect(headers['content-security-policy']).toBe("default-src 'self'");
  }
});
