import { type Environment, isPlain, isPlainRegion, signerOf } from '../../web/plain-environment.js';
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
  if (region === undefined || !BUCKET.test(bucket) || !isPlain(environment)) return undefined;
  const endpoint = endpointOf(bucket, region, environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL);
  const signer = signerOf(credentials, environment);
  return endpoint && signer && { endpoint, region, credentials: signer };
}

function endpointOf(bucket: string, region: string, own: string | undefined): S3Endpoint | undefined {
  if (own === undefined) {
    const host = `${bucket}.s3.${region}.amazonaws.com`;
    return isPlainRegion(region) ? { protocol: 'https:', hostname: host, host, path: '/' } : undefined;
  }
  if (!hasOwnHost(own) || !/^[a-z0-9-]+$/.test(region)) return undefined;
  const { protocol, hostname, port, host, pathname, search, hash, username } = new URL(own);
  const isBare = pathname === '/' && `${search}${hash}${username}` === '' && !hostname.includes('[');
  if (!isBare || (protocol !== 'http:' && protocol !== 'https:')) return undefined;
  return { protocol, hostname, port: port === '' ? undefined : Number(port), host, path: `/${bucket}/` };
}
