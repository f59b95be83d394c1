import { setMaxListeners } from 'node:events';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { sdkHandler } from '../web/sdk-handler.js';
import { hasOwnEndpoint } from './own-endpoint.js';

export type S3Sdk = typeof import('@aws-sdk/client-s3');
/** What the SDK needs to be told; its own rules decide where nothing is given. */
export type S3ClientSettings = S3ClientConfig & { readonly region?: string };

export interface S3Options {
  readonly client?: S3ClientSettings | undefined;
  /** Twelve digits; S3 refuses every call when a bucket is somebody else's. */
  readonly owner?: string | undefined;
  /** Lets a client renew its session. */
  readonly prepare?: ((client: S3Client) => S3Client) | undefined;
  readonly signal: AbortSignal;
}

/** S3 for all that a run does there. */
export interface S3Connection {
  bucket(name: string): S3Bucket;
  /** A bucket of any region, and of this owner, which need not be this run's. */
  elsewhere(name: string, account: string | undefined): S3Bucket;
  /** A client that follows each bucket to its region: a stack may have buckets in several. */
  openAnywhere(): Promise<OpenS3>;
  /** The parameters that every request has. */
  common(bucket: string): BucketParameters;
}

/** The SDK and a client, loaded when they are first used: most runs have nothing to ask of S3. */
export interface OpenS3 {
  readonly sdk: S3Sdk;
  readonly client: S3Client;
}

interface BucketParameters {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

export interface S3Bucket {
  readonly bucket: string;
  readonly common: BucketParameters;
  /** A client of the run's own region. */
  open(): Promise<OpenS3>;
  readonly client: S3ClientSettings;
  readonly signal: AbortSignal;
}

/** S3 answers its own rush with 503 for a while. */
const ATTEMPTS = 8;

export function s3Connection({ client: given = {}, owner, prepare, signal }: S3Options): S3Connection {
  // Every request under way listens to it.
  setMaxListeners(0, signal);
  const opener = (settings: S3ClientConfig) => {
    let opened: Promise<OpenS3> | undefined;
    return () => {
      opened ??= import('@aws-sdk/client-s3').then(async (sdk) => {
        const client = new sdk.S3Client({
          maxAttempts: ATTEMPTS,
          // Every upload carries its own SHA-256; a second checksum would cost time and say nothing new.
          requestChecksumCalculation: 'WHEN_REQUIRED',
          responseChecksumValidation: 'WHEN_REQUIRED',
          forcePathStyle: hasOwnEndpoint(process.env),
          ...given,
          ...settings,
          ...(await sdkHandler(process.env)),
        });
        return { sdk, client: prepare?.(client) ?? client };
      });
      return opened;
    };
  };
  const common = (bucket: string): BucketParameters => ({ Bucket: bucket, ExpectedBucketOwner: owner });
  const open = opener({});
  const openAnywhere = opener({ followRegionRedirects: true });
  return {
    bucket: (name) => ({ bucket: name, common: common(name), open, client: given, signal }),
    elsewhere: (name, account) => ({
      bucket: name,
      common: { Bucket: name, ExpectedBucketOwner: account },
      open: openAnywhere,
      client: given,
      signal,
    }),
    openAnywhere,
    common,
  };
}
