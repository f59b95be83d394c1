import { ActionError } from '../../errors.js';
import type { CheckRuns } from '../../ports/check-runs.js';
import type { Deployments, StateMark } from '../../ports/deployments.js';
import type { Collaborators, Labels, PullRequests } from '../../ports/pull-requests.js';
import type { ResourceChange } from '../../terraform/plan/change-set.js';
import { protectedChanges } from '../../terraform/plan/protected-changes.js';
import type { ReviewedPlan } from '../../terraform/reviewed/reviewed-change.js';
import { lastApplied } from '../deployments/state-memory.js';
import { deployTask } from '../deployments/task.js';
import type { RunContext } from '../run/context.js';
import type { PlanReport } from '../run/outcome.js';
import { type ReviewedPullRequest, reviewedRecord } from './read-record.js';

export const ALLOW_DESTROY = 'allow-destroy';

export interface ProtectionRequest {
  readonly context: RunContext;
  readonly report: PlanReport;
  readonly state: StateMark;
  readonly patterns: readonly string[];
  /** The pull requests that are deployed with this plan, when this commit is what is deployed. */
  readonly carried: (deployed: string | undefined) => Promise<readonly ReviewedPullRequest[]>;
}

export interface ProtectionPorts {
  readonly github: {
    readonly labels: Labels;
    readonly collaborators: Collaborators;
    readonly deployments: Pick<Deployments, 'remembered'>;
    readonly checks: Pick<CheckRuns, 'list'>;
    readonly pulls: Pick<PullRequests, 'approvals' | 'pushed'>;
  };
}

/**
 * Stops what would destroy or replace what `protect` names, unless each of it was planned on a carried pull request that
 * has the label `allow-destroy`, set after it was planned and before its merge, by somebody with write access who neither
 * wrote nor pushed to it. Throws.
 * @returns who allowed it; `undefined` when nothing is endangered
 */
export async function checkProtection(
  { context, report, state, patterns, carried }: ProtectionRequest,
  { github }: ProtectionPorts,
): Promise<string | undefined> {
  const { identity, config } = context;
  const endangered = protectedChanges(report.changes, patterns);
  if (endangered.length === 0) return undefined;
  const last = lastApplied(await github.deployments.remembered(deployTask(identity), identity.stage, state));
  const allowed: string[] = [];
  const reasons: string[] = [];
  let kept = endangered;
  for (const pull of await carried(last)) {
    const label = await judged(pull, github);
    if ('because' in label) {
      reasons.push(`#${pull.number} ${label.because}`);
      continue;
    }
    // Where nothing is compared with a review, there may be no record of it.
    const asked = config.applyPolicy === 'always';
    const record = asked ? undefined : await reviewedRecord(pull, identity, { github });
    // Who set the label agreed to what they could see then, and not to what was pushed later.
    if (record !== undefined && Date.parse(record.completedAt) > Date.parse(label.at)) {
      reasons.push(`#${pull.number} was labelled before this was planned`);
      continue;
    }
    const plan = record?.plan;
    const left = asked
      ? []
      : kept.filter((change) => plan === undefined || typeof plan === 'string' || !destroys(plan, change));
    if (left.length < kept.length)
      allowed.push(`#${pull.number} has the label ${ALLOW_DESTROY}, set by ${label.allowedBy}`);
    else reasons.push(`#${pull.number} has the label, but did not plan this`);
    kept = left;
  }
  if (kept.length === 0) return allowed.join('; ');
  const listed = kept.slice(0, 10).map(({ address, action }) => `${address} (${action})`);
  if (kept.length > listed.length) listed.push(`${kept.length - listed.length} more`);
  throw new ActionError({
    what: 'The plan destroys what "protect" protects',
    found: `${listed.join(', ')}; ${reasons.length === 0 ? 'no pull request' : reasons.join(', ')}`,
    expected: `a merged pull request that planned it and has the label ${ALLOW_DESTROY}, set after this was planned and before the merge, by somebody with write access who neither wrote nor pushed to it`,
    wayOut:
      'Nothing was applied. To destroy it, merge a pull request whose plan shows it, and have it labelled once it is planned',
  });
}

/** Whether the reviewers saw that this object is destroyed, or replaced. */
function destroys({ changes }: ReviewedPlan, change: ResourceChange): boolean {
  // A replacement that was created first and stopped half-way leaves its destruction: the comparison asks of which object.
  const isLeftover = change.action === 'delete' && change.deposed !== undefined;
  return changes.some(
    ({ kind, address, action }) =>
      kind === 'resource' &&
      address === change.address &&
      (sorted(action) === sorted(change.action) || (isLeftover && action === 'create-delete')),
  );
}

/** In which order something is replaced does not matter here. */
function sorted(action: string): string {
  return action.split('-').sort().join('-');
}

async function judged(
  pull: ReviewedPullRequest,
  { labels, collaborators, pulls }: ProtectionPorts['github'],
): Promise<{ readonly allowedBy: string; readonly at: string } | { readonly because: string }> {
  const label = await labels.labelled(pull.number, ALLOW_DESTROY, pull.mergedAt);
  if (label === undefined) return { because: `did not have the label ${ALLOW_DESTROY} when it was merged` };
  if (label.by === pull.author) return { because: `was labelled by its author, ${label.by}` };
  if (!(await collaborators.mayWrite(label.by)))
    return { because: `was labelled by ${label.by}, who has no write access` };
  if ((await pulls.pushed(pull.number, label.by)) === 'yes') {
    return { because: `was labelled by ${label.by}, who pushed to it` };
  }
  return { allowedBy: label.by, at: label.at };
}
