import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import type { ServiceName } from './check.js';

export const REGION = 'us-east-1';
export const CREDENTIALS = { accessKeyId: 'AKIACONFORMANCE', secretAccessKey: 'conformance' };

/** A server under test: ours, or the emulator that others wrote. */
export interface Target {
  readonly name: 'local' | 'moto';
  /** Without a slash at the end. */
  endpoint(service: ServiceName): string;
  readonly s3: S3Client;
  /** A bucket of its own for each check, so that checks do not see each other. */
  newBucket(options?: { readonly versions: boolean }): Promise<string>;
}

export function targetAt(name: Target['name'], endpoint: (service: ServiceName) => string): Target {
  // One attempt: an error is what is looked at, and a retry would hide it.
  const s3 = new S3Client({
    region: REGION,
    endpoint: endpoint('s3'),
    credentials: CREDENTIALS,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  let buckets = 0;
  return {
    name,
    endpoint,
    s3,
    async newBucket({ versions } = { versions: false }) {
      buckets += 1;
      const Bucket = `conformance-${buckets}`;
      await s3.send(new CreateBucketCommand({ Bucket }));
      if (versions) {
        await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
      }
      return Bucket;
    },
  };
}
