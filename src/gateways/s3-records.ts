import { setTimeout as pause } from 'node:timers/promises';
import type { SiteRecord, SiteRecords } from '../site-ports.js';
import type { S3Connection } from './s3-connection.js';
import { s3Failure, statusOf } from './s3-failure.js';
import { unquoted } from './s3-listing.js';

/** Two conditional writes at once make one of them fail with 409; S3 asks to try that one again. */
const CONFLICT_PAUSES_MS = [100, 300, 900, 2000];

/** The action's own records in the site's bucket, written with `If-Match` and `If-None-Match`. */
export function s3Records(connection: S3Connection): SiteRecords {
  const { open, common, bucket } = connection;
  const read = async (key: string): Promise<SiteRecord | undefined> => {
    const known = await readDirectly(connection, key);
    if (known !== undefined) return known === 'absent' ? undefined : known;
    const { sdk, client } = await open();
    try {
      const { Body, ETag } = await client.send(new sdk.GetObjectCommand({ ...common, Key: key }));
      return { text: (await Body?.transformToString()) ?? '', etag: unquoted(ETag) };
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
        ContentType: 'application/json',
        CacheControl: 'no-store',
        ...(over === 'nothing' ? { IfNoneMatch: '*' } : { IfMatch: over }),
      });
      for (let conflict = 0; ; conflict++) {
        try {
          return { etag: unquoted((await client.send(command)).ETag) };
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
          return there?.text === text ? { etag: there.etag } : 'refused';
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

/** `undefined`: only the SDK can say what this is. */
async function readDirectly({ direct }: S3Connection, key: string): Promise<SiteRecord | 'absent' | undefined> {
  const answer = await direct?.({ method: 'GET', key });
  if (answer === undefined) return undefined;
  const { status, headers, body } = answer;
  if (status === 404 && body.includes('<Code>NoSuchKey</Code>')) return 'absent';
  if (status !== 200 || headers.etag === undefined) return undefined;
  return { text: body.toString(), etag: unquoted(headers.etag) };
}
