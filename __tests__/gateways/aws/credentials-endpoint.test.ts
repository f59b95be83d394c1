import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../../local/cloud.js';
import {
  type CredentialsEndpoint,
  environmentWith,
  serveCredentials,
} from '../../../src/gateways/aws/credentials-endpoint.js';
import { idTokenRequestOf } from '../../../src/gateways/aws/id-token.js';
import { ambientCredentials, signIn } from '../../../src/gateways/aws/sts.js';

const execute = promisify(execFile);
const masked: string[] = [];
const mask = (secret: string) => masked.push(secret);
let endpoint: CredentialsEndpoint;

const CREDENTIALS = {
  accessKeyId: 'ASIALOCAL',
  secretAccessKey: 'secret',
  sessionToken: 'session',
  expiration: new Date('2026-01-01T01:00:00Z'),
};

async function ask(headers: Record<string, string>, path = ''): Promise<string> {
  const response = await fetch(endpoint.environment.AWS_CONTAINER_CREDENTIALS_FULL_URI + path, { headers });
  return `${response.status} ${await response.text()}`;
}

describe('the endpoint', () => {
  afterEach(async () => await endpoint.close());

  test('answers on loopback in the format of containers, to who has the token', async () => {
    endpoint = await serveCredentials(async () => CREDENTIALS, mask);
    const { AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN: token } = endpoint.environment;
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect(masked).toContain(token);
    expect(await ask({ authorization: token })).toBe(
      '200 {"AccessKeyId":"ASIALOCAL","SecretAccessKey":"secret","Token":"session","Expiration":"2026-01-01T01:00:00.000Z"}',
    );
  });

  test('refuses without the token, with another one, and at another address', async () => {
    let asked = 0;
    endpoint = await serveCredentials(async () => {
      asked += 1;
      return CREDENTIALS;
    }, mask);
    const token = endpoint.environment.AWS_CONTAINER_AUTHORIZATION_TOKEN;
    expect(await ask({})).toMatch(/^403 .*authorization token is missing or wrong/);
    expect(await ask({ authorization: `${token.slice(0, -1)}x` })).toMatch(/^403/);
    expect(await ask({ authorization: `Bearer ${token}` })).toMatch(/^403/);
    expect(await ask({ authorization: token }, '/more')).toMatch(/^404/);
    expect(asked).toBe(0);
  });

  test('says why when there are no credentials, and goes on', async () => {
    let fails = true;
    endpoint = await serveCredentials(async () => {
      if (fails) throw new Error('AWS did not let this job assume the role');
      return CREDENTIALS;
    }, mask);
    const headers = { authorization: endpoint.environment.AWS_CONTAINER_AUTHORIZATION_TOKEN };
    expect(await ask(headers)).toBe(
      '500 {"code":"CredentialsUnavailable","message":"AWS did not let this job assume the role"}',
    );
    fails = false;
    expect(await ask(headers)).toMatch(/^200/);
  });

  test('credentials that do not expire have no expiration', async () => {
    endpoint = await serveCredentials(async () => ({ accessKeyId: 'AKIA', secretAccessKey: 'secret' }), mask);
    expect(await ask({ authorization: endpoint.environment.AWS_CONTAINER_AUTHORIZATION_TOKEN })).toBe(
      '200 {"AccessKeyId":"AKIA","SecretAccessKey":"secret"}',
    );
  });

  test('is the only place of credentials in the environment that is made for a child', async () => {
    endpoint = await serveCredentials(async () => CREDENTIALS, mask);
    const environment = {
      PATH: '/usr/bin',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIAOLD',
      AWS_SECRET_ACCESS_KEY: 'old',
      AWS_SESSION_TOKEN: 'old',
      AWS_PROFILE: 'old',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/old',
      AWS_ROLE_ARN: 'old',
    };
    expect(environmentWith(endpoint, environment, '/run/aws-config')).toEqual({
      PATH: '/usr/bin',
      AWS_REGION: 'eu-central-1',
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_CONFIG_FILE: '/run/aws-config',
      ...endpoint.environment,
    });
  });
});

describe('Terraform, with the S3 backend', () => {
  let cloud: LocalCloud;
  let folder: string;
  beforeEach(async () => {
    cloud = await startCloud();
    cloud.s3.store.createBucket('state');
    folder = await mkdtemp(join(tmpdir(), 'credentials-'));
    const main = `terraform {
  backend "s3" {
    bucket = "state"
    key = "dev.tfstate"
    region = "us-east-1"
    use_lockfile = true
    use_path_style = true
    skip_requesting_account_id = true
    skip_metadata_api_check = true
  }
}
resource "terraform_data" "one" {}
`;
    await writeFile(join(folder, 'main.tf'), main);
    await writeFile(join(folder, 'empty.tfrc'), '');
  });
  afterEach(async () => {
    await endpoint.close();
    await cloud.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function apply(environment: Record<string, string>): Promise<void> {
    const options = {
      cwd: folder,
      env: {
        ...environment,
        PATH: process.env.PATH ?? '',
        HOME: folder,
        TF_CLI_CONFIG_FILE: join(folder, 'empty.tfrc'),
        CHECKPOINT_DISABLE: '1',
      },
    };
    await execute('terraform', ['init', '-input=false', '-no-color'], options);
    await execute('terraform', ['apply', '-input=false', '-auto-approve', '-no-color'], options);
  }

  test('reads and writes its state as the role, though the environment had other credentials', async () => {
    const roleArn = 'arn:aws:iam::123456789012:role/shop-deploy';
    cloud.sts.store.addRole(roleArn, { subjects: ['repo:octo/shop:*'] });
    const idTokenRequest = idTokenRequestOf(cloud.sts.runnerEnvironment());
    const session = signIn({ roleArn, region: 'us-east-1', idTokenRequest, stsEndpoint: cloud.sts.url, mask });
    endpoint = await serveCredentials(session, mask);
    await apply(environmentWith(endpoint, cloud.environment(), '/dev/null'));
    const keys = new Set(cloud.journal.entries({ service: 's3' }).map(({ accessKeyId }) => accessKeyId));
    expect(keys).toEqual(new Set([(await session()).accessKeyId]));
    expect(cloud.s3.store.bucket('state').current('dev.tfstate')).toBeDefined();
  });

  test('gets ambient credentials the same way', async () => {
    const before = { ...process.env };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAAMBIENT', AWS_SECRET_ACCESS_KEY: 'ambient-secret' });
    try {
      endpoint = await serveCredentials(ambientCredentials({ region: 'us-east-1', mask }), mask);
      await apply(environmentWith(endpoint, cloud.environment(), '/dev/null'));
    } finally {
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
    const keys = new Set(cloud.journal.entries({ service: 's3' }).map(({ accessKeyId }) => accessKeyId));
    expect(keys).toEqual(new Set(['AKIAAMBIENT']));
    expect(masked).toContain('ambient-secret');
  });
});
