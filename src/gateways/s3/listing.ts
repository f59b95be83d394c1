import pLimit from 'p-limit';
import { ActionError } from '../../errors.js';
import type { ListedObject } from '../../site/stored-object.js';
import type { S3Bucket } from './connection.js';
import { s3Failure } from './failure.js';
import { decodedKey } from './key.js';
import { byBytes, type ListRange, listRanges } from './list-range.js';
import { unquoted } from './stored.js';

type Listing = ReadonlyMap<string, ListedObject>;
/** One answer to ListObjectsV2, its keys decoded. */
export interface ListPage {
  readonly objects: ReadonlyArray<readonly [key: string, object: ListedObject]>;
  /** The token of the next page; absent on the last. */
  readonly next?: string;
}

/** From where a page goes: behind a key, or on from the page before. */
export type Where = { readonly after: string } | { readonly token: string } | { readonly from: 'the beginning' };

export interface ListPages {
  readonly bucket: string;
  page(prefix: string, where: Where): Promise<ListPage>;
}

/** S3 answers thousands of requests a second for each prefix; a runner has a few cores. */
const RANGES_AT_ONCE = 16;

/**
 * Every object below a prefix, over all pages. Throws rather than to return a part.
 * @param likely keys that are probably there: between them the listing is divided, and its parts asked for at once
 */
export async function listObjects(pages: ListPages, prefix: string, likely: readonly string[] = []): Promise<Listing> {
  const ranges = listRanges(likely);
  try {
    const limit = pLimit(RANGES_AT_ONCE);
    const parts = await Promise.all(ranges.map((range) => limit(() => listRange(pages, prefix, range))));
    const ordered = parts.filter((part) => part !== 'unordered');
    // Not every store that speaks S3 lists in order, and then a range has no end.
    if (ordered.length < parts.length) return await listObjects(pages, prefix);
    return ordered.length === 1 && ordered[0] !== undefined
      ? ordered[0]
      : new Map(ordered.flatMap((part) => [...part]));
  } catch (thrown) {
    throw s3Failure(pages.bucket, 'list', thrown);
  }
}

async function listRange(pages: ListPages, prefix: string, { after, upTo }: ListRange): Promise<Listing | 'unordered'> {
  const { bucket } = pages;
  const objects = new Map<string, ListedObject>();
  const bounded = after !== undefined || upTo !== undefined;
  let last = after;
  let token: string | undefined;
  for (;;) {
    const where: Where = token !== undefined ? { token } : after !== undefined ? { after } : { from: 'the beginning' };
    const page = await pages.page(prefix, where);
    for (const [key, object] of page.objects) {
      if (bounded && last !== undefined && byBytes(last, key) >= 0) return 'unordered';
      last = key;
      if (upTo !== undefined && byBytes(key, upTo) > 0) return objects;
      objects.set(key, object);
    }
    if (page.next === undefined || (upTo !== undefined && last === upTo)) return objects;
    if (page.next === token) throw incomplete(bucket, 'the same page twice');
    token = page.next;
  }
}

export function sdkPages(bucket: S3Bucket): ListPages {
  return { bucket: bucket.bucket, page: (prefix, where) => sdkPage(bucket, prefix, where) };
}

async function sdkPage({ open, common, bucket, signal }: S3Bucket, prefix: string, where: Where): Promise<ListPage> {
  const { sdk, client } = await open();
  const input =
    'token' in where ? { ContinuationToken: where.token } : 'after' in where ? { StartAfter: where.after } : {};
  // Without an encoding, XML cannot carry every key.
  const command = new sdk.ListObjectsV2Command({ ...common, Prefix: prefix, EncodingType: 'url', ...input });
  const page = await client.send(command, { abortSignal: signal });
  const objects = (page.Contents ?? []).map(({ Key = '', ETag, Size = 0 }): ListPage['objects'][number] => {
    const key = page.EncodingType === 'url' ? decodedKey(Key) : Key;
    if (key === undefined) throw incomplete(bucket, `a key that cannot be decoded: ${Key}`);
    return [key, { etag: unquoted(ETag), size: Size }];
  });
  const { IsTruncated, NextContinuationToken: next } = page;
  if (IsTruncated === undefined) throw incomplete(bucket, 'a page that does not say whether it is the last');
  if (!IsTruncated) return { objects };
  if (next === undefined) throw incomplete(bucket, 'a page without the next one');
  return { objects, next };
}

function incomplete(bucket: string, found: string): ActionError {
  return new ActionError({
    what: `The listing of the site's bucket ${bucket} is not complete`,
    found,
    expected: 'every page: with half a listing files would be deleted or uploaded by mistake',
    wayOut: 'Run the deploy again. Nothing was changed',
  });
}
