import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { namesProxy } from './proxy.js';
import type { SigningCredentials } from './signature.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The SDK's variables that change nothing about where a service is and who asks, or that are understood here. */
const UNDERSTOOD =
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|(DEFAULT_)?REGION|ENDPOINT_URL(_\w+)?|CA_BUNDLE|EC2_METADATA_DISABLED|MAX_ATTEMPTS|RETRY_MODE|PAGER|DEFAULT_OUTPUT)$/;
/** Of the partition `aws`, where host names are always made in the same way. */
const REGION = /^(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d$/;

/**
 * Whether the environment alone says where a service is, as far as is understood here. Everywhere else the SDK decides: loading
 * it takes as long as comparing a site of thousands of files.
 */
export function isPlain(environment: Environment): boolean {
  // A proxy is the SDK's matter, which asks for each request whether to use it.
  if (namesProxy(environment)) return false;
  const names = Object.keys(environment).filter((name) => name.startsWith('AWS_'));
  if (!names.every((name) => UNDERSTOOD.test(name))) return false;
  return !['config', 'credentials'].some((name) => existsSync(join(homeOf(environment), '.aws', name)));
}

export function isPlainRegion(region: string): boolean {
  return REGION.test(region);
}

/** Who asks, each time anew: whoever gives credentials renews them. @param given absent: the keys of the environment */
export function signerOf(
  given: SigningCredentials | (() => Promise<SigningCredentials>) | undefined,
  environment: Environment,
): (() => Promise<SigningCredentials>) | undefined {
  const who = given ?? keysOf(environment);
  if (who === undefined) return undefined;
  return async () => (typeof who === 'function' ? await who() : who);
}

function keysOf(environment: Environment): SigningCredentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = environment;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN || undefined };
}

/** Where the SDK looks for it. */
function homeOf({ HOME, USERPROFILE }: Environment): string {
  return HOME || USERPROFILE || homedir();
}
