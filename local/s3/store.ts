import { isIPv4 } from 'node:net';
import { Bucket, type BucketSettings } from './bucket.js';
import { S3Error, type S3ErrorCode } from './s3-error.js';

export interface StoreOptions {
  /** The account that owns every bucket made over HTTP. */
  readonly accountId?: string;
  /** The region of the endpoint. */
  readonly region?: string;
  /** `opaque`: ETags that are not the MD5 of the content, as with SSE-KMS. */
  readonly etags?: BucketSettings['etags'];
  readonly now?: () => number;
}

/** All buckets of the local S3, and who may not use it. Tests prepare and read it in process. */
export class S3Store {
  readonly accountId: string;
  readonly region: string;
  readonly #buckets = new Map<string, Bucket>();
  readonly #denied = new Map<string, S3ErrorCode>();
  readonly #etags: BucketSettings['etags'];
  readonly #now: () => number;

  constructor(options: StoreOptions = {}) {
    this.accountId = options.accountId ?? '123456789012';
    this.region = options.region ?? 'us-east-1';
    this.#etags = options.etags ?? 'md5';
    this.#now = options.now ?? Date.now;
  }

  /** Throws `InvalidBucketName`, `BucketAlreadyExists`, `BucketAlreadyOwnedByYou`. */
  createBucket(name: string, settings: Partial<BucketSettings> = {}): Bucket {
    if (!isBucketName(name)) throw new S3Error('InvalidBucketName', { elements: { BucketName: name } });
    const existing = this.#buckets.get(name);
    if (existing !== undefined) {
      const ours = existing.settings.owner === this.accountId;
      throw new S3Error(ours ? 'BucketAlreadyOwnedByYou' : 'BucketAlreadyExists', { elements: { BucketName: name } });
    }
    const bucket = new Bucket(name, {
      region: this.region,
      owner: this.accountId,
      etags: this.#etags,
      ownership: 'BucketOwnerEnforced',
      publicAcls: 'blocked',
      now: this.#now,
      ...settings,
    });
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** Throws `NoSuchBucket`. */
  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw new S3Error('NoSuchBucket', { elements: { BucketName: name } });
    return bucket;
  }

  hasBucket(name: string): boolean {
    return this.#buckets.has(name);
  }

  /** Sorted by name. */
  buckets(): readonly Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Throws `BucketNotEmpty`: a delete marker and a noncurrent version fill a bucket as much as an object does. */
  deleteBucket(name: string): void {
    if (!this.bucket(name).isEmpty()) throw new S3Error('BucketNotEmpty', { elements: { BucketName: name } });
    this.#buckets.delete(name);
  }

  /** From now on, requests signed with this access key are refused: `ExpiredToken`, `InvalidAccessKeyId`, ... */
  denyAccessKey(accessKeyId: string, code: S3ErrorCode): void {
    this.#denied.set(accessKeyId, code);
  }

  allowAccessKey(accessKeyId: string): void {
    this.#denied.delete(accessKeyId);
  }

  refusalOf(accessKeyId: string): S3ErrorCode | undefined {
    return this.#denied.get(accessKeyId);
  }
}

/** Rules for general purpose bucket names (S3 User Guide, "Bucket naming rules"). */
function isBucketName(name: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !isIPv4(name);
}
