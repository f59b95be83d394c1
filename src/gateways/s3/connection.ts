import { setMaxListeners } from 'node:events';
import type { S3Client } from '@aws-sdk/client-s3';
import { sdkHandler } from '../web/sdk-handler.js';
import { hasOwnEndpoint, plainAccess } from './access.js';
import type { S3Options, S3Place } from './options.js';
import { type DirectSender, directSender } from './sender.js';

export type S3Sdk = typeof import('@aws-sdk/client-s3');

/** The SDK and a client, loaded when they are first used: most runs have no front end to upload. */
export interface S3Connection extends S3Place {
  open(): Promise<{ readonly sdk: S3Sdk; readonly client: S3Client }>;
  /** The parameters that every request has. */
  readonly common: { readonly Bucket: string; readonly ExpectedBucketOwner?: string | undefined };
  /** Sends without the SDK; absent where only the SDK knows how. */
  readonly direct?: DirectSender | undefined;
  readonly signal: AbortSignal;
}

/** S3 answers its own rush with 503 for a while. */
const ATTEMPTS = 8;

export function s3Connection(options: S3Options, environment = process.env): S3Connection {
  const { bucket, expectedBucketOwner, region, credentials, signal } = options;
  // Every request under way listens to it.
  setMaxListeners(0, signal);
  const access = plainAccess(options, environment);
  let opened: Promise<{ readonly sdk: S3Sdk; readonly client: S3Client }> | undefined;
  return {
    bucket,
    expectedBucketOwner,
    common: {
      Bucket: bucket,
      ExpectedBucketOwner: expectedBucketOwner,
    },
    direct: access === undefined ? undefined : directSender(access, expectedBucketOwner, signal),
    signal,
    open() {
      opened ??= import('@aws-sdk/client-s3').then(async (sdk) => {
        const client = new sdk.S3Client({
          maxAttempts: ATTEMPTS,
          ...(region === undefined ? {} : { region }),
          ...(credentials === undefined ? {} : { credentials }),
          // Every upload carries its own SHA-256; a second checksum would cost time and say nothing new.
          requestChecksumCalculation: 'WHEN_REQUIRED',
          responseChecksumValidation: 'WHEN_REQUIRED',
          forcePathStyle: hasOwnEndpoint(environment),
          ...(await sdkHandler(environment)),
        });
        return { sdk, client: options.prepare?.(client) ?? client };
      });
      return opened;
    },
  };
}
