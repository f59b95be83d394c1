import type { CheckRuns, Deployments, Log, PullRequests, QueuedPullRequests } from '../ports.js';
import { compareWithReviewed } from '../terraform/review.js';
import { deployTask } from './deployment-memory.js';
import type { ReviewReport } from './outcome.js';
import { plansOf, type ReviewRequest } from './review.js';
import { likelyCause } from './review-cause.js';
import { differenceSentence, pullNames, ReviewRefusal } from './review-refusal.js';
import { reviewedSet } from './reviewed-set.js';

export interface GroupPorts {
  readonly log: Log;
  readonly github: CheckRuns & PullRequests & Deployments & QueuedPullRequests;
}

/** Every record so far counts. The runner's own clock is not GitHub's, so it is not asked. */
const NOT_YET = '9999-12-31T23:59:59Z';

/**
 * Compares the plan of a merge group with everything reviewed that it holds: its pull requests, and merges that were
 * not deployed yet. So a difference fails in the queue, and not after the merge. Throws `ReviewRefusal`.
 */
export async function checkMergeGroup(
  { context, report, entries }: ReviewRequest,
  { github, log }: GroupPorts,
): Promise<ReviewReport> {
  const { event, identity } = context;
  if (event.kind !== 'merge-group') throw new Error('There is no merge group');
  if (context.config.applyPolicy === 'always') {
    return { verdict: 'not-asked', sentence: 'Not compared with a review: "apply-policy" is always' };
  }
  if (entries.length === 0) return { verdict: 'nothing-to-review', sentence: 'Nothing to review' };
  const task = deployTask(identity);
  const branch = event.baseRef.replace(/^refs\/heads\//, '');
  const queued = await github.queued(event.headSha, branch);
  const last = await github.lastSuccessful(task, identity.stage);
  const merged = await github.mergedSince(last?.sha, event.baseSha, branch);
  const waiting = queued.map((pull) => ({ ...pull, mergedAt: NOT_YET }));
  const all = await reviewedSet([...waiting, ...merged], identity, { github });
  const unfinished = await github.unfinished(task, identity.stage);
  const { verdict, differences } = compareWithReviewed(entries, plansOf(all), {
    unfinishedDeploy: unfinished.length > 0,
  });
  if (verdict !== 'different') {
    return { verdict: 'same', sentence: `The group's plan is what was recorded on ${pullNames(all.records)}` };
  }
  for (const difference of differences) log.info(`Not reviewed: ${differenceSentence(difference)}`);
  const cause = likelyCause({ report, entries, directPush: false, ...all, differences });
  throw new ReviewRefusal({
    what: `Merged in this order, the plan is not the one that was reviewed${all.records.length === 0 ? '' : ` on ${pullNames(all.records)}`}`,
    expected: 'only changes that the reviewers saw',
    ...(cause === undefined ? {} : { cause }),
    differences,
    fingerprint: report.fingerprint,
  });
}
