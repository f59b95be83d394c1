import { describe, expect, test } from '@jest/globals';
import { environmentSecrets } from '../../src/config/environment-secrets.js';

const BASIC = Buffer.from('x-access-token:a-token-of-git').toString('base64');

describe('the secrets of the environment', () => {
  test("are found in git's settings, a header's word and what it encodes", () => {
    expect(environmentSecrets({ GIT_CONFIG_VALUE_0: `Authorization: Basic ${BASIC}` })).toEqual([
      BASIC,
      'x-access-token:a-token-of-git',
      'a-token-of-git',
    ]);
    expect(environmentSecrets({ GIT_CONFIG_VALUE_12: 'PRIVATE-TOKEN: glpat-0123456789' })).toEqual([
      'glpat-0123456789',
    ]);
  });

  test('are found in addresses', () => {
    expect(environmentSecrets({ GIT_CONFIG_KEY_0: 'url.https://me:to%2Fken-12345@host/.insteadOf' })).toEqual([
      'to%2Fken-12345',
      'to/ken-12345',
    ]);
    expect(environmentSecrets({ https_proxy: 'http://user:long-password@proxy:3128' })).toEqual(['long-password']);
  });

  test('are found by the names of variables', () => {
    const found = {
      TF_TOKEN_app_terraform_io: 'registry-token',
      GITLAB_TOKEN: 'gitlab-token',
      DB_PASSWORD: 'long-word',
    };
    expect(environmentSecrets(found)).toEqual(Object.values(found));
  });

  test('are not what is short, an input, or an ordinary setting', () => {
    expect(
      environmentSecrets({
        SOME_TOKEN: 'main',
        'INPUT_GITHUB-TOKEN': 'registered elsewhere',
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_VALUE_0: 'https://github.com/my-org/',
        AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
        HTTPS_PROXY: 'http://proxy:3128',
        EMPTY_SECRET: undefined,
      }),
    ).toEqual([]);
  });
});
