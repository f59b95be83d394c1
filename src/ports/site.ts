import type { LocalFile } from '../site/compare-files.js';
import type { EdgeTraits } from '../site/edge/invalidation.js';
import type { FileHeaders } from '../site/file-headers.js';
import type { KeptHeaders, ObjectGrant } from '../site/kept-headers.js';
import type { ListedObject, ObjectFacts } from '../site/stored-object.js';
import type { Runs } from './history.js';
import type { Log } from './run.js';

/** What a file's bytes are read from, when they are needed. */
export interface FileContent {
  /** Bytes. */
  readonly size: number;
  /** Hex, of the whole. */
  readonly sha256: string;
  /** All of it. Throws when it is not what was hashed any more. */
  bytes(): Promise<Uint8Array>;
  /** In order; together they are what was hashed, or the last one throws. */
  chunks(bytes: number): AsyncIterable<Uint8Array>;
}

/** A file of the folder that is not read yet. */
export interface FolderEntry {
  /** Inside the site, with `/`; a name that is not in Unicode's composed form is there in both. */
  readonly path: string;
}

/** A file that is not part of the site. */
export interface ExcludedEntry extends FolderEntry {
  /** Bytes; 0 of what is no file. */
  readonly size: number;
}

export interface FolderEntries {
  readonly files: readonly FolderEntry[];
  readonly excluded: readonly ExcludedEntry[];
}

/** The built front end. */
export interface SiteFolder {
  /** Every file. Throws on what cannot be served: links out of the folder, loops, special files, undecodable names. */
  walk(isExcluded: (path: string) => boolean): Promise<FolderEntries>;
  /** Reads and hashes them, in the given order. */
  hash(entries: readonly FolderEntry[]): Promise<readonly LocalFile[]>;
  /** Hex. */
  md5(path: string): Promise<string>;
  content(file: LocalFile): FileContent;
  /** Those that lie in the checkout, too, outside this folder, with the same name and bytes. @returns their paths */
  alsoInCheckout(files: readonly LocalFile[]): Promise<ReadonlySet<string>>;
}

export interface Upload extends FileHeaders {
  readonly key: string;
  readonly content: FileContent;
  readonly kept?: KeptHeaders | undefined;
}

/** What S3 answers to a write. */
export interface StoredVersion {
  /** Without quotes. */
  readonly etag: string;
  /** Absent where the bucket never had versions; `null`, the word, where they are suspended. */
  readonly version?: string | undefined;
}

/** What is known of one version of an object. */
export interface VersionFacts extends ListedObject {
  /** Where it lies if it cannot be read now: `GLACIER`, `DEEP_ARCHIVE`, `ARCHIVE_ACCESS`. */
  readonly archived?: string | undefined;
}

export interface RestoredVersion extends StoredVersion {
  /** Hex, of what was copied, as S3 computed it; absent from a store that computes none. */
  readonly sha256?: string | undefined;
}

/** Versions of objects, that were live and are going to be live again. */
export interface ObjectVersions {
  /** `undefined`: there is no such version any more. @param acl whether its ACL is to be repeated */
  lookAtVersion(key: string, version: string, acl: boolean): Promise<VersionFacts | undefined>;
  /** Makes a version that was looked at the object's newest, with its headers, tags and access, inside S3. @param grants access that the object has */
  restore(key: string, version: string, etag: string, grants?: readonly ObjectGrant[]): Promise<RestoredVersion>;
}

/** The objects that visitors see. Keys are whole; ETags are without quotes. */
export interface SiteObjects extends ObjectVersions {
  /**
   * All pages, or it throws: half a listing would delete and upload the wrong things.
   * @param likely keys that are probably there: an implementation may divide its work between them
   */
  list(prefix: string, likely: readonly string[]): Promise<ReadonlyMap<string, ListedObject>>;
  /** `undefined` when there is no such object. */
  look(key: string): Promise<ObjectFacts | undefined>;
  /** Whether access may hang on the ACL of an object: where the bucket enforces its owner there is none, and none may be sent. */
  mayHaveAcls(): Promise<boolean>;
  /** What a rewrite of this object has to repeat. @param acl whether to ask for its ACL; throws when it may not be read */
  kept(key: string, acl: boolean): Promise<KeptHeaders>;
  /** Gives an object the ACL that it has: throws where this role could not. */
  repeatAcl(key: string, grants: readonly ObjectGrant[]): Promise<void>;
  put(upload: Upload): Promise<StoredVersion>;
  /** Rewrites content type and cache control alone. `too-large`: for a copy in one request. */
  rewrite(key: string, headers: FileHeaders, etag: string, kept?: KeptHeaders): Promise<StoredVersion | 'too-large'>;
  /** @returns those that could not be deleted, which S3 says inside a reply with status 200 */
  remove(keys: readonly string[]): Promise<readonly { readonly key: string; readonly why: string }[]>;
}

export interface SiteRecord extends StoredVersion {
  readonly text: string;
}

/** The manifest, the lock and the releases: texts that are written only over what was read. */
export interface SiteRecords {
  read(key: string): Promise<SiteRecord | undefined>;
  /** @param over the ETag that has to be there, or nothing at all */
  write(key: string, text: string, over: string | 'nothing'): Promise<StoredVersion | 'refused'>;
  remove(key: string, etag: string): Promise<void>;
}

export interface Distributions {
  /** `undefined` where this role may not read the distribution's configuration. */
  traits(id: string): Promise<EdgeTraits | undefined>;
  /** The same `callerReference` and paths make the same invalidation. @returns its id */
  invalidate(id: string, callerReference: string, paths: readonly string[]): Promise<string>;
  isCompleted(id: string, invalidation: string): Promise<boolean>;
}

/** A visitor: it sends nothing that would go around a cache. */
export interface ReleaseProbe {
  /**
   * Throws when there is no answer at all.
   * @returns also how the text begins, without the run's secrets, for a message
   */
  get(url: string): Promise<{ readonly status: number; readonly text: string; readonly beginning: string }>;
}

/** Asks what it is told to, without following redirects. */
export interface PathProbe {
  /** Throws when there is no answer at all. @returns the beginning of the text, at most 1 MiB */
  look(
    url: string,
    headers: readonly (readonly [name: string, value: string])[],
  ): Promise<{ readonly status: number; readonly text: string }>;
}

export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Ends early, by throwing, when the run is cancelled. */
  pause(milliseconds: number): Promise<void>;
}

/** Where the site goes, once the stack outputs are known. */
export interface SiteTarget {
  readonly bucket: string;
  readonly distributions: readonly string[];
  readonly url: string | undefined;
}

/** Connects the front end lane once it is known where the site goes. */
export type SiteConnector = (target: SiteTarget) => Promise<SitePorts>;

/** All that the front end lane needs of the world. */
/** A site's bucket. */
export interface SiteStore {
  readonly objects: SiteObjects;
  readonly records: SiteRecords;
}

export interface SitePorts extends SiteStore {
  readonly log: Log;
  readonly folder: SiteFolder;
  readonly distributions: Distributions;
  readonly probe: ReleaseProbe;
  readonly runs: Runs;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}
