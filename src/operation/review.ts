import type { CheckRuns, Deployments, Log, PullRequests, Stack } from '../ports.js';
import type { Entry } from '../terraform/entry.js';
import { compareWithReviewed } from '../terraform/review.js';
import type { RunContext } from './context.js';
import { deployTask } from './deployment-memory.js';
import type { PlanReport, ReviewReport } from './outcome.js';
import { likelyCause } from './review-cause.js';
import { differenceSentence, ReviewRefusal } from './review-refusal.js';
import { type ReviewedRecord, reviewedRecord } from './reviewed-set.js';

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
    const what = report.changes.class === 'code' ? 'only packages change, and code is reviewed as code' : 'no changes';
    return { verdict: 'nothing-to-review', sentence: `Nothing to review: ${what}` };
  }
  if (approvedFingerprint !== undefined) return approvedByHand(approvedFingerprint, request);
  if (await isFirstDeployment(report, ports)) {
    return {
      verdict: 'first-deployment',
      sentence: `The first deployment of ${stage}: its state is empty and the plan only creates, so nothing that exists can be harmed`,
    };
  }
  return await compared(request, ports);
}

function approvedByHand(approved: string, { report, entries }: ReviewRequest): ReviewReport {
  if (approved === report.fingerprint) {
    return { verdict: 'approved-by-hand', sentence: `Approved by hand: fingerprint ${approved}` };
  }
  throw new ReviewRefusal({
    what: 'The plan is not the one that was approved by hand',
    found: `fingerprint ${report.fingerprint}, with ${entries.length} changes`,
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
  return existing.every((address) => /^(?:module\.[^.]+\.)*data\./.test(address));
}

async function compared({ context, report, entries }: ReviewRequest, ports: ReviewPorts): Promise<ReviewReport> {
  const { identity, run, repository } = context;
  const { github, log } = ports;
  const task = deployTask(identity);
  const pull = await github.mergedAs(run.sha, repository.defaultBranch);
  const own = pull === undefined ? undefined : await reviewedRecord(pull, identity, ports);
  const unfinishedDeploy = await github.hasUnfinished(task, identity.stage);
  const againstOwn = compareWithReviewed(entries, own === undefined ? [] : [own.plan], { unfinishedDeploy });
  if (own !== undefined && againstOwn.verdict !== 'different') return same(againstOwn.verdict, [own]);

  // Merges whose deploys never ran are part of what this deploy carries.
  const last = await github.lastSuccessful(task, identity.stage);
  const pulls = await github.mergedSince(last?.sha, run.sha, repository.defaultBranch);
  const records: ReviewedRecord[] = own === undefined ? [] : [own];
  const withoutRecord: number[] = pull !== undefined && own === undefined ? [pull.number] : [];
  for (const other of pulls) {
    if (other.number === pull?.number) continue;
    const record = await reviewedRecord(other, identity, ports);
    if (record === undefined) withoutRecord.push(other.number);
    else records.push(record);
  }
  const reviewed = records.map(({ plan }) => plan);
  const { verdict, differences } = compareWithReviewed(entries, reviewed, { unfinishedDeploy });
  if (verdict !== 'different') return same(verdict, records);

  for (const difference of differences) log.info(`Not reviewed: ${differenceSentence(difference)}`);
  const cause = likelyCause({ report, entries, pull, records, withoutRecord, differences });
  throw new ReviewRefusal({
    what:
      records.length === 0
        ? 'Nobody reviewed this plan'
        : `The plan is not the one that was reviewed on ${names(records)}`,
    expected:
      records.length === 0
        ? 'a plan that was recorded on a merged pull request'
        : 'only changes that the reviewers saw',
    ...(cause === undefined ? {} : { cause }),
    differences,
    fingerprint: report.fingerprint,
  });
}

function same(verdict: 'equal' | 'covered', records: readonly ReviewedRecord[]): ReviewReport {
  const unapproved = records.filter(({ approvedBy }) => approvedBy === undefined).map(({ pull }) => `#${pull.number}`);
  const approvers = [...new Set(records.flatMap(({ approvedBy }) => approvedBy ?? []))];
  const how = verdict === 'equal' ? 'The plan is the one' : 'Every change of the plan is one';
  const by = approvers.length === 0 ? '' : `, approved by ${approvers.join(' and ')}`;
  const without = unapproved.length === 0 ? '' : `; ${unapproved.join(', ')} merged without review`;
  return { verdict: 'same', sentence: `${how} that was recorded on ${names(records)}${by}${without}` };
}

function names(records: readonly ReviewedRecord[]): string {
  const numbers = records.map(({ pull }) => `#${pull.number}`);
  return `${numbers.length === 1 ? 'pull request' : 'pull requests'} ${numbers.join(', ')}`;
}
