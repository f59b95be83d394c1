import type { StackIdentity } from '../run/stack-identity.js';
import { type RecordPorts, type ReviewedPullRequest, type ReviewedRecord, reviewedRecord } from './read-record.js';

/** Everything that was reviewed among several pull requests. */
export interface ReviewedSet {
  readonly records: readonly ReviewedRecord[];
  /** Numbers of the pull requests that have no record of this stack. */
  readonly withoutRecord: readonly number[];
}

/** The union over pull requests: merges whose deploys never ran are part of what the next deploy carries. */
export async function reviewedSet(
  pulls: readonly ReviewedPullRequest[],
  identity: StackIdentity,
  ports: RecordPorts,
): Promise<ReviewedSet> {
  const records: ReviewedRecord[] = [];
  const withoutRecord: number[] = [];
  for (const pull of new Map(pulls.map((each) => [each.number, each])).values()) {
    const record = await reviewedRecord(pull, identity, ports);
    if (record === undefined) withoutRecord.push(pull.number);
    else records.push(record);
  }
  return { records, withoutRecord };
}
