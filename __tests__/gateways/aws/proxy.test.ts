import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalProxy, startLocalProxy } from '../../../local/proxy/local-proxy.js';
import { namesProxy } from '../../../src/gateways/web/proxy.js';
import { sdkHandler } from '../../../src/gateways/web/sdk-handler.js';

let proxy: LocalProxy;

beforeAll(async () => {
  proxy = await startLocalProxy();
});
afterAll(async () => await proxy?.stop());

const source = (name: string) => readFileSync(join('src/gateways', name), 'utf8');

describe('which requests of the SDK go through a proxy', () => {
  async function askedFor(variables: Record<string, string>): Promise<readonly string[]> {
    const before = { ...process.env };
    const known = proxy.asked.length;
    Object.assign(process.env, variables);
    try {
      const { S3Client, ListBucketsCommand } = await import('@aws-sdk/client-s3');
      const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
      const options = { region: 'eu-central-1', maxAttempts: 1, credentials, ...(await sdkHandler(process.env)) };
      const client = new S3Client({ ...options, endpoint: 'https://s3.cloud.invalid:1' });
      await client.send(new ListBucketsCommand({})).catch(() => {});
      client.destroy();
    } finally {
      process.env = before;
    }
    return proxy.asked.slice(known);
  }

  test('those of every client: none is made without', () => {
    const files = readdirSync('src/gateways', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const making = files.filter(
      (name) => /new (\w+\.)?\w+Client\(/.test(source(name)) && /@aws-sdk/.test(source(name)),
    );
    expect(making.length).toBeGreaterThan(4);
    expect(making.filter((name) => !source(name).includes('sdkHandler('))).toEqual([]);
  });

  test('those to HTTPS by a tunnel, in either spelling of the variable', async () => {
    expect(await askedFor({ HTTPS_PROXY: proxy.url })).toEqual(['CONNECT s3.cloud.invalid:1']);
    expect(await askedFor({ https_proxy: proxy.url })).toEqual(['CONNECT s3.cloud.invalid:1']);
  });

  test('none that NO_PROXY names', async () => {
    expect(await askedFor({ HTTPS_PROXY: proxy.url, NO_PROXY: '.cloud.invalid' })).toEqual([]);
    expect(await askedFor({ HTTPS_PROXY: proxy.url, NO_PROXY: 'other.invalid' })).toHaveLength(1);
  });

  test('none, and nothing is loaded, where no proxy is named', async () => {
    expect([namesProxy({}), namesProxy({ HTTPS_PROXY: '' }), namesProxy({ http_proxy: 'http://p' })]).toEqual([
      false,
      false,
      true,
    ]);
    expect((await sdkHandler({})).requestHandler.httpsAgent).toEqual({ keepAlive: true, maxSockets: 100 });
  });
});
