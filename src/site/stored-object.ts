/** The most that one CopyObject takes (S3 API): 5 GiB. */
export const LARGEST_COPY = 5 * 1024 ** 3;

/** An object as a listing shows it. */
export interface ListedObject {
  /** Without quotes. The MD5 of the content only for plain, unencrypted uploads in one part. */
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
}

/** An object that this site's manifest does not describe, looked at closely. */
export interface FoundObject {
  /** Absent where the bucket never had versions. */
  readonly version?: string | undefined;
  /** `unknown`: its ETag is no MD5 (KMS, several parts) and it has no checksum. */
  readonly content: 'same' | 'different' | 'unknown';
  readonly contentType: string;
  readonly cacheControl: string;
}

/** What a HEAD request tells. */
export interface ObjectFacts extends ListedObject {
  /** Absent where the bucket never had versions; `null`, the word, of what was written without. */
  readonly version?: string | undefined;
  readonly contentType: string;
  readonly cacheControl: string;
  /** Hex, as S3 computed it over the whole object. */
  readonly sha256?: string | undefined;
  /** The ETag of an object under a KMS key or a customer's key looks like an MD5 and is none. */
  readonly keyEncrypted: boolean;
}

/** Compares by the strongest thing that S3 knows about an object. `md5` is asked only where it decides. */
export function compareContent(
  local: { readonly size: number; readonly sha256: string; readonly md5: string },
  facts: ObjectFacts,
): FoundObject['content'] {
  if (facts.size !== local.size) return 'different';
  if (facts.sha256 !== undefined) return facts.sha256 === local.sha256 ? 'same' : 'different';
  if (facts.etag === local.md5) return 'same';
  return facts.keyEncrypted || !/^[0-9a-f]{32}$/.test(facts.etag) ? 'unknown' : 'different';
}
