import { setTimeout as pause } from 'node:timers/promises';
import type { SiteRecord, SiteRecords } from '../../ports/site.js';
import type { S3Bucket } from './connection.js';
import { s3Failure, statusOf } from './failure.js';
import { stored } from './stored.js';

/** Two conditional writes at once make one of them fail with 409; S3 asks to try that one again. */
const CONFLICT_PAUSES_MS = [100, 300, 900, 2000];
export const RECORD_HEADERS = { ContentType: 'application/json', CacheControl: 'no-store' } as const;

/** The action's own records in the site's bucket, written with `If-Match` and `If-None-Match`. */
export function s3Records({ open, common, bucket }: S3Bucket): SiteRecords {
  const read = async (key: string): Promise<SiteRecord | undefined> => {
    const { sdk, client } = await open();
    try {
      const { Body, ETag, VersionId } = await client.send(new sdk.GetObjectCommand({ ...common, Key: key }));
      return { text: (await Body?.transformToString()) ?? '', ...stored(ETag, VersionId) };
    } catch (thrown) {
      if (statusOf(thrown) === 404 && (thrown as Error).name !== 'NoSuchBucket') return undefined;
      throw s3Failure(bucket, `read ${key} from`, thrown);
    }
  };

  return {
    read,

    async write(key, text, over) {
      const { sdk, client } = await open();
      const command = new sdk.PutObjectCommand({
        ...common,
        Key: key,
        Body: text,
        ...RECORD_HEADERS,
        ...(over === 'nothing' ? { IfNoneMatch: '*' } : { IfMatch: over }),
      });
      for (let conflict = 0; ; conflict++) {
        try {
          const { ETag, VersionId } = await client.send(command);
          return stored(ETag, VersionId);
        } catch (thrown) {
          const status = statusOf(thrown);
          const wait = CONFLICT_PAUSES_MS[conflict];
          if (status === 409 && wait !== undefined) {
            await pause(wait);
            continue;
          }
          // `If-Match` on what is gone is 404.
          if (status !== 412 && status !== 409 && (status !== 404 || (thrown as Error).name === 'NoSuchBucket')) {
            throw s3Failure(bucket, `write ${key} to`, thrown);
          }
          // A write whose answer was lost is tried again by the SDK, and then refused because of itself.
          const there = await read(key);
          return there?.text === text ? there : 'refused';
        }
      }
    },

    async remove(key, etag) {
      const { sdk, client } = await open();
      try {
        await client.send(new sdk.DeleteObjectCommand({ ...common, Key: key, IfMatch: etag }));
      } catch (thrown) {
        if (statusOf(thrown) !== 404) throw s3Failure(bucket, `remove ${key} from`, thrown);
      }
    },
  };
}
