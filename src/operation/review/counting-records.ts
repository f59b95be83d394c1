import type { Ancestry } from '../../ports/history.js';
import type { ReviewedPlan } from '../../terraform/reviewed/reviewed-change.js';
import type { NoRecord } from './record-texts.js';

/** A record, with where on the default branch it takes effect. */
export interface PlacedRecord {
  readonly plan: ReviewedPlan | NoRecord;
  /** On which it was reviewed; absent where a deploy accepted it without. */
  readonly pull?: { readonly number: number };
  /** The commit that merged it; absent in a merge queue. */
  readonly merge?: string | undefined;
}

/**
 * The records that count. One whose planned commit holds another's merge supersedes that one whole: whoever reviewed
 * it saw everything that was left of it. Of two of one commit the later one counts.
 * @param records in the order of their merges
 */
export async function countingRecords<R extends PlacedRecord>(
  records: readonly R[],
  history: Ancestry,
): Promise<readonly R[]> {
  const superseded = new Set<R>();
  for (const newer of [...records].reverse()) {
    const { plan } = newer;
    // What has superseded this one knows everything that this one knew.
    if (superseded.has(newer) || typeof plan === 'string') continue;
    const others = records.filter((one) => one !== newer && !superseded.has(one));
    for (const older of others) {
      const { merge } = older;
      if (merge === undefined) continue;
      const isSameCommit = merge === plan.base && merge === newer.merge;
      if (isSameCommit ? records.indexOf(older) < records.indexOf(newer) : await history.isAncestor(merge, plan.base)) {
        superseded.add(older);
      }
    }
  }
  return records.filter((record) => !superseded.has(record));
}
