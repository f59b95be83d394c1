import * as v from 'valibot';
import { ActionError } from '../errors.js';
import type { FileHeaders } from './file-headers.js';

/** What this site put under its prefix, by path inside the site. Nothing else is ever deleted. */
export interface ManifestFile extends FileHeaders {
  /** Hex, of the content. */
  readonly sha256: string;
  /** As S3 returned it, without quotes; `''`: the upload was intended, and nobody knows whether it happened. */
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
  /** ISO 8601: since when no release names it. */
  readonly unreferencedSince?: string;
}

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
  readonly intent?: string;
  readonly files: ReadonlyMap<string, ManifestFile>;
  readonly pending: readonly PendingInvalidation[];
  /** Names that were kept for a year and are deleted, and when (ISO 8601): an edge may hold the 404 of one that comes back. */
  readonly gone?: ReadonlyMap<string, string>;
  /** Objects that somebody else wrote first, whose headers and access a rewrite has to repeat. */
  readonly adopted?: ReadonlySet<string>;
}

/** Under the prefix. Also the bucket policy of `infra/` knows it: nobody but the deploy role reads it. */
export const RECORDS = '.well-managed/';
export const MANIFEST_PATH = `${RECORDS}manifest.json`;
export const LOCK_PATH = `${RECORDS}lock.json`;

const VERSION = 1;

const stored = v.object({
  version: v.literal(VERSION),
  release: v.string(),
  intent: v.optional(v.string()),
  pending: v.array(v.object({ callerReference: v.string(), distribution: v.string(), paths: v.array(v.string()) })),
  adopted: v.optional(v.array(v.string())),
  gone: v.optional(v.array(v.strictTuple([v.string(), v.string()]))),
  headers: v.array(v.strictTuple([v.string(), v.string()])),
  // A list, since an object would lose a file called `__proto__`.
  files: v.array(
    v.union([
      v.strictTuple([v.string(), v.string(), v.string(), v.number(), v.number()]),
      v.strictTuple([v.string(), v.string(), v.string(), v.number(), v.number(), v.string()]),
    ]),
  ),
});

/** One file a line, sorted: `[path, sha256, etag, size, number of its headers, unreferenced since]`. */
export function manifestText(manifest: Manifest): string {
  const numbers = new Map<string, number>();
  const headers: string[] = [];
  const lines = [...manifest.files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, file]) => {
      const said = `${file.contentType}\n${file.cacheControl}`;
      let number = numbers.get(said);
      if (number === undefined) {
        number = headers.push(JSON.stringify([file.contentType, file.cacheControl])) - 1;
        numbers.set(said, number);
      }
      const since = file.unreferencedSince === undefined ? [] : [file.unreferencedSince];
      return JSON.stringify([path, file.sha256, file.etag, file.size, number, ...since]);
    });
  const { release, intent, pending, gone = new Map<string, string>(), adopted = new Set<string>() } = manifest;
  const remembered =
    (adopted.size === 0 ? '' : `"adopted":${JSON.stringify([...adopted].sort())},`) +
    (gone.size === 0 ? '' : `"gone":${JSON.stringify([...gone])},`);
  const begun = intent === undefined ? '' : `"intent":${JSON.stringify(intent)},`;
  return (
    `{"version":${VERSION},"release":${JSON.stringify(release)},${begun}"pending":${JSON.stringify(pending)},` +
    `${remembered}"headers":[${headers.join(',')}],"files":[\n${lines.join(',\n')}\n]}\n`
  );
}

/** Throws when it is not a manifest of this version: guessing here would delete or forget files. */
export function parseManifest(text: string, key: string): Manifest {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw unreadable(key, 'no JSON', cause);
  }
  const parsed = v.safeParse(stored, document);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw unreadable(key, `${v.getDotPath(issue) ?? 'the document'}: ${issue.message}`);
  }
  const { release, intent, pending, gone, adopted, headers, files } = parsed.output;
  const entries = files.map(([path, sha256, etag, size, number, since]): [string, ManifestFile] => {
    const said = headers[number];
    if (said === undefined) throw unreadable(key, `${path} has headers number ${number}, of ${headers.length}`);
    const [contentType, cacheControl] = said;
    const file = { sha256, etag, size, contentType, cacheControl };
    return [path, since === undefined ? file : { ...file, unreferencedSince: since }];
  });
  return {
    release,
    ...(intent === undefined ? {} : { intent }),
    pending,
    ...(gone === undefined ? {} : { gone: new Map(gone) }),
    ...(adopted === undefined ? {} : { adopted: new Set(adopted) }),
    files: new Map(entries),
  };
}

function unreadable(key: string, found: string, cause?: unknown): ActionError {
  return new ActionError({
    what: `The site's manifest ${key} cannot be read`,
    found,
    expected: `a manifest of version ${VERSION}, as this action writes it`,
    wayOut:
      'Use the version of this action that wrote it; or delete it: what is in the bucket is then adopted by its ' +
      'content, and files of old releases are left for you to delete',
    ...(cause === undefined ? {} : { cause }),
  });
}
