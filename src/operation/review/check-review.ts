import type { CheckRuns } from '../../ports/check-runs.js';
import type { Deployments, Memory } from '../../ports/deployments.js';
import type { Ancestry } from '../../ports/history.js';
import type { MergedPullRequest, PullRequests } from '../../ports/pull-requests.js';
import type { Log } from '../../ports/run.js';
import type { Stack } from '../../ports/terraform.js';
import { lastApplied, requireOwnState } from '../deployments/state-memory.js';
import { deployTask } from '../deployments/task.js';
import type { RunContext } from '../run/context.js';
import type { ReviewReport } from '../run/outcome.js';
import { rememberAccepted } from './accepted-plan.js';
import { approvedByHand } from './approved-by-hand.js';
import { reviewedSet } from './collect-records.js';
import { type CarriedPulls, compared } from './compare-with-records.js';
import { isFirstDeployment } from './first-deployment.js';
import type { ReviewRequest } from './review-request.js';

export interface ReviewPorts {
  readonly log: Log;
  readonly github: {
    readonly checks: CheckRuns;
    readonly pulls: PullRequests;
    readonly deployments: Pick<Deployments, 'remembered'>;
    readonly history: Ancestry;
  };
  readonly stack: Pick<Stack, 'resources'>;
}

/** Decides whether this plan may be applied after its merge. Throws as `reviewOf` does. */
export async function checkReview(request: ReviewRequest, ports: ReviewPorts): Promise<ReviewReport> {
  const { run, repository } = request.context;
  const { github } = ports;
  const branch = repository.defaultBranch;
  const accept = () => rememberAccepted(request, { checks: github.checks, log: ports.log });
  return await reviewOf(request, ports, accept, async () => {
    const pull = await github.pulls.mergedAs(run.sha, branch);
    return {
      own: pull === undefined ? [] : [pull],
      mergedSince: (deployed) => github.pulls.mergedSince(deployed, run.sha, branch),
    };
  });
}

/** The pull request of this commit first, then those that were merged since this commit was deployed. */
export async function carriedPulls(
  { run, repository }: RunContext,
  pulls: Pick<PullRequests, 'mergedAs' | 'mergedSince'>,
  deployed: string | undefined,
): Promise<readonly MergedPullRequest[]> {
  const own = await pulls.mergedAs(run.sha, repository.defaultBranch);
  const merged = await pulls.mergedSince(deployed, run.sha, repository.defaultBranch);
  const others = merged.filter(({ number }) => number !== own?.number);
  return own === undefined ? others : [own, ...others];
}

/**
 * Decides whether a plan may be applied: because somebody reviewed it, nothing of what was reviewed is missing in it, or
 * because nothing exists that it could harm: the state is empty, and nothing is remembered that would have to be in it, or
 * in another one of the stage. For an empty plan too: what it leaves out may have been reviewed. Throws
 * `ReviewRefusal` otherwise, and whatever lookup failed: what cannot be looked up is not taken for reviewed.
 * @param accept remembers a plan that is accepted without a record
 */
export async function reviewOf(
  request: ReviewRequest,
  ports: ReviewPorts,
  accept: () => Promise<void>,
  carried: () => Promise<CarriedPulls>,
): Promise<ReviewReport> {
  const { context, report } = request;
  const { github } = ports;
  const { applyPolicy, approvedFingerprint, stage } = context.config;
  if (applyPolicy === 'always') {
    return { verdict: 'not-asked', sentence: 'Not compared with a review: "apply-policy" is always' };
  }
  if (approvedFingerprint !== undefined) {
    return await approvedByHand(approvedFingerprint, request, ports, accept, carried);
  }
  const memory = await remembered(request, github.deployments);
  requireOwnState(context.identity, request.compared.state, memory, wayOutOf(report));
  const pulls = await carried();
  const own = await reviewedSet(pulls.own, context.identity, ports);
  // Planned as a first deployment, it has to be that plan; a stage that was destroyed has older records of its own.
  const isFirst =
    report.changes.class !== 'none' &&
    !own.records.some(({ first }) => first) &&
    lastApplied(memory) === undefined &&
    !memory.beside &&
    (await isFirstDeployment(report, ports.stack));
  if (!isFirst) return await compared(request, ports, pulls, own, memory);
  await accept();
  return {
    verdict: 'first-deployment',
    sentence: `The first deployment of ${stage}: its state is empty and the plan only creates, so nothing that exists can be harmed`,
  };
}

/** What is remembered of the state that was planned against. */
export async function remembered(
  { context: { identity }, compared: { state } }: Pick<ReviewRequest, 'context' | 'compared'>,
  deployments: Pick<Deployments, 'remembered'>,
): Promise<Memory> {
  return await deployments.remembered(deployTask(identity), identity.stage, state);
}

function wayOutOf({ fingerprint }: ReviewRequest['report']): string {
  return `If this state is meant, read the plan of this run and start the workflow manually with "approved-fingerprint" ${fingerprint}`;
}
