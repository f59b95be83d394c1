import type { CheckRuns, Deployments, Log, PullRequests, Stack } from '../ports.js';
import type { Entry } from '../terraform/entry.js';
import { compareWithReviewed } from '../terraform/review.js';
import { acceptedPlans, rememberAccepted } from './accepted-plan.js';
import type { RunContext } from './context.js';
import { deployTask } from './deployment-memory.js';
import type { PlanReport, ReviewReport } from './outcome.js';
import { likelyCause } from './review-cause.js';
import { differenceSentence, pullNames, ReviewRefusal } from './review-refusal.js';
import { type ReviewedRecord, type ReviewedSet, reviewedSet } from './reviewed-set.js';

export interface ReviewRequest {
  readonly context: RunContext;
  readonly report: PlanReport;
  readonly entries: readonly Entry[];
}

export interface ReviewPorts {
  readonly log: Log;
  readonly github: CheckRuns & PullRequests & Deployments;
  readonly stack: Pick<Stack, 'resources'>;
}

/**
 * Decides whether this plan may be applied: because somebody reviewed it, because it holds nothing to review, or
 * because nothing exists that it could harm. Throws `ReviewRefusal` otherwise, and whatever lookup failed: what cannot
 * be looked up is not taken for reviewed.
 */
export async function checkReview(request: ReviewRequest, ports: ReviewPorts): Promise<ReviewReport> {
  const { context, report, entries } = request;
  const { applyPolicy, approvedFingerprint, stage } = context.config;
  if (applyPolicy === 'always') {
    return { verdict: 'not-asked', sentence: 'Not compared with a review: "apply-policy" is always' };
  }
  if (entries.length === 0) {
    const what = report.changes.class === 'none' ? 'no changes' : 'only packages change, and code is reviewed as code';
    return { verdict: 'nothing-to-review', sentence: `Nothing to review: ${what}` };
  }
  if (approvedFingerprint !== undefined) return await approvedByHand(approvedFingerprint, request, ports);
  if (await isFirstDeployment(report, ports)) {
    await rememberAccepted(request, { checks: ports.github, log: ports.log });
    return {
      verdict: 'first-deployment',
      sentence: `The first deployment of ${stage}: its state is empty and the plan only creates, so nothing that exists can be harmed`,
    };
  }
  return await compared(request, ports);
}

async function approvedByHand(approved: string, request: ReviewRequest, ports: ReviewPorts): Promise<ReviewReport> {
  const { context, report, entries } = request;
  const { github, log } = ports;
  if (approved === report.fingerprint) {
    await rememberAccepted(request, { checks: github, log });
    return { verdict: 'approved-by-hand', sentence: `Approved by hand: fingerprint ${approved}` };
  }
  const unfinished = await github.unfinished(deployTask(context.identity), context.identity.stage);
  const accepted = (await acceptedPlans(unfinished, context.identity, github)).filter(
    ({ fingerprint }) => fingerprint === approved,
  );
  if (compareWithReviewed(entries, accepted, { unfinishedDeploy: true }).verdict !== 'different') {
    return {
      verdict: 'approved-by-hand',
      sentence: `The rest of the plan that was approved by hand: fingerprint ${approved}`,
    };
  }
  throw new ReviewRefusal({
    what: 'The plan is not the one that was approved by hand',
    found: `fingerprint ${report.fingerprint}, with ${entries.length} ${entries.length === 1 ? 'change' : 'changes'}`,
    expected: `fingerprint ${approved}`,
    cause: 'something changed after the approved plan was made',
    differences: [],
    fingerprint: report.fingerprint,
  });
}

/** State empty, and nothing but creations: no import, no action, no change that is left for later. */
async function isFirstDeployment({ changes }: PlanReport, { stack }: ReviewPorts): Promise<boolean> {
  const onlyCreates = changes.resources.every(
    ({ action, mode, importId, previousAddress }) =>
      (mode === 'data' || action === 'create') && importId === undefined && previousAddress === undefined,
  );
  if (!onlyCreates || changes.invocations.length + changes.deferred.length > 0) return false;
  const existing = await stack.resources();
  return existing.every(isDataSource);
}

/** `data.aws_region.here`, or the same inside modules, whose keys may hold any character. */
function isDataSource(address: string): boolean {
  return /^(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*data\./.test(address);
}

async function compared({ context, report, entries }: ReviewRequest, ports: ReviewPorts): Promise<ReviewReport> {
  const { identity, run, repository } = context;
  const { github, log } = ports;
  const task = deployTask(identity);
  const pull = await github.mergedAs(run.sha, repository.defaultBranch);
  const own = await reviewedSet(pull === undefined ? [] : [pull], identity, ports);
  const unfinished = await github.unfinished(task, identity.stage);
  const situation = { unfinishedDeploy: unfinished.length > 0 };
  const againstOwn = compareWithReviewed(entries, plansOf(own), situation);
  if (againstOwn.verdict !== 'different') return reviewedAs(againstOwn.verdict, own.records);

  const last = await github.lastSuccessful(task, identity.stage);
  const merged = await github.mergedSince(last?.sha, run.sha, repository.defaultBranch);
  const all = await reviewedSet([...(pull === undefined ? [] : [pull]), ...merged], identity, ports);
  const accepted = await acceptedPlans(unfinished, identity, github);
  const { verdict, differences } = compareWithReviewed(entries, [...plansOf(all), ...accepted], situation);
  if (verdict !== 'different') return reviewedAs(verdict, all.records, accepted.length > 0);

  for (const difference of differences) log.info(`Not reviewed: ${differenceSentence(difference)}`);
  const cause = likelyCause({ report, entries, directPush: pull === undefined, ...all, differences });
  throw new ReviewRefusal({
    what:
      all.records.length === 0
        ? 'Nobody reviewed this plan'
        : `The plan is not the one that was reviewed on ${pullNames(all.records)}`,
    expected:
      all.records.length === 0
        ? 'a plan that was recorded on a merged pull request'
        : 'only changes that the reviewers saw',
    ...(cause === undefined ? {} : { cause }),
    differences,
    fingerprint: report.fingerprint,
  });
}

export function plansOf({ records }: ReviewedSet): readonly ReviewedRecord['plan'][] {
  return records.map(({ plan }) => plan);
}

function reviewedAs(
  verdict: 'equal' | 'covered',
  records: readonly ReviewedRecord[],
  withAccepted = false,
): ReviewReport {
  if (records.length === 0) {
    return { verdict: 'same', sentence: 'The rest of a plan that was accepted, and whose deploy did not end' };
  }
  const unapproved = records.filter(({ approvedBy }) => approvedBy === undefined).map(({ pull }) => `#${pull.number}`);
  const approvers = [...new Set(records.flatMap(({ approvedBy }) => approvedBy ?? []))];
  const how = verdict === 'equal' ? 'The plan is the one' : 'Every change of the plan is one';
  const where = `${pullNames(records)}${withAccepted ? ' or accepted by a deploy that did not end' : ''}`;
  const by = approvers.length === 0 ? '' : `, approved by ${approvers.join(' and ')}`;
  const without = unapproved.length === 0 ? '' : `; ${unapproved.join(', ')} merged without review`;
  return { verdict: 'same', sentence: `${how} that was recorded on ${where}${by}${without}` };
}
