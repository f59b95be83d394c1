import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { s3Connection } from '../../../../src/gateways/s3/connection.js';
import { plainAccess, type S3Access } from '../../../../src/gateways/s3/direct/access.js';
import { sdkAccess } from '../../../../src/gateways/s3/direct/sdk-access.js';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
const PLAIN = { ...KEYS, AWS_REGION: 'eu-central-1' };
const { signal } = new AbortController();

let home: string;
let before: NodeJS.ProcessEnv;

// The SDK reads the environment of the process, and a home folder.
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
  before = process.env;
  process.env = {};
});

afterEach(() => {
  process.env = before;
  rmSync(home, { recursive: true, force: true });
});

function environment(variables: Readonly<Record<string, string>>): void {
  process.env = { HOME: home, NODE_NO_WARNINGS: '1', ...variables };
}

const plain = (bucket = 'shop-site') => plainAccess({ bucket, client: {} });
const said = async (access: S3Access | undefined) =>
  access && { endpoint: access.endpoint, region: access.region, credentials: await access.credentials() };

describe('what the environment alone says', () => {
  test.each([
    ...['eu-central-1', 'us-east-1', 'us-west-2', 'ap-southeast-4', 'il-central-1', 'mx-central-1'].map(
      (region) => [region, 'shop-site', { ...KEYS, AWS_REGION: region }] as const,
    ),
    ['a session', 'shop-site', { ...PLAIN, AWS_SESSION_TOKEN: 'token' }],
    ['a store of its own', 'shop-site', { ...PLAIN, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000' }],
    ['a store of its own for every service', 'shop-site', { ...PLAIN, AWS_ENDPOINT_URL: 'https://store.example/' }],
    [
      'a store with a port that needs no saying',
      'shop-site',
      { ...PLAIN, AWS_ENDPOINT_URL: 'https://store.example:443' },
    ],
    ['a bucket of digits', '123456789012', PLAIN],
  ])('is what the SDK finds: %s', async (_what, bucket, variables) => {
    environment(variables);
    const found = await said(await sdkAccess(s3Connection({ signal }).bucket(bucket)));
    expect(await said(plain(bucket))).toEqual({
      ...found,
      // Where they came from is added by the SDK.
      credentials: expect.objectContaining({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }),
    });
    const { accessKeyId, secretAccessKey, sessionToken } = found?.credentials ?? {};
    expect((await said(plain(bucket)))?.credentials).toEqual({ accessKeyId, secretAccessKey, sessionToken });
  });

  test('is used with the credentials of a session, too', async () => {
    environment({ AWS_REGION: 'eu-central-1' });
    const credentials = { accessKeyId: 'ASIASESSION', secretAccessKey: 'secret', sessionToken: 'token' };
    const access = plainAccess({ bucket: 'shop-site', client: { credentials: async () => credentials } });
    expect(await access?.credentials()).toEqual(credentials);
  });
});

describe('the SDK decides where', () => {
  test.each([
    ['nobody says the region', KEYS],
    ['nobody says who asks', { AWS_REGION: 'eu-central-1' }],
    ['a profile is named', { ...PLAIN, AWS_PROFILE: 'shop' }],
    ['a file of settings is named', { ...PLAIN, AWS_CONFIG_FILE: '/etc/aws' }],
    ['hosts of a standard are asked for', { ...PLAIN, AWS_USE_FIPS_ENDPOINT: 'true' }],
    ['hosts for IPv6 are asked for', { ...PLAIN, AWS_USE_DUALSTACK_ENDPOINT: 'true' }],
    ['endpoints are to be ignored', { ...PLAIN, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }],
    ['a setting is new', { ...PLAIN, AWS_S3_SOMETHING_NEW: 'yes' }],
    ['the region is of another partition', { ...PLAIN, AWS_REGION: 'cn-north-1' }],
    ['the region is of a government', { ...PLAIN, AWS_REGION: 'us-gov-west-1' }],
    ['the endpoint is one of Amazon', { ...PLAIN, AWS_ENDPOINT_URL_S3: 'https://s3.eu-central-1.amazonaws.com' }],
    ['the endpoint has a path', { ...PLAIN, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000/s3' }],
    ['the endpoint is no address', { ...PLAIN, AWS_ENDPOINT_URL_S3: 'store' }],
    ['the endpoint is empty', { ...PLAIN, AWS_ENDPOINT_URL_S3: '' }],
  ])('%s', (_what, variables) => {
    environment(variables);
    expect(plain()).toBeUndefined();
  });

  test.each([
    ['has a dot, which a certificate does not cover', 'shop.example'],
    ['is an access point', 'arn:aws:s3:eu-central-1:123456789012:accesspoint/shop'],
    ['is an alias of an access point', 'shop-a1b2c3d4e5f6-s3alias'],
    ['is a directory bucket', 'shop--euc1-az1--x-s3'],
    ['has a name of before there were rules', 'Shop_Site'],
  ])('the bucket %s', (_what, bucket) => {
    environment(PLAIN);
    expect(plain(bucket)).toBeUndefined();
    expect(plain()).toBeDefined();
  });

  test.each(['config', 'credentials'])('there is a file ~/.aws/%s', (name) => {
    environment(PLAIN);
    expect(plain()).toBeDefined();
    mkdirSync(join(home, '.aws'));
    writeFileSync(join(home, '.aws', name), '[default]\n');
    expect(plain()).toBeUndefined();
  });
});
