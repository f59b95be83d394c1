import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalProxy, startLocalProxy } from '../../local/proxy/local-proxy.js';
import { Rehearsal, SITE_BUCKET } from '../../local/rehearsal.js';
import { RehearsedReleases } from '../../local/releases/rehearsed-releases.js';

/** Nobody resolves it, so that only a proxy can reach it. */
const behind = (url: string) => url.replace('127.0.0.1', 'cloud.invalid');

let shop: Rehearsal;
let releases: RehearsedReleases;
let proxy: LocalProxy;

beforeAll(async () => {
  shop = await Rehearsal.start({ project: process.env.ACTION_ROOT ?? '.' });
  releases = await RehearsedReleases.start(join(shop.folder, 'releases'));
  proxy = await startLocalProxy();
});
afterAll(async () => {
  await proxy?.stop();
  await releases?.stop();
  await shop?.stop();
});

/** Everything that a run asks for by name, behind the proxy. */
function environment(): Record<string, string> {
  const endpoints = Object.entries(shop.cloud.environment()).filter(([name]) => name.startsWith('AWS_ENDPOINT_URL'));
  return {
    ...releases.environment,
    ...Object.fromEntries(endpoints.map(([name, url]) => [name, behind(url)])),
    TFENV_REMOTE: behind(releases.server.url),
    HTTP_PROXY: proxy.url,
    HTTPS_PROXY: proxy.url,
  };
}

describe('a runner that reaches the world by a proxy alone', () => {
  test('deploys: Terraform, its download, the site and the invalidation', async () => {
    const result = await shop.deployed({ environment: environment() });
    expect([result.exitCode, result.exitCode === 0 ? '' : result.log]).toEqual([0, '']);
    expect(shop.cloud.s3.store.bucket(SITE_BUCKET).keys()).toContain('index.html');
    const s3 = behind(new URL(shop.cloud.environment().AWS_ENDPOINT_URL_S3 ?? '').origin);
    expect(proxy.asked).toEqual(
      expect.arrayContaining([`PUT ${s3}`, `CONNECT ${behind(new URL(releases.server.url).host)}`]),
    );
  });

  test('does not without it, and says so', async () => {
    const { HTTP_PROXY: _http, HTTPS_PROXY: _https, ...without } = environment();
    const result = await shop.deployed({ environment: { ...without, AWS_MAX_ATTEMPTS: '1' } });
    expect(result.exitCode).toBe(1);
    expect(result.log).toMatch(/cloud\.invalid/);
  });
});
