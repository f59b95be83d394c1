import type { CopyObjectCommandInput, HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { ActionError } from '../../errors.js';
import type { StoredVersion } from '../../ports/site.js';
import type { FileHeaders } from '../../site/file-headers.js';
import type { KeptHeaders } from '../../site/kept-headers.js';
import { LARGEST_COPY } from '../../site/stored-object.js';
import type { S3Bucket } from './connection.js';
import { defined, droppedByCopies } from './dropped-by-copies.js';
import { statusOf } from './failure.js';
import { grantInput } from './kept-headers.js';
import { encodedKey } from './key.js';
import { stored } from './stored.js';

/**
 * Changes content type and cache control of an object by copying it onto itself. A copy that replaces headers drops all
 * it is not told, so everything that was there is repeated.
 */
export async function rewriteHeaders(
  { open, common, bucket, signal }: S3Bucket,
  key: string,
  { contentType, cacheControl }: FileHeaders,
  etag: string,
  kept?: KeptHeaders,
): Promise<StoredVersion | 'too-large'> {
  const { sdk, client } = await open();
  const place = { ...common, Key: key };
  const head = await client.send(new sdk.HeadObjectCommand(place), { abortSignal: signal });
  if ((head.ContentLength ?? 0) > LARGEST_COPY) return 'too-large';
  const command = new sdk.CopyObjectCommand({
    ...place,
    ...repeated(head),
    ContentEncoding: kept?.contentEncoding ?? head.ContentEncoding,
    ...grantInput(kept?.grants ?? []),
    ExpectedSourceBucketOwner: common.ExpectedBucketOwner,
    // Read as a URL by S3.
    CopySource: `${bucket}/${encodedKey(key)}`,
    CopySourceIfMatch: etag,
    MetadataDirective: 'REPLACE',
    ContentType: contentType,
    CacheControl: cacheControl,
  });
  try {
    const { CopyObjectResult, VersionId } = await client.send(command, { abortSignal: signal });
    return stored(CopyObjectResult?.ETag, VersionId);
  } catch (thrown) {
    if (statusOf(thrown) !== 412) throw thrown;
    throw new ActionError({
      what: `${key} was changed by somebody else during this deploy`,
      found: 'another ETag than in the listing',
      expected: 'one deploy of a site at a time',
      wayOut: 'Run the deploy again: it compares afresh and continues',
      cause: thrown,
    });
  }
}

/** Everything of an object that a copy would otherwise lose. */
function repeated(head: HeadObjectCommandOutput): Partial<CopyObjectCommandInput> {
  const copied: Partial<CopyObjectCommandInput> = {
    Metadata: head.Metadata,
    ContentDisposition: head.ContentDisposition,
    ContentLanguage: head.ContentLanguage,
    Expires: head.ExpiresString === undefined ? undefined : new Date(head.ExpiresString),
  };
  return { ...defined(copied), ...droppedByCopies(head) };
}
