import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkedConfigFile, withoutIdentity } from '../../../src/gateways/aws/config-file.js';

const CONFIG = `[default]
region = eu-central-1
credential_process = /usr/bin/give
aws_access_key_id=AKIAOTHER
  AWS_Secret_Access_Key = other
s3 =
  max_concurrent_requests = 20
endpoint_url = http://127.0.0.1:1
[profile base]
role_arn = arn:aws:iam::999999999999:role/other
source_profile = default
sso_session = corp
login_session = x
web_identity_token_file = /token
retry_mode = standard
`;

describe('the configuration file of Terraform', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'config-file-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('keeps regions, endpoints and retries, and says nothing of who one is', () => {
    expect(withoutIdentity(CONFIG).trim().split('\n')).toEqual([
      '[default]',
      'region = eu-central-1',
      's3 =',
      '  max_concurrent_requests = 20',
      'endpoint_url = http://127.0.0.1:1',
      '[profile base]',
      'retry_mode = standard',
    ]);
  });

  test('is that of the environment, or of its home, for this user alone; an empty one where there is none', () => {
    const given = join(folder, 'given');
    writeFileSync(given, CONFIG);
    const file = checkedConfigFile({ AWS_CONFIG_FILE: given }, folder);
    expect(readFileSync(file, 'utf8')).not.toContain('credential_process');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(checkedConfigFile({ HOME: folder }, folder), 'utf8')).toBe('');
  });
});
