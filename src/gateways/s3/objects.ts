import type { SiteObjects } from '../../ports/site.js';
import type { S3Bucket } from './connection.js';
import { s3Failure, statusOf } from './failure.js';
import { keptInput, s3Kept } from './kept-headers.js';
import { listObjects, sdkPages } from './listing.js';
import { MULTIPART_ABOVE, putInParts } from './multipart.js';
import { s3Versions } from './restore.js';
import { rewriteHeaders } from './rewrite.js';
import { stored, wholeSha256 } from './stored.js';

/** The objects of a site in its bucket. */
export function s3Objects(site: S3Bucket): SiteObjects {
  const { open, common, bucket, signal } = site;
  const keeping = s3Kept(site);
  const versions = s3Versions(site);
  const tried = async <T>(doing: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (thrown) {
      throw s3Failure(bucket, doing, thrown);
    }
  };

  return {
    list: (prefix, likely) => listObjects(sdkPages(site), prefix, likely),

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
        if (content.size > MULTIPART_ABOVE) return await putInParts(site, upload);
        const { sdk, client } = await open();
        const command = new sdk.PutObjectCommand({
          ...common,
          ...keptInput(kept),
          Key: key,
          Body: await content.bytes(),
          ContentType: contentType,
          CacheControl: cacheControl,
          ChecksumSHA256: Buffer.from(content.sha256, 'hex').toString('base64'),
        });
        const { ETag, VersionId } = await client.send(command, { abortSignal: signal });
        return stored(ETag, VersionId);
      }),

    rewrite: async (key, headers, etag, kept) =>
      await tried(`change the headers of ${key} in`, () => rewriteHeaders(site, key, headers, etag, kept)),

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
