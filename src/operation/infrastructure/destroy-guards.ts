import { ActionError, BucketDenied } from '../../errors.js';
import type { BucketContents } from '../../ports/buckets.js';
import type { Caller, Log } from '../../ports/run.js';
import type { DestroyGround } from '../../ports/terraform.js';
import { type DeletedBucket, deletedBuckets } from '../../terraform/destruction/deleted-buckets.js';
import { undeletable } from '../../terraform/destruction/deletion-protection.js';
import { undermined } from '../../terraform/destruction/standing-ground.js';
import type { ChangeSet } from '../../terraform/plan/change-set.js';
import type { Plan } from '../../terraform/plan/json.js';
import { protectedChanges } from '../../terraform/plan/protected-changes.js';
import type { RunContext } from '../run/context.js';
import { confirmedProtected } from '../run/destroy-confirmation.js';
import { eachVersion } from './empty-buckets.js';

export interface GuardPorts {
  readonly log: Log;
  readonly aws: Caller;
  readonly buckets: BucketContents;
  readonly terraform: DestroyGround;
}

export interface PlannedDestruction {
  readonly plan: Plan;
  readonly changes: ChangeSet;
}

/** What may be emptied, and what the run leaves to Terraform. */
export interface GuardedBuckets {
  readonly emptied: readonly DeletedBucket[];
  readonly leftAlone: readonly DeletedBucket[];
}

/**
 * Looks at a destroy plan before anything is recorded or deleted: whether it takes away what the run, or another one,
 * stands on; whether it was meant; whether something will stop it half-way. Throws.
 * @returns the buckets that may be emptied, whose whole listing was read
 */
export async function guardDestroy(
  { plan, changes }: PlannedDestruction,
  { config, signal }: Pick<RunContext, 'config' | 'signal'>,
  { log, aws, buckets, terraform }: GuardPorts,
): Promise<GuardedBuckets> {
  const { backend, hiddenProvider } = await terraform.ground();
  const role = plan.resource_changes.some(({ type }) => type.startsWith('aws_iam_')) ? await aws.roleName() : undefined;
  const artifactBucket = config.packages?.bucket;
  requireGround(
    undermined(plan, {
      backend,
      byIdentity: config.aws.role !== undefined,
      artifactBucket,
      role,
    }),
  );
  requireMeant(changes, config.protect, confirmedProtected(config.confirmDestroy));
  requireDeletable(undeletable(plan).map(({ address, because }) => `${address} (${because})`));
  const deleted = deletedBuckets(plan, hiddenProvider);
  const emptied = deleted.filter(({ elsewhere }) => elsewhere === undefined);
  for (const bucket of emptied) await requireEmptiable(bucket, buckets, log, signal);
  return { emptied, leftAlone: deleted.filter(({ elsewhere }) => elsewhere !== undefined) };
}

function requireGround(found: readonly { readonly address: string; readonly what: string }[]): void {
  if (found.length === 0) return;
  throw new ActionError({
    what: 'The destroy would delete what this run, or another stack, stands on',
    found: listed(found.map(({ address, what }) => `${address}, ${what}`)),
    wayOut:
      'Nothing was deleted. Take it out of the stack with a "removed" block and "destroy = false", deploy that, then run the destroy again',
  });
}

function requireMeant(changes: ChangeSet, patterns: readonly string[], named: ReadonlySet<string>): void {
  const meant = new Set(
    protectedChanges(
      changes,
      patterns.filter((pattern) => named.has(pattern)),
    ).map(({ address }) => address),
  );
  const left = protectedChanges(changes, patterns).filter(({ address }) => !named.has(address) && !meant.has(address));
  if (left.length === 0) return;
  throw new ActionError({
    what: 'The destroy deletes what "protect" protects',
    found: listed(left.map(({ address }) => address)),
    wayOut: `Nothing was deleted. To delete it, name it in "confirm-destroy", by address or pattern: ... including ${left[0]?.address}`,
  });
}

function requireDeletable(found: readonly string[]): void {
  if (found.length === 0) return;
  throw new ActionError({
    what: 'The destroy would stop half-way at what is protected from deletion',
    found: listed(found),
    wayOut: 'Nothing was deleted. Change these arguments in a pull request, deploy it, then run the destroy again',
  });
}

async function requireEmptiable(
  { bucket, objectLock, hasPolicy }: DeletedBucket,
  contents: BucketContents,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  log.info(`Reading the listing of the bucket ${bucket}`);
  try {
    await eachVersion(bucket, contents, signal, async (versions) => {
      if (!objectLock) return;
      for (const version of versions) {
        const kept = await contents.retention(bucket, version);
        if (kept !== undefined) requireDeletable([`${JSON.stringify(version.key)} in the bucket ${bucket} (${kept})`]);
      }
    });
  } catch (thrown) {
    if (!(thrown instanceof BucketDenied) || !hasPolicy || objectLock) throw thrown;
    // It is looked at again before it is emptied.
    log.info(`The bucket ${bucket} cannot be listed while its policy stands, which this plan deletes.`);
  }
}

function listed(found: readonly string[]): string {
  const shown = found.slice(0, 10);
  return found.length > shown.length
    ? `${shown.join('; ')}; and ${found.length - shown.length} more`
    : shown.join('; ');
}
