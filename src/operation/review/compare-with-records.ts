import type { CheckRuns } from '../../ports/check-runs.js';
import type { Deployments } from '../../ports/deployments.js';
import type { MergedPullRequest, PullRequests } from '../../ports/pull-requests.js';
import type { Log } from '../../ports/run.js';
import type { ReviewedPlan } from '../../terraform/reviewed/comparison.js';
import { compareWithReviewed } from '../../terraform/reviewed/comparison.js';
import { deployTask } from '../deployments/task.js';
import type { ReviewReport } from '../run/outcome.js';
import { acceptedPlans } from './accepted-plan.js';
import { type ReviewedSet, reviewedSet } from './collect-records.js';
import { likelyCause } from './likely-cause.js';
import type { ReviewedPullRequest, ReviewedRecord } from './read-record.js';
import { differenceSentence, pullNames, ReviewRefusal } from './refusal.js';
import type { ReviewRequest } from './review-request.js';

export interface ComparisonPorts {
  readonly log: Log;
  readonly github: CheckRuns & PullRequests & Deployments;
}

/** The pull requests whose reviewed plans a plan may consist of. */
export interface CarriedPulls {
  /** Whose commit it is; several in a merge queue, none for a direct push. */
  readonly own: readonly ReviewedPullRequest[];
  /** Merged after this commit, or ever, and not deployed yet. A failed lookup throws. */
  mergedSince(deployed: string | undefined): Promise<readonly MergedPullRequest[]>;
}

/**
 * Compares a plan with what was reviewed on the pull requests that it carries, and with what an unfinished deploy was
 * allowed to apply. `own`: what was reviewed on `carried.own`. Throws `ReviewRefusal` when it holds anything else, and whatever lookup failed.
 */
export async function compared(
  { context, report, entries }: ReviewRequest,
  { github, log }: ComparisonPorts,
  carried: CarriedPulls,
  own: ReviewedSet,
): Promise<ReviewReport> {
  const { identity } = context;
  const task = deployTask(identity);
  const inQueue = context.event.kind === 'merge-group';
  const unfinished = await github.unfinished(task, identity.stage);
  const situation = { unfinishedDeploy: unfinished.length > 0 };
  const againstOwn = compareWithReviewed(entries, plansOf(own), situation);
  if (againstOwn.verdict !== 'different') return reviewedAs(againstOwn.verdict, own.records, { inQueue });

  const last = await github.lastSuccessful(task, identity.stage);
  const merged = await carried.mergedSince(last?.sha);
  const all = await reviewedSet([...carried.own, ...merged], identity, { github });
  const accepted = await acceptedPlans(unfinished, identity, github);
  const { verdict, differences } = compareWithReviewed(entries, [...plansOf(all), ...accepted], situation);
  if (verdict !== 'different') {
    return reviewedAs(verdict, all.records, { inQueue, withAccepted: accepted.length > 0 });
  }

  for (const difference of differences) log.info(`Not reviewed: ${differenceSentence(difference)}`);
  const directPush = carried.own.length === 0;
  const cause = likelyCause({ report, entries, directPush, ...all, differences });
  const nobody = all.records.length === 0;
  throw new ReviewRefusal({
    what: inQueue
      ? `Merged in this order, the plan is not the one that was reviewed${nobody ? '' : ` on ${pullNames(all.records)}`}`
      : nobody
        ? 'Nobody reviewed this plan'
        : `The plan is not the one that was reviewed on ${pullNames(all.records)}`,
    expected:
      nobody && !inQueue ? 'a plan that was recorded on a merged pull request' : 'only changes that the reviewers saw',
    ...(cause === undefined ? {} : { cause }),
    differences,
    fingerprint: report.fingerprint,
  });
}

function plansOf({ records }: ReviewedSet): readonly ReviewedPlan[] {
  return records.map(({ plan }) => plan);
}

function reviewedAs(
  verdict: 'equal' | 'covered',
  records: readonly ReviewedRecord[],
  { inQueue, withAccepted = false }: { readonly inQueue: boolean; readonly withAccepted?: boolean },
): ReviewReport {
  if (records.length === 0) {
    return { verdict: 'same', sentence: 'The rest of a plan that was accepted, and whose deploy did not end' };
  }
  const unapproved = records.filter(({ approvedBy }) => approvedBy === undefined).map(({ pull }) => `#${pull.number}`);
  const approvers = [...new Set(records.flatMap(({ approvedBy }) => approvedBy ?? []))];
  const how = verdict === 'equal' ? 'The plan is the one' : 'Every change of the plan is one';
  const where = `${pullNames(records)}${withAccepted ? ' or accepted by a deploy that did not end' : ''}`;
  const by = approvers.length === 0 ? '' : `, approved by ${approvers.join(' and ')}`;
  const without = inQueue ? 'without an approval of it' : 'merged without review';
  const rest = unapproved.length === 0 ? '' : `; ${unapproved.join(', ')} ${without}`;
  return { verdict: 'same', sentence: `${how} that was recorded on ${where}${by}${rest}` };
}
