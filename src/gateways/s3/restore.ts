import type { CopyObjectCommandInput, HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { ActionError } from '../../errors.js';
import type { ObjectVersions, RestoredVersion } from '../../ports/site.js';
import type { S3Bucket } from './connection.js';
import { defined, droppedByCopies } from './dropped-by-copies.js';
import { statusOf } from './failure.js';
import { grantInput, grantsOf } from './kept-headers.js';
import { encodedKey, encodedPart } from './key.js';
import { stored, unquoted, wholeSha256 } from './stored.js';

const OWN_ENCRYPTION = { ServerSideEncryption: undefined, SSEKMSKeyId: undefined, BucketKeyEnabled: undefined };
/** What a read of these is refused until somebody has restored them (S3 User Guide, "Restoring an archived object"). */
const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** Another bucket that versions are taken from, and the key there of each key here. */
export interface OtherBucket {
  readonly place: S3Bucket;
  keyOf(key: string): string;
}

/** Versions of the objects of a site, which are brought back by copies inside S3. @param other absent: from this bucket */
export function s3Versions({ open, common, bucket, signal }: S3Bucket, other?: OtherBucket): ObjectVersions {
  const source = other?.place ?? { open, common, bucket };
  const keyOf = other?.keyOf ?? ((key: string) => key);
  const options = { abortSignal: signal };
  /** What a copy drops unless it is repeated, by key and version: told by the look, used by the copy. */
  const repeated = new Map<string, Partial<CopyObjectCommandInput>>();
  const name = (key: string, version: string) => `${version} ${key}`;

  return {
    async lookAtVersion(key, version, acl) {
      const { sdk, client } = await source.open();
      const place = { ...source.common, Key: keyOf(key), VersionId: version };
      try {
        const head = await client.send(new sdk.HeadObjectCommand({ ...place, ChecksumMode: 'ENABLED' }), options);
        const grants = acl ? grantsOf(await client.send(new sdk.GetObjectAclCommand(place), options)) : undefined;
        const dropped = droppedByCopies(head);
        // What another bucket encrypts with is its own.
        const kept = other === undefined ? dropped : defined({ ...dropped, ...OWN_ENCRYPTION });
        repeated.set(name(key, version), { ...kept, ...grantInput(grants ?? []) });
        const archived = archiveOf(head);
        return {
          etag: unquoted(head.ETag),
          size: head.ContentLength ?? 0,
          archived,
        };
      } catch (thrown) {
        if (statusOf(thrown) === 403) {
          throw new ActionError({
            what: `This role may not look at versions of the objects of ${source.bucket}`,
            found: `403 for the version ${version} of ${key}`,
            wayOut:
              'Give the role `s3:GetObjectVersion` on the objects of this bucket; where they are encrypted with a key of ' +
              'your own, `kms:Decrypt` too. Nothing was changed',
            cause: thrown,
          });
        }
        // A delete marker is 405, and a version id that was never one of this bucket is 400.
        if ([400, 404, 405].includes(statusOf(thrown) ?? 0)) return undefined;
        throw thrown;
      }
    },

    async restore(key, version, etag, grants): Promise<RestoredVersion> {
      const { sdk, client } = await open();
      const command = new sdk.CopyObjectCommand({
        ...common,
        ...repeated.get(name(key, version)),
        ...grantInput(grants ?? []),
        ExpectedSourceBucketOwner: source.common.ExpectedBucketOwner,
        Key: key,
        // Read as a URL by S3.
        CopySource: `${source.bucket}/${encodedKey(keyOf(key))}?versionId=${encodedPart(version)}`,
        CopySourceIfMatch: etag,
        // Computed by S3 over what it has copied, and answered.
        ChecksumAlgorithm: 'SHA256',
      });
      try {
        const { CopyObjectResult, VersionId } = await client.send(command, options);
        return {
          ...stored(CopyObjectResult?.ETag, VersionId),
          sha256: wholeSha256(CopyObjectResult?.ChecksumSHA256),
        };
      } catch (thrown) {
        if (statusOf(thrown) !== 412) throw thrown;
        throw new ActionError({
          what: `The version of ${key} that is to be restored is another object now`,
          found: `the version ${version} without the ETag ${etag}`,
          wayOut: 'Run the rollback again; if it is refused, roll back to another release',
          cause: thrown,
        });
      }
    },
  };
}

/** The storage class or tier that keeps it from being read now. */
function archiveOf({ StorageClass, ArchiveStatus, Restore }: HeadObjectCommandOutput): string | undefined {
  if (ArchiveStatus !== undefined) return ArchiveStatus;
  if (StorageClass === undefined || !ARCHIVED.has(StorageClass)) return undefined;
  return Restore?.includes('ongoing-request="false"') ? undefined : StorageClass;
}
