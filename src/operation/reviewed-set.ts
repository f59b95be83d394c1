import type { Approval, CheckRun, CheckRuns, MergedPullRequest, PullRequests, QueuedPullRequest } from '../ports.js';
import type { ReviewedPlan } from '../terraform/review.js';
import { decodeReviewed } from '../terraform/review-codec.js';
import { checkRunName, isRecord } from './review-record.js';
import type { StackIdentity } from './stack-identity.js';

/** A pull request that is merged, or will be by the queue: then `mergedAt` is far away. */
export type ReviewedPullRequest = QueuedPullRequest & Pick<MergedPullRequest, 'mergedAt'>;

/** The plan that was reviewed on one pull request. */
export interface ReviewedRecord {
  readonly pull: ReviewedPullRequest;
  readonly plan: ReviewedPlan;
  readonly completedAt: string;
  /** Who approved it; absent when it was merged without an approval of this plan. */
  readonly approvedBy?: string;
  /** Records of the same commits that do not count, newest first: they tell why a plan differs. */
  readonly others: readonly CheckRun[];
}

export interface RecordPorts {
  readonly github: Pick<CheckRuns, 'list'> & Pick<PullRequests, 'approvals'>;
}

/**
 * Which of a pull request's records counts: the newest that was complete when it was last approved by someone else
 * than its author, on the commit that was approved or on the head; without such an approval the newest that was
 * complete when it was merged. `undefined`: none.
 */
export async function reviewedRecord(
  pull: ReviewedPullRequest,
  identity: StackIdentity,
  { github }: RecordPorts,
): Promise<ReviewedRecord | undefined> {
  const name = checkRunName(identity);
  const approval = lastApproval(await github.approvals(pull.number), pull);
  const commits = new Set([pull.headSha, ...(approval === undefined ? [] : [approval.commit])]);
  const found = await Promise.all([...commits].map((commit) => github.list(commit, name)));
  const records = found.flat().filter(isRecord).sort(newestFirst);
  const approved = approval && records.find(({ completedAt }) => isBefore(completedAt, approval.at));
  const counts = approved ?? records.find(({ completedAt }) => isBefore(completedAt, pull.mergedAt));
  if (counts === undefined) return undefined;
  const entries = decodeReviewed(counts.text, counts.externalId);
  return {
    pull,
    plan: { fingerprint: counts.externalId, ...(entries === undefined ? {} : { entries }) },
    completedAt: counts.completedAt,
    ...(approved === undefined || approval === undefined ? {} : { approvedBy: approval.by }),
    others: records.filter(({ id }) => id !== counts.id),
  };
}

function lastApproval(approvals: readonly Approval[], pull: ReviewedPullRequest): Approval | undefined {
  return approvals
    .filter(({ by, at }) => by !== pull.author && isBefore(at, pull.mergedAt))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
}

function newestFirst(a: CheckRun, b: CheckRun): number {
  return Date.parse(b.completedAt) - Date.parse(a.completedAt) || b.id - a.id;
}

/** GitHub's times have whole seconds: in the same second counts as before. */
function isBefore(time: string, limit: string): boolean {
  return Date.parse(time) <= Date.parse(limit);
}

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
