import type { CheckRuns } from '../../ports/check-runs.js';
import type { Memory } from '../../ports/deployments.js';
import type { Ancestry } from '../../ports/history.js';
import type { MergedPullRequest, PullRequests } from '../../ports/pull-requests.js';
import type { Log } from '../../ports/run.js';
import { disagreements, type PlannedBoth } from '../../terraform/reviewed/both-ways.js';
import { explained } from '../../terraform/reviewed/difference.js';
import type { ReviewedPlan } from '../../terraform/reviewed/reviewed-change.js';
import { lastApplied, unfinishedCommits } from '../deployments/state-memory.js';
import type { ReviewReport } from '../run/outcome.js';
import { acceptedPlans } from './accepted-plan.js';
import { type ReviewedSet, reviewedSet } from './collect-records.js';
import { countingRecords, type PlacedRecord } from './counting-records.js';
import { likelyCause } from './likely-cause.js';
import type { ReviewedPullRequest, ReviewedRecord } from './read-record.js';
import { requireComparable } from './record-refusal.js';
import { differenceSentence, pullNames, ReviewRefusal } from './refusal.js';
import type { ReviewRequest } from './review-request.js';

export interface ComparisonPorts {
  readonly log: Log;
  readonly github: { readonly checks: CheckRuns; readonly pulls: PullRequests; readonly history: Ancestry };
}

/** The pull requests whose reviewed plans a plan may consist of. */
export interface CarriedPulls {
  /** Whose commit it is; several in a merge queue, none for a direct push. */
  readonly own: readonly ReviewedPullRequest[];
  /** Merged after this commit, or ever, and not deployed yet, oldest first. A failed lookup throws. */
  mergedSince(deployed: string | undefined): Promise<readonly MergedPullRequest[]>;
}

/**
 * Compares a plan both ways with what was reviewed on the pull requests that it carries, and with what an unfinished
 * deploy was allowed to apply. Throws `ReviewRefusal` when they differ, and whatever lookup failed.
 * @param own what was reviewed on `carried.own`
 * @param memory of the state that is planned against
 */
export async function compared(
  request: ReviewRequest,
  { github, log }: ComparisonPorts,
  carried: CarriedPulls,
  own: ReviewedSet,
  memory: Memory,
): Promise<ReviewReport> {
  const { context, report, compared: now } = request;
  const { identity } = context;
  const inQueue = context.event.kind === 'merge-group';
  const unfinished = unfinishedCommits(memory);
  const last = lastApplied(memory);
  const isOwn = new Set(carried.own.map(({ number }) => number));
  const merged = (await carried.mergedSince(last)).filter(({ number }) => !isOwn.has(number));
  const others = await reviewedSet(merged, identity, { github });
  const accepted = await acceptedPlans(unfinished, identity, github.checks);
  const withoutRecord = [...own.withoutRecord, ...others.withoutRecord];
  const counting = await countingRecords<ReviewedRecord | PlacedRecord>(
    [...others.records, ...own.records, ...accepted],
    github.history,
  );
  const reviewed = counting.filter(isOfPull);
  requireComparable(counting, request);
  const plans = plansOf(counting);
  // This very commit was applied: nothing was missing then, and what was done is not planned any more.
  const isDeployed = !inQueue && last === context.run.sha;
  const found = disagreements(now.planned, plans, { unfinishedDeploy: unfinished.length > 0 }).filter(
    ({ kind }) => !isDeployed || kind !== 'no longer planned',
  );
  if (found.length === 0) {
    return reviewedAs(request, {
      counting,
      reviewed,
      isEqual: counting.length === 1 && hasFingerprint(reviewed, report),
    });
  }

  const differences = explained(now.planned, plans, found);
  for (const difference of differences) log.info(`Not as reviewed: ${differenceSentence(difference, counting)}`);
  const cause = await likelyCause(
    { request, directPush: carried.own.length === 0, reviewed, withoutRecord, merged, counting, differences },
    github.history,
  );
  const nobody = reviewed.length === 0;
  throw new ReviewRefusal({
    what: inQueue
      ? `Merged in this order, the plan is not the one that was reviewed${nobody ? '' : ` on ${pullNames(reviewed)}`}`
      : nobody
        ? 'Nobody reviewed this plan'
        : `The plan is not the one that was reviewed on ${pullNames(reviewed)}`,
    expected:
      nobody && !inQueue
        ? 'a plan that was recorded on a merged pull request'
        : 'what the reviewers saw, all of it and nothing else',
    cause,
    differences,
    counting,
    fingerprint: report.fingerprint,
  });
}

/** Whether a plan is one of these records, or the rest of it, after a deploy that did not end. */
export function agrees(planned: PlannedBoth, plans: readonly PlacedRecord['plan'][]): boolean {
  if (plans.some((plan) => typeof plan === 'string')) return false;
  return disagreements(planned, plansOf(plans.map((plan) => ({ plan }))), { unfinishedDeploy: true }).length === 0;
}

function plansOf(records: readonly PlacedRecord[]): readonly ReviewedPlan[] {
  return records.flatMap(({ plan }) => (typeof plan === 'string' ? [] : [plan]));
}

function isOfPull(record: PlacedRecord): record is ReviewedRecord {
  return record.pull !== undefined;
}

function hasFingerprint(records: readonly ReviewedRecord[], { fingerprint }: ReviewRequest['report']): boolean {
  return records.some((record) => record.fingerprint === fingerprint);
}

function reviewedAs(
  { context, report, compared: { planned } }: ReviewRequest,
  {
    counting,
    reviewed,
    isEqual,
  }: {
    readonly counting: readonly PlacedRecord[];
    readonly reviewed: readonly ReviewedRecord[];
    readonly isEqual: boolean;
  },
): ReviewReport {
  if (planned.keyed.every(({ stands }) => stands)) {
    const what = report.changes.class === 'none' ? 'no changes' : 'only packages change, and code is reviewed as code';
    const done = reviewed.some(({ plan }) => typeof plan !== 'string' && plan.changes.length > 0);
    const rest = done ? `, and what was recorded on ${pullNames(reviewed)} is done` : '';
    return { verdict: 'nothing-to-review', sentence: `Nothing to review: ${what}${rest}` };
  }
  if (reviewed.length === 0) {
    return { verdict: 'same', sentence: 'The rest of a plan that was accepted, and whose deploy did not end' };
  }
  const unapproved = reviewed.filter(({ approvedBy }) => approvedBy === undefined).map(({ pull }) => `#${pull.number}`);
  const approvers = [...new Set(reviewed.flatMap(({ approvedBy }) => approvedBy ?? []))];
  const how = isEqual ? 'The plan is the one' : 'Every change of the plan is one';
  const withAccepted = counting.length > reviewed.length;
  const where = `${pullNames(reviewed)}${withAccepted ? ' or accepted by a deploy that did not end' : ''}`;
  const by = approvers.length === 0 ? '' : `, approved by ${approvers.join(' and ')}`;
  const without = context.event.kind === 'merge-group' ? 'without an approval of it' : 'merged without review';
  const rest = unapproved.length === 0 ? '' : `; ${unapproved.join(', ')} ${without}`;
  return { verdict: 'same', sentence: `${how} that was recorded on ${where}${by}${rest}` };
}
