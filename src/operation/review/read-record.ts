import type { CheckRun, CheckRuns } from '../../ports/check-runs.js';
import type { Approval, MergedPullRequest, PullRequests, QueuedPullRequest } from '../../ports/pull-requests.js';
import type { StackIdentity } from '../run/stack-identity.js';
import type { PlacedRecord } from './counting-records.js';
import { parseRecordId } from './record-id.js';
import { readRecord } from './record-texts.js';
import { checkRunName, ofState } from './write-record.js';

/** A pull request that is merged, or will be by the queue: then `mergedAt` is far away. */
export type ReviewedPullRequest = QueuedPullRequest &
  Pick<MergedPullRequest, 'mergedAt'> &
  Partial<Pick<MergedPullRequest, 'mergeCommitSha'>>;

/** A plan that was recorded on a pull request. */
export interface RecordedPlan {
  readonly id: number;
  readonly fingerprint: string;
  readonly first: boolean;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601. */
  readonly completedAt: string;
  readonly commit: string;
  readonly text: string;
}

/** The plan that was reviewed on one pull request. */
export interface ReviewedRecord extends PlacedRecord {
  readonly pull: ReviewedPullRequest;
  readonly fingerprint: string;
  readonly completedAt: string;
  /** Planned as the first deployment of its stage. */
  readonly first: boolean;
  /** Who approved it; absent when it was merged without an approval of this plan. */
  readonly approvedBy?: string;
  /** Records of the same pull request that do not count, newest first: they tell why a plan differs. */
  readonly others: readonly RecordedPlan[];
}

export interface RecordPorts {
  readonly github: { readonly checks: Pick<CheckRuns, 'list'>; readonly pulls: Pick<PullRequests, 'approvals'> };
}

/**
 * Which of a pull request's records counts. Approved is the newest plan of the commit that somebody else than the
 * author approved, if it was complete by then: what was planned later, or of a commit that was pushed later, the
 * approver has not seen. An approval of the head goes before those of older commits, a later one before an earlier.
 * Without such a plan it is the newest that was complete at the merge, and counts as not approved: of a commit that was
 * approved before its plan was there, or of the head where nothing was approved. `undefined`: none.
 */
export async function reviewedRecord(
  pull: ReviewedPullRequest,
  identity: StackIdentity,
  { github }: RecordPorts,
): Promise<ReviewedRecord | undefined> {
  const name = checkRunName(identity);
  const approvals = approvalsThatCount(await github.pulls.approvals(pull.number), pull);
  const commits = [...new Set([pull.headSha, ...approvals.map(({ commit }) => commit)])];
  const found = await Promise.all(
    commits.map(
      async (commit) =>
        [
          commit,
          recordedPlans(await github.checks.list(commit, name), commit, { ...pull, ...ofState(identity) }),
        ] as const,
    ),
  );
  const ofCommit = new Map(found);
  const complete = (commit: string, at: string) =>
    ofCommit.get(commit)?.find(({ completedAt }) => isBefore(completedAt, at));

  for (const { commit, at, by } of approvals) {
    const approved = complete(commit, at);
    if (approved !== undefined) return { ...(await reviewed(approved)), approvedBy: by };
  }
  const merged = approvals.length === 0 ? [pull.headSha] : approvals.map(({ commit }) => commit);
  for (const commit of merged) {
    const unapproved = complete(commit, pull.mergedAt);
    if (unapproved !== undefined) return await reviewed(unapproved);
  }
  return undefined;

  async function reviewed({
    id,
    fingerprint,
    first,
    completedAt,
    text,
    commit,
  }: RecordedPlan): Promise<ReviewedRecord> {
    const plan = await readRecord(text, fingerprint, { headSha: commit, name }, github.checks);
    const others = [...ofCommit.values()].flat().filter((other) => other.id !== id);
    return {
      pull,
      plan,
      fingerprint,
      merge: pull.mergeCommitSha,
      completedAt,
      first,
      others: others.sort(newestFirst),
    };
  }
}

/** Those of this pull request against this base, that do not say that the plan failed; newest first. */
export function recordedPlans(
  runs: readonly CheckRun[],
  commit: string,
  { number, baseRef, state }: Pick<ReviewedPullRequest, 'number' | 'baseRef'> & { readonly state?: string | undefined },
): readonly RecordedPlan[] {
  return runs
    .flatMap(({ id, externalId, conclusion, startedAt, completedAt, text }) => {
      const named = parseRecordId(externalId, { pull: number, baseRef, state });
      return named === undefined || conclusion === 'failure'
        ? []
        : [{ ...named, id, startedAt, completedAt, commit, text }];
    })
    .sort(newestFirst);
}

function approvalsThatCount(approvals: readonly Approval[], pull: ReviewedPullRequest): readonly Approval[] {
  const ofHead = ({ commit }: Approval) => Number(commit === pull.headSha);
  return approvals
    .filter(({ by, at }) => by !== pull.author && isBefore(at, pull.mergedAt))
    .sort((a, b) => ofHead(b) - ofHead(a) || Date.parse(b.at) - Date.parse(a.at));
}

function newestFirst(a: RecordedPlan, b: RecordedPlan): number {
  return Date.parse(b.completedAt) - Date.parse(a.completedAt) || b.id - a.id;
}

/** GitHub's times have whole seconds: in the same second counts as before. */
function isBefore(time: string, limit: string): boolean {
  return Date.parse(time) <= Date.parse(limit);
}
