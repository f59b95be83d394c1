import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';

export interface S3Place {
  readonly bucket: string;
  /** Twelve digits; S3 refuses every call when the bucket is somebody else's. */
  readonly expectedBucketOwner?: string | undefined;
}

export interface S3Options extends S3Place {
  readonly region?: string | undefined;
  readonly credentials?: NonNullable<S3ClientConfig['credentials']> | undefined;
  /** Lets the client renew its session. */
  readonly prepare?: ((client: S3Client) => S3Client) | undefined;
  readonly signal: AbortSignal;
}
