import type { Collaborators, Labels, QueuedPullRequests } from '../../ports/pull-requests.js';
import type { ReviewReport } from '../run/outcome.js';
import { type ReviewPorts, reviewOf } from './check-review.js';
import { checkProtection } from './protection.js';
import type { ReviewedPullRequest } from './read-record.js';
import type { ReviewRequest } from './review-request.js';

export type GroupPorts = ReviewPorts & {
  readonly github: {
    readonly labels: Labels;
    readonly collaborators: Collaborators;
    readonly pulls: QueuedPullRequests;
  };
};

/** Every record, approval and label so far counts. The runner's own clock is not GitHub's, so it is not asked. */
const NOT_YET = '9999-12-31T23:59:59Z';

/**
 * Asks of a merge group's plan what the deploy will ask after the merge: of its pull requests, and of merges that were
 * not deployed yet. So a difference fails in the queue, and not after the merge. Throws as `reviewOf` does.
 */
export async function checkMergeGroup(request: ReviewRequest, ports: GroupPorts): Promise<ReviewReport> {
  const { context, report, compared } = request;
  const { event, config } = context;
  const { github, log } = ports;
  if (event.kind !== 'merge-group') throw new Error('There is no merge group');
  const branch = event.baseRef.replace(/^refs\/heads\//, '');
  const queued = async (): Promise<readonly ReviewedPullRequest[]> =>
    (await github.pulls.queued(event.headSha, branch)).map((pull) => ({ ...pull, mergedAt: NOT_YET }));
  const mergedSince = (deployed: string | undefined) => github.pulls.mergedSince(deployed, event.baseSha, branch);

  const carried = async (deployed: string | undefined) => [...(await queued()), ...(await mergedSince(deployed))];
  const allowed = await checkProtection(
    { context, report, state: compared.state, patterns: config.protect, carried },
    { github },
  );
  if (allowed !== undefined) log.info(allowed);
  // What is accepted here is accepted again, and remembered, by the deploy that applies it.
  const accept = async () => {};
  return await reviewOf(request, ports, accept, async () => ({ own: await queued(), mergedSince }));
}
