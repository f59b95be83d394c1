import type { DeleteMarkerEntry } from '@aws-sdk/client-s3';
import { ActionError, asError, BucketDenied } from '../../errors.js';
import type { BucketContents, ObjectVersion } from '../../ports/buckets.js';
import type { S3Connection } from './connection.js';
import { statusOf } from './failure.js';
import { decodedKey } from './key.js';

/** What XML 1.0 cannot hold, or does not give back as it was (https://www.w3.org/TR/xml/#charsets). */
const NOT_IN_XML = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Stands in the address until the key's own bytes take its place. */
const PLACEHOLDER = 'key-of-a-version';

type Refused = readonly { readonly key: string; readonly why: string }[];

const NONE: { readonly denied: Refused; readonly failed: readonly ObjectVersion[] } = { denied: [], failed: [] };

/** What lies in a bucket that is about to be deleted. */
export function bucketContents({ openAnywhere: open, common: place }: S3Connection): BucketContents {
  return {
    async versions(bucket, after) {
      const { sdk, client } = await open();
      const from = after === undefined ? {} : { KeyMarker: after.key, VersionIdMarker: after.versionId };
      const page = await tried(bucket, 'list the versions of', async () =>
        client.send(new sdk.ListObjectVersionsCommand({ ...place(bucket), ...from, EncodingType: 'url' })),
      );
      const { EncodingType: as } = page ?? {};
      const versions = [...(page?.Versions ?? []), ...(page?.DeleteMarkers ?? [])].map((one) => asVersion(one, as));
      const { IsTruncated: more = false, NextKeyMarker: key = '', NextVersionIdMarker: versionId } = page ?? {};
      if (!more) return { versions };
      const next = decodedKey(asEncoded(key, as));
      if (next === undefined || next === '') throw cutListing(bucket, key);
      return { versions, next: { key: next, versionId } };
    },

    async remove(bucket, versions) {
      const fit = versions.filter(({ encoded }) => encoded === undefined);
      const { denied, failed } = fit.length === 0 ? NONE : await removeBatch(bucket, fit);
      const refused = [...denied];
      // What a batch cannot say, or could not do, may be deleted by its address.
      for (const version of [...versions.filter(({ encoded }) => encoded !== undefined), ...failed]) {
        refused.push(...(await removeOne(bucket, version)));
      }
      return refused;
    },

    async abortUploads(bucket) {
      const { sdk, client } = await open();
      const aborted = await tried(bucket, 'abort the unfinished uploads of', async () => {
        for (let count = 0; ; ) {
          // Always the first page: what it listed is gone before the next one is asked for.
          const list = new sdk.ListMultipartUploadsCommand({ ...place(bucket), EncodingType: 'url' });
          const { Uploads = [], EncodingType: as } = await client.send(list);
          if (Uploads.length === 0) return count;
          for (const { Key = '', UploadId } of Uploads) {
            const command = new sdk.AbortMultipartUploadCommand({ ...place(bucket), Key: PLACEHOLDER, UploadId });
            await client.send(atAddress(command, inAddress(asEncoded(Key, as))));
            count++;
          }
        }
      });
      return aborted ?? 0;
    },

    async retention(bucket, { key, versionId }) {
      const { sdk, client } = await open();
      const version = { ...place(bucket), Key: key, VersionId: versionId };
      return await tried(bucket, 'read the object locks of', async () => {
        const held = await unlessAbsent(client.send(new sdk.GetObjectLegalHoldCommand(version)));
        if (held?.LegalHold?.Status === 'ON') return 'a legal hold';
        const kept = await unlessAbsent(client.send(new sdk.GetObjectRetentionCommand(version)));
        const { Mode, RetainUntilDate: until } = kept?.Retention ?? {};
        return until === undefined || until.getTime() <= Date.now()
          ? undefined
          : `${Mode} until ${until.toISOString()}`;
      });
    },
  };

  /** @returns those that it did not delete: `failed` may succeed alone */
  async function removeBatch(bucket: string, versions: readonly ObjectVersion[]): Promise<typeof NONE> {
    const { sdk, client } = await open();
    const Objects = versions.map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
    try {
      const command = new sdk.DeleteObjectsCommand({ ...place(bucket), Delete: { Objects, Quiet: true } });
      const { Errors = [] } = await client.send(command);
      const denied = Errors.filter(({ Code }) => Code === 'AccessDenied');
      const others = Errors.filter(({ Code }) => Code !== 'AccessDenied');
      return {
        denied: denied.map(({ Key = '', Code, Message = '' }) => ({ key: Key, why: `${Code}: ${Message}` })),
        failed: versions.filter(({ key, versionId }) =>
          others.some((error) => error.Key === key && (error.VersionId ?? versionId) === versionId),
        ),
      };
    } catch (thrown) {
      if (asError(thrown).name === 'MalformedXML') return { denied: [], failed: versions };
      return (await tried(bucket, 'delete from', () => Promise.reject(thrown))) ?? NONE;
    }
  }

  async function removeOne(bucket: string, { key, versionId, encoded }: ObjectVersion): Promise<Refused> {
    const { sdk, client } = await open();
    const command = new sdk.DeleteObjectCommand({ ...place(bucket), Key: PLACEHOLDER, VersionId: versionId });
    try {
      await client.send(atAddress(command, encoded ?? inAddress(encodeURIComponent(key))));
      return [];
    } catch (thrown) {
      const { name, message } = asError(thrown);
      if (name === 'NoSuchBucket') return [];
      return [{ key, why: `${name}: ${message}` }];
    }
  }
}

/** A key as S3 wrote it with `encoding-type=url`. Bytes that are no UTF-8 have no text: their encoding stands for them. */
function asVersion(
  { Key: listed = '', VersionId = 'null' }: Pick<DeleteMarkerEntry, 'Key' | 'VersionId'>,
  as: string | undefined,
): ObjectVersion {
  const written = asEncoded(listed, as);
  const key = decodedKey(written);
  const fits = key !== undefined && !NOT_IN_XML.test(key);
  return { key: key ?? written, versionId: VersionId, encoded: fits ? undefined : inAddress(written) };
}

/** Other stores may list keys as they are, whatever they were asked for: those have characters that no encoding leaves. */
function asEncoded(listed: string, as: string | undefined): string {
  return as === 'url' || !/[^\w\-.~*/!'()+%]/.test(listed) ? listed : encodeURIComponent(listed);
}

function inAddress(encoded: string): string {
  return encoded
    .replaceAll('+', '%20')
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Sends a command about the key with this encoding, whatever a text could hold of it. Signed as it is sent. */
function atAddress<Command extends { readonly middlewareStack: unknown }>(command: Command, encoded: string): Command {
  const stack = command.middlewareStack as {
    add(
      middleware: (next: (args: Built) => Promise<never>) => (args: Built) => Promise<never>,
      options: { readonly step: 'build'; readonly name: string; readonly priority: 'low' },
    ): void;
  };
  stack.add(
    (next) => (args) => {
      args.request.path = args.request.path.replace(PLACEHOLDER, () => encoded);
      return next(args);
    },
    { step: 'build', name: 'keyAtAddress', priority: 'low' },
  );
  return command;
}

interface Built {
  readonly request: { path: string };
}

function cutListing(bucket: string, found: string): ActionError {
  return new ActionError({
    what: `The listing of the bucket ${bucket} cannot be continued`,
    found: `NextKeyMarker "${found}"`,
    wayOut: 'Delete the object of this key, then run the destroy again',
  });
}

async function unlessAbsent<T>(reply: Promise<T>): Promise<T | undefined> {
  try {
    return await reply;
  } catch (thrown) {
    if (/^NoSuchObjectLockConfiguration|^NoSuchKey$|^MethodNotAllowed$/.test(asError(thrown).name)) return undefined;
    throw thrown;
  }
}

/** `undefined` when there is no such bucket (a first run that died half-way has deleted it): nothing is in it. */
async function tried<T>(bucket: string, doing: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (thrown) {
    const error = asError(thrown);
    if (error.name === 'NoSuchBucket') return undefined;
    const Failure = statusOf(thrown) === 403 ? BucketDenied : ActionError;
    throw new Failure({
      what: `Could not ${doing} the bucket ${bucket}`,
      found: `${error.name} ${error.message}`,
      wayOut: wayOut(error, statusOf(thrown)),
      cause: thrown,
    });
  }
}

/** By what S3 said: a role that has every right is no help against a policy of the bucket. */
function wayOut({ name, message }: Error, status: number | undefined): string {
  if (/explicit deny in a resource-based policy/.test(message)) {
    return 'A policy of the bucket itself forbids it: remove it from the bucket, then run the destroy again: it continues';
  }
  if (status === 403) {
    return 'Give the destroy role these rights (docs/iam.md), and look at the policy of the bucket; then run the destroy again: it continues';
  }
  if (name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed') {
    return 'The bucket is in another region: set "aws-region" to it';
  }
  return 'Run the destroy again: it continues';
}
