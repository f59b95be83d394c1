import type { SitePorts } from '../../ports/site.js';
import type { PendingInvalidation, ReplacedVersion } from '../../site/manifest.js';
import type { SiteComparison } from './compare.js';
import { owed } from './invalidate.js';
import type { SiteLock } from './lock.js';
import { ManifestRecord } from './manifest-record.js';
import type { SiteRequest } from './request.js';
import type { SiteSource } from './source.js';

/** What a change works with: the comparison, which has to hold under the lock. */
export interface Work {
  readonly comparison: SiteComparison;
  readonly record: ManifestRecord;
  /** What is owed to the edges once the files are up. */
  readonly pending: readonly PendingInvalidation[];
  /** Versions that nothing knew, of what is replaced or deleted. */
  readonly replaced: readonly ReplacedVersion[];
  /** Absent where there is nothing to do. */
  readonly lock?: SiteLock;
}

/** Compares. Reads, and changes nothing. */
export async function comparedWork(
  source: SiteSource,
  { prefix, invalidation, distributions }: SiteRequest,
  { records }: Pick<SitePorts, 'records'>,
): Promise<Work> {
  const comparison = await source.compare();
  const { manifest, record, sync } = comparison;
  const known = manifest?.pending ?? [];
  const pending = invalidation === 'none' ? known : owed(known, sync.changedPaths, distributions);
  return {
    comparison,
    pending,
    record: new ManifestRecord(records, prefix, record),
    replaced: manifest?.replaced ?? [],
  };
}
