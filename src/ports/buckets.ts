/** A version of an object, or a delete marker, which keeps a bucket from being deleted just the same. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  /** How an address has the key, where a request body could not hold it. */
  readonly encoded?: string | undefined;
}

/** Where a listing goes on, as S3 gave it. */
export interface ListMarker {
  readonly key: string;
  readonly versionId?: string | undefined;
}

export interface VersionsPage {
  readonly versions: readonly ObjectVersion[];
  /** Absent on the last page. */
  readonly next?: ListMarker;
}

export interface BucketContents {
  /** At most 1,000 versions and delete markers. Nothing when the bucket is gone already. Throws `BucketDenied`. */
  versions(bucket: string, after?: ListMarker): Promise<VersionsPage>;
  /** At most 1,000. Returns what could not be deleted, which S3 says inside a reply with status 200. */
  remove(
    bucket: string,
    versions: readonly ObjectVersion[],
  ): Promise<readonly { readonly key: string; readonly why: string }[]>;
  /** Aborts uploads that were never completed. */
  abortUploads(bucket: string): Promise<number>;
  /** What keeps a version from being deleted, such as `COMPLIANCE until 2027-01-01`; `undefined` where nothing does. */
  retention(bucket: string, version: ObjectVersion): Promise<string | undefined>;
}
