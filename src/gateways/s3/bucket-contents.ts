import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { ActionError, asError } from '../../errors.js';
import type { BucketContents } from '../../ports/packages.js';
import { proxiedClient } from '../web/proxy.js';

export interface BucketConnection {
  /** Twelve digits; S3 refuses every call when a bucket is somebody else's. */
  readonly owner?: string;
  readonly client: S3ClientConfig;
  /** Lets the client renew its session. */
  readonly prepare?: (client: S3Client) => S3Client;
}

const ATTEMPTS = 8;

/** What lies in a bucket that is about to be deleted. */
export function bucketContents({ owner, client: config, prepare = (made) => made }: BucketConnection): BucketContents {
  let connected: Promise<S3Client> | undefined;
  const client = () => {
    connected ??= import('@aws-sdk/client-s3').then(async ({ S3Client }) =>
      prepare(
        new S3Client({
          maxAttempts: ATTEMPTS,
          followRegionRedirects: true,
          ...config,
          ...(await proxiedClient(process.env)),
        }),
      ),
    );
    return connected;
  };
  const place = (bucket: string) => ({
    Bucket: bucket,
    ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }),
  });

  return {
    async versions(bucket) {
      const { ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
      const page = await tried(bucket, 'list the versions of', async () =>
        (await client()).send(new ListObjectVersionsCommand(place(bucket))),
      );
      const found = [...(page?.Versions ?? []), ...(page?.DeleteMarkers ?? [])];
      return {
        versions: found.map(({ Key, VersionId }) => ({ key: Key ?? '', versionId: VersionId ?? 'null' })),
        more: page?.IsTruncated ?? false,
      };
    },

    async remove(bucket, versions) {
      const { DeleteObjectsCommand } = await import('@aws-sdk/client-s3');
      const Objects = versions.map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
      const reply = await tried(bucket, 'delete from', async () =>
        (await client()).send(new DeleteObjectsCommand({ ...place(bucket), Delete: { Objects, Quiet: true } })),
      );
      return (reply?.Errors ?? []).map(({ Key, Code, Message }) => ({
        key: Key ?? '',
        why: [Code, Message].filter((part) => part !== undefined).join(': '),
      }));
    },

    async abortUploads(bucket) {
      const { AbortMultipartUploadCommand, ListMultipartUploadsCommand } = await import('@aws-sdk/client-s3');
      const aborted = await tried(bucket, 'abort the unfinished uploads of', async () => {
        const s3 = await client();
        for (let count = 0; ; ) {
          // Always the first page: what it listed is gone before the next one is asked for.
          const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand(place(bucket)));
          if (Uploads.length === 0) return count;
          for (const { Key, UploadId } of Uploads) {
            await s3.send(new AbortMultipartUploadCommand({ ...place(bucket), Key, UploadId }));
            count++;
          }
        }
      });
      return aborted ?? 0;
    },
  };
}

/** `undefined` when there is no such bucket (a first run that died half-way has deleted it): nothing is in it. */
async function tried<T>(bucket: string, doing: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (thrown) {
    const error = asError(thrown);
    if (error.name === 'NoSuchBucket') return undefined;
    throw new ActionError({
      what: `Could not ${doing} the bucket ${bucket}`,
      found: `${error.name} ${error.message}`,
      expected: 'the right to list and delete every version in it',
      wayOut: 'Look at the destroy role (docs/iam.md), then run the destroy again: it continues',
      cause: thrown,
    });
  }
}
