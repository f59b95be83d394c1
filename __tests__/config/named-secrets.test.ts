import { describe, expect, test } from '@jest/globals';
import { namedSecrets, type SecretSources, unplannedSecrets } from '../../src/config/named-secrets.js';

function sources(given: Partial<SecretSources>): SecretSources {
  return { environment: {}, variables: new Map(), settings: [], stage: 'production', ...given };
}

describe('a secret by its name', () => {
  test.each([
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_SECURITY_TOKEN',
    'GITHUB_TOKEN',
    'TF_TOKEN_app_terraform_io',
    'TF_VAR_db_password',
    'INPUT_GITHUB-TOKEN',
    'CLIENT_SECRET_V2',
    'DATADOG_API_KEY',
    'GOOGLE_CREDENTIALS',
    'PG_CONN_STR',
  ])('%s', (name) => {
    expect(namedSecrets(sources({ environment: { [name]: 's3cr3t-value' } }))).toEqual(['s3cr3t-value']);
  });

  test.each([
    ['PWD', '/home/runner/work'],
    ['AWS_WEB_IDENTITY_TOKEN_FILE', '/var/run/token'],
    ['TF_VAR_name', 'shop-frontend'],
    ['DISABLE_PASSWORD_LOGIN', 'true'],
    ['MONKEY', 'bananas'],
    ['GITHUB_TOKEN', 'abc'],
  ])('is not %s=%s', (name, value) => {
    expect(namedSecrets(sources({ environment: { [name]: value } }))).toEqual([]);
  });

  test.each([
    [
      'an object on one line',
      'db = { user = "shop-user", db_password = "in \\"an\\" object", port = 1 }',
      'in "an" object',
    ],
    ['JSON', '{\n  "db": {"user": "shop-user", "password": "in-json-1"}\n}', 'in-json-1'],
  ])('is looked for in %s of a variable file', (_, text, secret) => {
    expect(namedSecrets(sources({ settings: [text] }))).toEqual([secret]);
  });

  test('is looked for among variables and in the settings of a backend, one by one and in files', () => {
    const variables = new Map([['api_token', 'variable-token']]);
    const settings = [
      'access_key=AKIAEXAMPLE',
      'bucket=shop-state',
      'bucket = "b"\n  "secret_key" = "from \\"file\\"" # no\n',
    ];
    expect(namedSecrets(sources({ variables, settings }))).toEqual(['variable-token', 'AKIAEXAMPLE', 'from "file"']);
  });

  test('is a password in any URL, as it stands there and decoded', () => {
    const environment = { DATABASE_URL: 'postgres://app:p%40ss-word@db.example.org/shop' };
    expect(namedSecrets(sources({ environment }))).toEqual(['p%40ss-word', 'p@ss-word']);
    const settings = ['address=https://ci:hunter2222@state.example.org/x'];
    expect(namedSecrets(sources({ settings }))).toEqual(['hunter2222']);
  });

  test('is each string of a value that is JSON or HCL', () => {
    const environment = { TF_VAR_passwords: '{"first":"pw-1234567"}' };
    expect(namedSecrets(sources({ environment }))).toContain('pw-1234567');
  });
});

test('without a plan each value of a variable from eight characters on may be secret, but the name of the stage', () => {
  const environment = {
    TF_VAR_a: '12345678',
    TF_VAR_b: '1234567',
    TF_VAR_c: '["inside-a-list"]',
    OTHER: 'not-a-variable',
  };
  const variables = new Map([
    ['stage', 'production'],
    ['d', 'of-the-input'],
  ]);
  expect(unplannedSecrets(sources({ environment, variables }))).toEqual([
    '12345678',
    '["inside-a-list"]',
    'inside-a-list',
    'of-the-input',
  ]);
});

function secretsOf(environment: Record<string, string | undefined>): readonly string[] {
  return namedSecrets(sources({ environment }));
}

const BASIC = Buffer.from('x-access-token:a-token-of-git').toString('base64');

describe('the secrets that git and a proxy sign in with', () => {
  test("are found in git's settings, a header's word and what it encodes", () => {
    expect(secretsOf({ GIT_CONFIG_VALUE_0: `Authorization: Basic ${BASIC}` })).toEqual([
      BASIC,
      'x-access-token:a-token-of-git',
      'a-token-of-git',
    ]);
    expect(secretsOf({ GIT_CONFIG_VALUE_12: 'PRIVATE-TOKEN: glpat-0123456789' })).toEqual(['glpat-0123456789']);
  });

  test('are found in addresses', () => {
    expect(secretsOf({ GIT_CONFIG_KEY_0: 'url.https://me:to%2Fken-12345@host/.insteadOf' })).toEqual([
      'to%2Fken-12345',
      'to/ken-12345',
    ]);
    expect(secretsOf({ https_proxy: 'http://user:long-password@proxy:3128' })).toEqual(['long-password']);
  });

  test('are not what is ordinary', () => {
    expect(
      secretsOf({
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_VALUE_0: 'https://github.com/my-org/',
        HTTPS_PROXY: 'http://proxy:3128',
        EMPTY_SECRET: undefined,
      }),
    ).toEqual([]);
  });
});
