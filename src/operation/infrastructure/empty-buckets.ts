import { ActionError, BucketDenied } from '../../errors.js';
import type { BucketContents, ListMarker, ObjectVersion } from '../../ports/buckets.js';

/** Looks at a bucket that was emptied: when files still arrive after so many, somebody is writing, without end. */
const MOST_LATE_LOOKS = 20;

/** Errors that are shown of one bucket; the rest is counted. */
const SHOWN_ERRORS = 10;

/** The keys of states, with their backups, and of the S3 backend's locks. */
const STATE = /\.(tfstate(\.backup)?|tflock)$/;

export interface EmptiedBucket {
  readonly bucket: string;
  /** Versions and delete markers that were deleted. */
  readonly versions: number;
  /** Uploads that were never completed, and now never will be. */
  readonly uploads: number;
}

/**
 * Deletes every version and every delete marker: with only markers left a bucket looks empty and cannot be deleted.
 * No state of Terraform is deleted, nor a lock on one: a bucket that holds one is refused, whoever it belongs to.
 * What arrives meanwhile is found by the next look; a bucket is done when a look finds nothing.
 */
export async function emptyBuckets(
  buckets: readonly string[],
  contents: BucketContents,
  signal: AbortSignal,
): Promise<readonly EmptiedBucket[]> {
  for (const bucket of buckets) await eachVersion(bucket, contents, signal, () => {});
  const emptied: EmptiedBucket[] = [];
  for (const bucket of buckets) {
    const uploads = await contents.abortUploads(bucket);
    const versions = await emptyBucket(bucket, contents, signal);
    emptied.push({ bucket, versions, uploads });
  }
  return emptied;
}

/** Reads the whole listing of a bucket that is to be emptied. Throws where it holds a state. */
export async function eachVersion(
  bucket: string,
  contents: BucketContents,
  signal: AbortSignal,
  look: (versions: readonly ObjectVersion[]) => Promise<void> | void,
): Promise<void> {
  for (let after: ListMarker | undefined; ; ) {
    signal.throwIfAborted();
    const { versions, next } = await contents.versions(bucket, after);
    requireNoState(bucket, versions);
    await look(versions);
    if (next === undefined) return;
    after = next;
  }
}

/** Always the first page, since a marker may name a version that was just deleted. */
async function emptyBucket(bucket: string, contents: BucketContents, signal: AbortSignal): Promise<number> {
  let deleted = 0;
  let late = 0;
  let last: ObjectVersion | undefined;
  while (late <= MOST_LATE_LOOKS) {
    signal.throwIfAborted();
    const { versions, next } = await contents.versions(bucket);
    const [first] = versions;
    if (first === undefined) return deleted;
    if (first.key === last?.key && first.versionId === last.versionId) throw stillThere(bucket, first);
    requireNoState(bucket, versions);
    const errors = await contents.remove(bucket, versions);
    deleted += versions.length - errors.length;
    if (errors.length > 0) throw notDeleted(bucket, deleted, errors);
    last = first;
    if (next === undefined) late++;
  }
  throw new ActionError({
    what: `The bucket ${bucket} keeps receiving objects while it is being emptied`,
    found: `new objects at each of ${MOST_LATE_LOOKS} looks, ${deleted} versions deleted so far`,
    wayOut: 'Stop what writes to it, then run the destroy again',
  });
}

function requireNoState(bucket: string, versions: readonly ObjectVersion[]): void {
  const state = versions.find(({ key }) => STATE.test(key));
  if (state === undefined) return;
  throw new ActionError({
    what: `The bucket ${bucket} is not emptied: it holds a state of Terraform`,
    found: JSON.stringify(state.key),
    expected: 'a stack that does not manage the bucket of a state',
    wayOut: 'Take the bucket out of the stack with a "removed" block and "destroy = false", then run the destroy again',
  });
}

function stillThere(bucket: string, { key, versionId }: ObjectVersion): ActionError {
  return new ActionError({
    what: `The bucket ${bucket} still lists a version that was deleted`,
    found: `${JSON.stringify(key)}, version ${versionId}`,
    expected: 'the next version, or none',
    wayOut: 'Run the destroy again: it continues',
  });
}

function notDeleted(
  bucket: string,
  deleted: number,
  errors: readonly { readonly key: string; readonly why: string }[],
): ActionError {
  const shown = errors.slice(0, SHOWN_ERRORS).map(({ key, why }) => `${JSON.stringify(key)} (${why})`);
  const more = errors.length > shown.length ? ` and ${errors.length - shown.length} more` : '';
  const denied = errors.some(({ why }) => why.startsWith('AccessDenied'));
  const Failure = denied ? BucketDenied : ActionError;
  return new Failure({
    what: `The bucket ${bucket} could not be emptied`,
    found: `${shown.join(', ')}${more}; ${deleted} versions were deleted`,
    wayOut: denied
      ? 'Look for a policy of the bucket, or an object lock, that keeps them; then run the destroy again: it continues'
      : 'Run the destroy again: it continues',
  });
}
