import { ActionError } from '../errors.js';
import type { ListedObject } from '../site/stored-object.js';
import type { S3Connection } from './s3-connection.js';
import { s3Failure } from './s3-failure.js';

/** Every object below a prefix, over all pages. Throws rather than to return a part. */
export async function listObjects(
  { open, common, bucket, signal }: S3Connection,
  prefix: string,
): Promise<ReadonlyMap<string, ListedObject>> {
  const objects = new Map<string, ListedObject>();
  const { sdk, client } = await open();
  let token: string | undefined;
  try {
    do {
      // Without an encoding, XML cannot carry every key.
      const command = new sdk.ListObjectsV2Command({
        ...common,
        Prefix: prefix,
        EncodingType: 'url',
        ...(token === undefined ? {} : { ContinuationToken: token }),
      });
      const page = await client.send(command, { abortSignal: signal });
      for (const { Key, ETag, Size } of page.Contents ?? []) {
        const key = page.EncodingType === 'url' ? decodedKey(Key ?? '') : (Key ?? '');
        objects.set(key, { etag: unquoted(ETag), size: Size ?? 0 });
      }
      if (page.IsTruncated === undefined) throw incomplete(bucket, 'a page that does not say whether it is the last');
      if (page.IsTruncated && page.NextContinuationToken === undefined)
        throw incomplete(bucket, 'a page without the next one');
      if (page.IsTruncated && page.NextContinuationToken === token) throw incomplete(bucket, 'the same page twice');
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  } catch (thrown) {
    throw s3Failure(bucket, 'list', thrown);
  }
  return objects;
}

export function unquoted(etag: string | undefined): string {
  return (etag ?? '').replaceAll('"', '');
}

/** S3 encodes a space as `+` and a plus sign as `%2B`. */
function decodedKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}

function incomplete(bucket: string, found: string): ActionError {
  return new ActionError({
    what: `The listing of the site's bucket ${bucket} is not complete`,
    found,
    expected: 'every page: with half a listing files would be deleted or uploaded by mistake',
    wayOut: 'Run the deploy again. Nothing was changed',
  });
}
