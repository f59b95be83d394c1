import type { CopyObjectCommandInput, HeadObjectCommandOutput } from '@aws-sdk/client-s3';

/** Not taken along from the source, whatever the directive (S3 API, CopyObject). */
export function droppedByCopies(head: HeadObjectCommandOutput): Partial<CopyObjectCommandInput> {
  const dropped: Partial<CopyObjectCommandInput> = {
    WebsiteRedirectLocation: head.WebsiteRedirectLocation,
    StorageClass: head.StorageClass,
    ServerSideEncryption: head.ServerSideEncryption,
    SSEKMSKeyId: head.SSEKMSKeyId,
    BucketKeyEnabled: head.BucketKeyEnabled,
  };
  return defined(dropped);
}

/** Without what is `undefined`. */
export function defined(input: Partial<CopyObjectCommandInput>): Partial<CopyObjectCommandInput> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
