import * as v from 'valibot';
import { ActionError } from '../errors.js';
import { type DescribedFile, FILE_ROWS, fileRowsText, readFileRows } from './releases/file-rows.js';
import { readDocument } from './releases/stored-document.js';

/** What this site put under its prefix, by path inside the site. Nothing else is ever deleted. */
export type ManifestFile = DescribedFile;

/** An invalidation that has to be made, or was made and has not completed. */
export interface PendingInvalidation {
  /** Fixed, so that asking twice makes one invalidation (CloudFront API, CallerReference). */
  readonly callerReference: string;
  readonly distribution: string;
  /** Encoded. */
  readonly paths: readonly string[];
}

export interface Manifest {
  readonly release: string;
  /** Names the deploy that has begun to change the site and has not ended; absent where what is described is live. */
  readonly intent?: string | undefined;
  /** The release that a rollback has begun to restore. */
  readonly restores?: string | undefined;
  readonly files: ReadonlyMap<string, ManifestFile>;
  readonly pending: readonly PendingInvalidation[];
  /** Names that were kept for a year and are deleted, and when (ISO 8601): an edge may hold the 404 of one that comes back. */
  readonly gone?: ReadonlyMap<string, string> | undefined;
  /** Objects that somebody else wrote first, whose headers and access a rewrite has to repeat. */
  readonly adopted?: ReadonlySet<string> | undefined;
  /** Versions of objects that were replaced or deleted, and that the releases which have them do not know. */
  readonly replaced?: readonly ReplacedVersion[] | undefined;
}

/** A version that was asked for before its object was replaced: whoever wrote it did not keep it. */
export interface ReplacedVersion {
  readonly path: string;
  readonly etag: string;
  readonly version: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Under the prefix. Also the bucket policy of `infra/` knows it: nobody but the deploy role reads it. */
export const RECORDS = '.well-managed/';
export const MANIFEST_PATH = `${RECORDS}manifest.json`;
export const LOCK_PATH = `${RECORDS}lock.json`;

const VERSION = 1;

/** The document at `MANIFEST_PATH`. */
export const STORED_MANIFEST = v.object({
  version: v.literal(VERSION),
  release: v.string(),
  intent: v.optional(v.string()),
  restores: v.optional(v.string()),
  pending: v.array(v.object({ callerReference: v.string(), distribution: v.string(), paths: v.array(v.string()) })),
  adopted: v.optional(v.array(v.string())),
  gone: v.optional(v.array(v.strictTuple([v.string(), v.string()]))),
  replaced: v.optional(v.array(v.strictTuple([v.string(), v.string(), v.string(), v.string()]))),
  ...FILE_ROWS,
});

/** The same text for the same manifest: it is compared with what lies in the bucket. */
export function manifestText(manifest: Manifest): string {
  const {
    release,
    intent,
    pending,
    gone = new Map<string, string>(),
    adopted = new Set<string>(),
    replaced = [],
  } = manifest;
  const rows = replaced.map(({ path, etag, version, at }) => [path, etag, version, at]);
  const remembered =
    (adopted.size === 0 ? '' : `"adopted":${JSON.stringify([...adopted].sort())},`) +
    (gone.size === 0 ? '' : `"gone":${JSON.stringify([...gone])},`) +
    (rows.length === 0 ? '' : `"replaced":${JSON.stringify(rows)},`);
  const begun =
    (intent === undefined ? '' : `"intent":${JSON.stringify(intent)},`) +
    (manifest.restores === undefined ? '' : `"restores":${JSON.stringify(manifest.restores)},`);
  return (
    `{"version":${VERSION},"release":${JSON.stringify(release)},${begun}"pending":${JSON.stringify(pending)},` +
    `${remembered}${fileRowsText(manifest.files)}}\n`
  );
}

/** Throws when it is not a manifest of this version: guessing here would delete or forget files. */
export function parseManifest(text: string, key: string): Manifest {
  return readDocument(
    text,
    STORED_MANIFEST,
    ({ release, intent, restores, pending, gone, adopted, replaced, ...rows }) => ({
      release,
      intent,
      restores,
      pending,
      gone: gone === undefined ? undefined : new Map(gone),
      adopted: adopted === undefined ? undefined : new Set(adopted),
      replaced: replaced?.map(([path, etag, version, at]) => ({ path, etag, version, at })),
      files: readFileRows(rows),
    }),
    (found, cause) => unreadable(key, found, cause),
  );
}

function unreadable(key: string, found: string, cause?: unknown): ActionError {
  return new ActionError({
    what: `The site's manifest ${key} cannot be read`,
    found,
    expected: `a manifest of version ${VERSION}, as this action writes it`,
    wayOut:
      'Use the version of this action that wrote it; or delete it: what is in the bucket is then adopted by its ' +
      'content, and files of old releases are left for you to delete',
    cause,
  });
}
