import type { Bucket } from './bucket.js';
import { compareKeys, lowerBound } from './key-order.js';
import { S3Error } from './s3-error.js';

export interface ListingRequest {
  readonly prefix: string;
  /** Empty: no grouping. */
  readonly delimiter: string;
  /** Items after this one; a common prefix as a start skips all keys in it. */
  readonly after?: string;
  readonly limit: number;
}

/** A key, or a group of keys up to the delimiter. */
export type ListingItem =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'prefix'; readonly name: string };

export interface ListingPage {
  readonly items: readonly ListingItem[];
  readonly truncated: boolean;
}

/** One page of the keys that `counts` says are there, grouped and in order. */
export function listKeys(
  keys: readonly string[],
  request: ListingRequest,
  counts: (key: string) => boolean,
): ListingPage {
  const { prefix, after, limit } = request;
  const items: ListingItem[] = [];
  if (limit === 0) return { items, truncated: false };
  const skipGroup = after !== undefined && groupOf(after, request) === after ? after : undefined;
  const start = after !== undefined && compareKeys(after, prefix) > 0 ? after : prefix;
  for (let index = lowerBound(keys, start); index < keys.length; index++) {
    const key = keys[index] ?? '';
    if (!key.startsWith(prefix)) break;
    if (key === after || (skipGroup !== undefined && key.startsWith(skipGroup)) || !counts(key)) continue;
    const group = groupOf(key, request);
    const item: ListingItem = group === undefined ? { kind: 'key', name: key } : { kind: 'prefix', name: group };
    const last = items.at(-1);
    if (item.kind === 'prefix' && last?.kind === 'prefix' && last.name === item.name) continue;
    if (items.length === limit) return { items, truncated: true };
    items.push(item);
  }
  return { items, truncated: false };
}

/** The key up to the first delimiter behind the prefix. The key that is the prefix itself belongs to no group. */
function groupOf(key: string, { prefix, delimiter }: ListingRequest): string | undefined {
  const end = delimiter === '' || !key.startsWith(prefix) ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** Keys that a plain GET would serve. */
export function isCurrent(bucket: Bucket): (key: string) => boolean {
  return (key) => bucket.current(key) !== undefined;
}

/** A continuation token is opaque to clients; here it holds the last item of its page. */
export function tokenAfter(name: string): string {
  return Buffer.from(`1${name}`).toString('base64');
}

/** Throws `InvalidArgument` for a token that was not made here. */
export function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (!text.startsWith('1') || tokenAfter(text.slice(1)) !== token) {
    throw new S3Error('InvalidArgument', {
      message: 'The continuation token provided is incorrect',
      elements: { ArgumentName: 'continuation-token', ArgumentValue: token },
    });
  }
  return text.slice(1);
}
