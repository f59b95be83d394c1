import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Settings of a profile that say who one is (https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html). */
const WHO =
  /^\s*(aws_access_key_id|aws_secret_access_key|aws_session_token|aws_account_id|credential_process|credential_source|duration_seconds|external_id|login_session|mfa_serial|role_arn|role_session_name|source_profile|sso_\w+|web_identity_token_file)\s*=/i;

/** A configuration of AWS without anything that says who one is: regions, endpoints and retries stay. */
export function withoutIdentity(text: string): string {
  let taken = false;
  const kept = text.split(/\r?\n/).filter((line) => {
    // Lines that go on are indented, below the setting that they belong to.
    const continues = /^\s+\S/.test(line) && !WHO.test(line);
    if (!continues) taken = WHO.test(line);
    return !taken;
  });
  return kept.join('\n');
}

/**
 * Writes what a child may see of the configuration file into `folder`: the profile of a self-hosted runner would win over
 * the credentials that were checked. @returns the path for `AWS_CONFIG_FILE`
 */
export function checkedConfigFile(environment: Readonly<Record<string, string>>, folder: string): string {
  const path = environment.AWS_CONFIG_FILE || join(environment.HOME || homedir(), '.aws', 'config');
  const file = join(folder, 'aws-config');
  writeFileSync(file, withoutIdentity(textOf(path)), { mode: 0o600 });
  return file;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
