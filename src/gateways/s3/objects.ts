import type { SiteObjects } from '../../ports/site.js';
import type { S3Connection } from './connection.js';
import { type DirectPut, directPut } from './direct-put.js';
import { s3Failure, statusOf } from './failure.js';
import { keptInput, s3Kept } from './kept-headers.js';
import { listObjects } from './listing.js';
import { MULTIPART_ABOVE, putInParts } from './multipart.js';
import { s3Versions } from './restore.js';
import { rewriteHeaders } from './rewrite.js';
import { stored } from './sender.js';

/** The objects of a site in its bucket. */
export function s3Objects(connection: S3Connection): SiteObjects {
  const { open, common, bucket, signal } = connection;
  const keeping = s3Kept(connection);
  const versions = s3Versions(connection);
  let direct: Promise<DirectPut> | undefined;
  const tried = async <T>(doing: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (thrown) {
      throw s3Failure(bucket, doing, thrown);
    }
  };

  return {
    list: (prefix, likely) => listObjects(connection, prefix, likely),

    async look(key) {
      const { sdk, client } = await open();
      try {
        const command = new sdk.HeadObjectCommand({ ...common, Key: key, ChecksumMode: 'ENABLED' });
        const head = await client.send(command, { abortSignal: signal });
        const sha256 = wholeSha256(head.ChecksumSHA256);
        return {
          ...stored(head.ETag, head.VersionId),
          size: head.ContentLength ?? 0,
          contentType: head.ContentType ?? '',
          cacheControl: head.CacheControl ?? '',
          keyEncrypted:
            head.ServerSideEncryption?.startsWith('aws:kms') === true || head.SSECustomerAlgorithm !== undefined,
          sha256,
        };
      } catch (thrown) {
        if (statusOf(thrown) === 404) return undefined;
        throw s3Failure(bucket, `look at ${key} in`, thrown);
      }
    },

    mayHaveAcls: async () => await tried('read the object ownership of', () => keeping.mayHaveAcls()),
    kept: async (key, acl) => await tried(`look at ${key} in`, () => keeping.kept(key, acl)),
    repeatAcl: async (key, grants) => await tried(`keep the ACL of ${key} in`, () => keeping.repeatAcl(key, grants)),

    put: async (upload) =>
      await tried(`upload ${upload.key} to`, async () => {
        const { key, content, contentType, cacheControl, kept } = upload;
        if (content.size > MULTIPART_ABOVE) return await putInParts(connection, upload);
        const bytes = await content.bytes();
        direct ??= directPut(connection);
        const answered = kept === undefined ? await (await direct)(upload, bytes) : undefined;
        if (answered !== undefined) return answered;
        const { sdk, client } = await open();
        const command = new sdk.PutObjectCommand({
          ...common,
          ...keptInput(kept),
          Key: key,
          Body: bytes,
          ContentType: contentType,
          CacheControl: cacheControl,
          ChecksumSHA256: Buffer.from(content.sha256, 'hex').toString('base64'),
        });
        const { ETag, VersionId } = await client.send(command, { abortSignal: signal });
        return stored(ETag, VersionId);
      }),

    rewrite: async (key, headers, etag, kept) =>
      await tried(`change the headers of ${key} in`, () => rewriteHeaders(connection, key, headers, etag, kept)),

    lookAtVersion: async (key, version, acl) =>
      await tried(`look at the version ${version} of ${key} in`, () => versions.lookAtVersion(key, version, acl)),
    restore: async (key, version, etag) => await tried(`restore ${key} in`, () => versions.restore(key, version, etag)),

    remove: async (keys) =>
      await tried('delete old files from', async () => {
        const { sdk, client } = await open();
        const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
        const { Errors } = await client.send(new sdk.DeleteObjectsCommand({ ...common, Delete }));
        return (Errors ?? []).map(({ Key, Code, Message }) => ({
          key: Key ?? '',
          why: [Code, Message].filter((part) => part !== undefined).join(': '),
        }));
      }),
  };
}

/** Hex; the checksum of an upload in parts (`...-12`) is not one of the content. */
function wholeSha256(base64: string | undefined): string | undefined {
  if (base64 === undefined || base64.includes('-')) return undefined;
  return Buffer.from(base64, 'base64').toString('hex');
}
