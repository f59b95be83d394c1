import { hash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SiteRecord, SiteRecords, StoredVersion } from '../../ports/site.js';
import type { S3Connection } from './connection.js';
import { s3Failure, statusOf } from './failure.js';
import { stored, storedAs } from './sender.js';

/** Two conditional writes at once make one of them fail with 409; S3 asks to try that one again. */
const CONFLICT_PAUSES_MS = [100, 300, 900, 2000];
const CONTENT_TYPE = 'application/json';
const CACHE_CONTROL = 'no-store';

/** The action's own records in the site's bucket, written with `If-Match` and `If-None-Match`. */
export function s3Records(connection: S3Connection): SiteRecords {
  const { open, common, bucket } = connection;
  const read = async (key: string): Promise<SiteRecord | undefined> => {
    const known = await readDirectly(connection, key);
    if (known !== undefined) return known === 'absent' ? undefined : known;
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
      const written = await writeDirectly(connection, key, text, over);
      if (written !== undefined) return written;
      const { sdk, client } = await open();
      const command = new sdk.PutObjectCommand({
        ...common,
        Key: key,
        Body: text,
        ContentType: CONTENT_TYPE,
        CacheControl: CACHE_CONTROL,
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
      const answer = await connection.direct?.({ method: 'DELETE', key, headers: [['if-match', etag]] });
      if (answer?.status === 204) return;
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
  const { status, body } = answer;
  if (status === 404 && body.includes('<Code>NoSuchKey</Code>')) return 'absent';
  const read = storedAs(answer);
  return read === undefined ? undefined : { text: body.toString(), ...read };
}

/**
 * @returns `undefined`: refused, failed or nobody knows. Then the SDK writes the same again, and the same
 * that is there already is no refusal.
 */
async function writeDirectly(
  { direct }: S3Connection,
  key: string,
  text: string,
  over: string | 'nothing',
): Promise<StoredVersion | undefined> {
  const answer = await direct?.({
    method: 'PUT',
    key,
    headers: [
      ['cache-control', CACHE_CONTROL],
      ['content-type', CONTENT_TYPE],
      over === 'nothing' ? ['if-none-match', '*'] : ['if-match', over],
    ],
    body: Buffer.from(text),
    bodySha256: hash('sha256', text, 'hex'),
  });
  return storedAs(answer);
}
