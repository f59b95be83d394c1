import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { namesProxy } from '../../web/proxy.js';
import type { SigningCredentials } from '../../web/signature.js';
import type { S3Bucket } from '../connection.js';
import { hasOwnHost } from '../own-endpoint.js';

/** Where the objects of one bucket are. */
export interface S3Endpoint {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  /** As the `host` header says it. */
  readonly host: string;
  /** Before a key; ends with `/`. */
  readonly path: string;
}

/** All that a request needs to be signed and sent. */
export interface S3Access {
  readonly endpoint: S3Endpoint;
  readonly region: string;
  credentials(): Promise<SigningCredentials>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The SDK's variables that change nothing about where S3 is and who asks, or that are understood here. */
const UNDERSTOOD =
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|(DEFAULT_)?REGION|ENDPOINT_URL(_\w+)?|CA_BUNDLE|EC2_METADATA_DISABLED|MAX_ATTEMPTS|RETRY_MODE|PAGER|DEFAULT_OUTPUT)$/;
/** Of the partition `aws`, where a bucket's host name is always made in the same way. */
const REGION = /^(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d$/;
/** One label of a host name, and none of the names that stand for something else: access points, directory buckets. */
const BUCKET = /^(?!.*--)(?!.*-s3alias$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/**
 * The access that the environment alone gives, as the SDK would find it; loading the SDK takes as long as comparing a
 * site of thousands of files. `undefined` wherever anything is unusual: then the SDK decides.
 */
export function plainAccess(
  { bucket, client: { region: given, credentials } }: Pick<S3Bucket, 'bucket' | 'client'>,
  environment: Environment = process.env,
): S3Access | undefined {
  const region = given ?? environment.AWS_REGION;
  const names = Object.keys(environment).filter((name) => name.startsWith('AWS_'));
  // A proxy is the SDK's matter, which asks for each request whether to use it.
  if (namesProxy(environment)) return undefined;
  if (region === undefined || !BUCKET.test(bucket) || !names.every((name) => UNDERSTOOD.test(name))) return undefined;
  if (['config', 'credentials'].some((name) => existsSync(join(homeOf(environment), '.aws', name)))) return undefined;
  const endpoint = endpointOf(bucket, region, environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL);
  const who = credentials ?? inEnvironment(environment);
  if (endpoint === undefined || who === undefined) return undefined;
  return { endpoint, region, credentials: async () => (typeof who === 'function' ? await who() : who) };
}

/** Where the SDK looks for it. */
function homeOf({ HOME, USERPROFILE }: Environment): string {
  return HOME || USERPROFILE || homedir();
}

function endpointOf(bucket: string, region: string, own: string | undefined): S3Endpoint | undefined {
  if (own === undefined) {
    const host = `${bucket}.s3.${region}.amazonaws.com`;
    return REGION.test(region) ? { protocol: 'https:', hostname: host, host, path: '/' } : undefined;
  }
  if (!hasOwnHost(own) || !/^[a-z0-9-]+$/.test(region)) return undefined;
  const { protocol, hostname, port, host, pathname, search, hash, username } = new URL(own);
  const isBare = pathname === '/' && `${search}${hash}${username}` === '' && !hostname.includes('[');
  if (!isBare || (protocol !== 'http:' && protocol !== 'https:')) return undefined;
  return { protocol, hostname, port: port === '' ? undefined : Number(port), host, path: `/${bucket}/` };
}

function inEnvironment(environment: Environment): SigningCredentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = environment;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN || undefined };
}
