import { createHash, randomBytes } from 'node:crypto';
import { compareKeys, lowerBound } from './key-order.js';
import type { MultipartUpload } from './multipart-upload.js';
import type { S3ErrorCode } from './s3-error.js';
import {
  aboutFromHeaders,
  type DeleteMarker,
  type ObjectAbout,
  type ObjectVersion,
  type StoredObject,
} from './stored-object.js';

export interface BucketSettings {
  readonly region: string;
  /** Twelve digits. */
  readonly owner: string;
  /** `opaque`: not the MD5 of the content, as with SSE-KMS. */
  readonly etags: 'md5' | 'opaque';
  /** New buckets enforce their owner, so that objects have no ACLs. */
  readonly ownership: 'BucketOwnerEnforced' | 'ObjectWriter';
  /** `blocked`: neither taken nor honoured; `ignored`: taken and not honoured. */
  readonly publicAcls: 'blocked' | 'ignored' | 'taken';
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Six bytes that count, so that ids have the order of their versions, and the rest at random. */
const VERSION_ID_BYTES = 24;

/** The keys of one bucket with all their versions, in memory. */
export class Bucket {
  /** Absent until versions were ever switched on. */
  versioning: 'Enabled' | 'Suspended' | undefined;
  readonly uploads = new Map<string, MultipartUpload>();
  /** Keys whose deletion is refused, with the code: for `DeleteObjects`, which answers 200 with errors inside. */
  readonly undeletable = new Map<string, S3ErrorCode>();
  readonly createdAt: number;
  /** Newest first; a key that is here has at least one version. */
  readonly #versions = new Map<string, ObjectVersion[]>();
  #sortedKeys: string[] | undefined = [];
  #versionsMade = 0;

  constructor(
    readonly name: string,
    readonly settings: BucketSettings,
  ) {
    this.createdAt = settings.now();
  }

  /** The object that a plain GET serves; `undefined` too where a delete marker is on top. */
  current(key: string): StoredObject | undefined {
    const latest = this.latest(key);
    return latest === undefined || latest.deleteMarker ? undefined : latest;
  }

  latest(key: string): ObjectVersion | undefined {
    return this.#versions.get(key)?.[0];
  }

  version(key: string, versionId: string): ObjectVersion | undefined {
    return this.#versions.get(key)?.find((version) => version.versionId === versionId);
  }

  /** Newest first. */
  versionsOf(key: string): readonly ObjectVersion[] {
    return this.#versions.get(key) ?? [];
  }

  /** Every key that has a version or a delete marker, in the order of listings. */
  keys(): readonly string[] {
    this.#sortedKeys ??= [...this.#versions.keys()].sort(compareKeys);
    return this.#sortedKeys;
  }

  /**
   * The versions of a key behind that one, which may be deleted by now: who empties a bucket page by page names a
   * marker that is gone. `undefined`: not a version id.
   */
  versionsAfter(key: string, versionId: string): readonly ObjectVersion[] | undefined {
    const versions = this.versionsOf(key);
    const index = versions.findIndex((version) => version.versionId === versionId);
    if (index >= 0) return versions.slice(index + 1);
    if (versionId === 'null') return versions;
    const made = Buffer.from(versionId, 'base64url');
    if (made.length !== VERSION_ID_BYTES) return undefined;
    return versions.filter(
      ({ versionId: id }) => id === 'null' || Buffer.compare(Buffer.from(id, 'base64url'), made) < 0,
    );
  }

  isEmpty(): boolean {
    return this.#versions.size === 0;
  }

  /** Stores an object as a new version, or in place of the one without versions. `etag`: of a multipart object. */
  put(
    key: string,
    content: Buffer | string,
    about: Partial<ObjectAbout> = {},
    made: { readonly etag?: string; readonly uploadId?: string } = {},
  ): StoredObject {
    const body = typeof content === 'string' ? Buffer.from(content) : content;
    const object: StoredObject = {
      ...aboutFromHeaders({}),
      ...about,
      deleteMarker: false,
      key,
      versionId: this.#newVersionId(),
      lastModified: this.#wholeSecond(),
      body,
      etag: this.etagFor(body, made.etag),
      ...(made.uploadId === undefined ? {} : { uploadId: made.uploadId }),
    };
    this.#add(object);
    return object;
  }

  /** Of this version, in its place. */
  setGrants(version: StoredObject, grants: StoredObject['grants']): void {
    const versions = this.#versions.get(version.key) ?? [];
    const index = versions.indexOf(version);
    const { grants: _, ...bare } = version;
    if (index >= 0) versions[index] = grants === undefined ? bare : { ...bare, grants };
  }

  /** The MD5 of these bytes (or what is given for a multipart object), unless the bucket's ETags are opaque. */
  etagFor(body: Buffer, given?: string): string {
    if (this.settings.etags === 'opaque') return randomBytes(16).toString('hex');
    return given ?? createHash('md5').update(body).digest('hex');
  }

  /** Deletes without naming a version: with versions it leaves a delete marker, which is returned. */
  delete(key: string): DeleteMarker | undefined {
    if (this.versioning === undefined) {
      this.deleteVersion(key, 'null');
      return undefined;
    }
    const marker: DeleteMarker = {
      deleteMarker: true,
      key,
      versionId: this.#newVersionId(),
      lastModified: this.#wholeSecond(),
    };
    this.#add(marker);
    return marker;
  }

  deleteVersion(key: string, versionId: string): ObjectVersion | undefined {
    const versions = this.#versions.get(key);
    const index = versions?.findIndex((version) => version.versionId === versionId) ?? -1;
    if (versions === undefined || index < 0) return undefined;
    const [removed] = versions.splice(index, 1);
    if (versions.length === 0) {
      this.#versions.delete(key);
      this.#forgetKey(key);
    }
    return removed;
  }

  /** Remembers every version. The function that is returned puts them back, and forgets what came since. */
  keep(): () => void {
    const kept = [...this.#versions].map(([key, versions]) => [key, [...versions]] as const);
    return () => {
      this.#versions.clear();
      this.uploads.clear();
      for (const [key, versions] of kept) this.#versions.set(key, [...versions]);
      this.#sortedKeys = undefined;
    };
  }

  #add(version: ObjectVersion): void {
    const { key } = version;
    // A version without id is unique: a new one replaces it, wherever it stands.
    if (version.versionId === 'null') this.deleteVersion(key, 'null');
    const versions = this.#versions.get(key);
    if (versions === undefined) {
      this.#versions.set(key, [version]);
      this.#learnKey(key);
    } else {
      versions.unshift(version);
    }
  }

  #newVersionId(): string {
    if (this.versioning !== 'Enabled') return 'null';
    this.#versionsMade += 1;
    const id = randomBytes(VERSION_ID_BYTES);
    id.writeUIntBE(this.#versionsMade, 0, 6);
    return id.toString('base64url');
  }

  #wholeSecond(): number {
    return Math.floor(this.settings.now() / 1000) * 1000;
  }

  #learnKey(key: string): void {
    const keys = this.#sortedKeys;
    const last = keys?.at(-1);
    if (keys !== undefined && (last === undefined || compareKeys(last, key) < 0)) keys.push(key);
    else this.#sortedKeys = undefined;
  }

  #forgetKey(key: string): void {
    const keys = this.#sortedKeys;
    if (keys === undefined) return;
    const index = lowerBound(keys, key);
    if (keys[index] === key) keys.splice(index, 1);
  }
}
