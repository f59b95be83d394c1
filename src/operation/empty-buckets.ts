import { ActionError } from '../errors.js';
import type { BucketContents, ObjectVersion } from '../ports.js';
import type { PlanResourceChange } from '../terraform/plan-json.js';

/** Versions that one `DeleteObjects` takes. */
const MOST_AT_ONCE = 1000;

/** Looks at one bucket: when files still arrive after so many, somebody is writing, and it would never end. */
const MOST_LOOKS = 20;

/** Errors that are shown of one bucket; the rest is counted. */
const SHOWN_ERRORS = 10;

export interface EmptiedBucket {
  readonly bucket: string;
  /** Versions and delete markers that were deleted. */
  readonly versions: number;
  /** Uploads that were never completed, and now never will be. */
  readonly uploads: number;
}

/**
 * The buckets that a plan deletes and does not make again, by their names in the state. Only these are emptied: a bucket
 * that the plan does not name, or keeps, holds somebody's files.
 */
export function deletedBuckets(changes: readonly PlanResourceChange[]): readonly string[] {
  return changes
    .filter(
      ({ mode, type, change }) => mode === 'managed' && type === 'aws_s3_bucket' && change.actions.join() === 'delete',
    )
    .map(({ change }) => nameOf(change.before))
    .filter((name) => name !== undefined);
}

/**
 * Deletes every version and every delete marker: with only markers left a bucket looks empty and cannot be deleted.
 * What arrives while it is emptied is found by the next look; a bucket is done when a look finds nothing.
 */
export async function emptyBuckets(
  buckets: readonly string[],
  contents: BucketContents,
  signal: AbortSignal,
): Promise<readonly EmptiedBucket[]> {
  const emptied: EmptiedBucket[] = [];
  for (const bucket of buckets) {
    const uploads = await contents.abortUploads(bucket);
    const versions = await emptyBucket(bucket, contents, signal);
    emptied.push({ bucket, versions, uploads });
  }
  return emptied;
}

async function emptyBucket(bucket: string, contents: BucketContents, signal: AbortSignal): Promise<number> {
  let versions = 0;
  for (let look = 1; look <= MOST_LOOKS; look++) {
    const found = await pass(bucket, contents, signal);
    if (found === 0) return versions;
    versions += found;
  }
  throw new ActionError({
    what: `The bucket ${bucket} does not become empty`,
    found: `new files at each of ${MOST_LOOKS} looks, ${versions} versions deleted so far`,
    expected: 'nobody to write to a stage that is being destroyed',
    wayOut: 'Stop what writes to it, then run the destroy again',
  });
}

async function pass(bucket: string, contents: BucketContents, signal: AbortSignal): Promise<number> {
  let removed = 0;
  for await (const page of contents.versions(bucket)) {
    for (const batch of batches(page)) {
      signal.throwIfAborted();
      const errors = await contents.remove(bucket, batch);
      if (errors.length > 0) throw notDeleted(bucket, removed + batch.length - errors.length, errors);
      removed += batch.length;
    }
  }
  return removed;
}

function* batches(versions: readonly ObjectVersion[]): Generator<readonly ObjectVersion[]> {
  for (let at = 0; at < versions.length; at += MOST_AT_ONCE) yield versions.slice(at, at + MOST_AT_ONCE);
}

function notDeleted(
  bucket: string,
  deleted: number,
  errors: readonly { readonly key: string; readonly why: string }[],
): ActionError {
  const shown = errors.slice(0, SHOWN_ERRORS).map(({ key, why }) => `${JSON.stringify(key)} (${why})`);
  const more = errors.length > shown.length ? ` and ${errors.length - shown.length} more` : '';
  return new ActionError({
    what: `The bucket ${bucket} could not be emptied`,
    found: `${shown.join(', ')}${more}; ${deleted} versions were deleted`,
    expected: 'every version and delete marker to be deleted',
    wayOut: 'Look for an object lock or a policy that keeps them, then run the destroy again: it continues',
  });
}

function nameOf(before: unknown): string | undefined {
  if (typeof before !== 'object' || before === null) return undefined;
  const { bucket } = before as { readonly bucket?: unknown };
  return typeof bucket === 'string' && bucket !== '' ? bucket : undefined;
}
