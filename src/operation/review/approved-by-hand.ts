import { counted } from '../../counted.js';
import { ActionError } from '../../errors.js';
import type { CheckRuns } from '../../ports/check-runs.js';
import type { Deployments, StateMark } from '../../ports/deployments.js';
import type { PullRequests } from '../../ports/pull-requests.js';
import { lastApplied, unfinishedCommits } from '../deployments/state-memory.js';
import { deployTask } from '../deployments/task.js';
import type { RunContext } from '../run/context.js';
import type { ReviewReport } from '../run/outcome.js';
import { acceptedPlans } from './accepted-plan.js';
import { agrees, type CarriedPulls } from './compare-with-records.js';
import { ReviewRefusal } from './refusal.js';
import type { ReviewRequest } from './review-request.js';

export interface FingerprintPorts {
  readonly github: {
    readonly checks: CheckRuns;
    readonly pulls: PullRequests;
    readonly deployments: Pick<Deployments, 'remembered'>;
  };
}

/**
 * A plan that a person read and named by its fingerprint. It counts of somebody who had no part in what is applied, or
 * by `apply-policy: self-approved`. Throws, and whatever lookup failed.
 */
export async function approvedByHand(
  approved: string,
  { context, report, compared: { reviewed, planned, state } }: ReviewRequest,
  { github }: FingerprintPorts,
  accept: () => Promise<void>,
  carried: () => Promise<CarriedPulls>,
): Promise<ReviewReport> {
  if (approved === report.fingerprint) {
    const by = await approver(context, state, github, carried);
    await accept();
    return { verdict: 'approved-by-hand', sentence: `Approved ${by}: fingerprint ${approved}` };
  }
  const memory = await github.deployments.remembered(deployTask(context.identity), context.identity.stage, state);
  const accepted = await acceptedPlans(unfinishedCommits(memory), context.identity, github.checks);
  const last = accepted.filter(({ fingerprint }) => fingerprint === approved).at(-1);
  if (last !== undefined && agrees(planned, [last.plan])) {
    return {
      verdict: 'approved-by-hand',
      sentence: `The rest of the plan that was approved manually: fingerprint ${approved}`,
    };
  }
  const count = reviewed.changes.length;
  throw new ReviewRefusal({
    what: 'The plan is not the one that was approved manually',
    found: `fingerprint ${report.fingerprint}, with ${counted(count, 'change')}`,
    expected: `fingerprint ${approved}`,
    cause: 'something changed after the approved plan was made',
    differences: [],
    fingerprint: report.fingerprint,
  });
}

/**
 * Who approved the fingerprint, as the report says it: who started this run, and who started it again, since either
 * chose what it does. Throws where one of them wrote, or pushed to, a pull request that is applied with it.
 */
async function approver(
  { event, run, identity, config }: RunContext,
  state: StateMark,
  github: FingerprintPorts['github'],
  carried: () => Promise<CarriedPulls>,
): Promise<string> {
  const people = [...new Set([run.actor, run.triggeringActor].filter((login) => login !== ''))];
  const { own, mergedSince } = await carried();
  const last = lastApplied(await github.deployments.remembered(deployTask(identity), identity.stage, state));
  // What is deployed already is not applied by this run; what is in the queue is not merged yet.
  const queued = event.kind === 'merge-group' ? own : [];
  const pulls = new Map([...queued, ...(await mergedSince(last))].map((pull) => [pull.number, pull]));
  const parts: string[] = [];
  for (const { number, author } of pulls.values()) {
    for (const login of people) {
      // A fork's record of pushes may be out of reach; then its author is who is known.
      if (login.toLowerCase() === author.toLowerCase()) parts.push(`${login} wrote #${number}`);
      else if ((await github.pulls.pushed(number, login)) === 'yes') parts.push(`${login} pushed to #${number}`);
    }
  }
  if (parts.length === 0) return `manually by ${people.join(' and ')}`;
  if (config.applyPolicy === 'self-approved') {
    return `manually, without a second person ("apply-policy" is self-approved; ${parts.join(', ')})`;
  }
  throw new ActionError({
    what: 'The fingerprint was approved by somebody who made the change',
    found: parts.join(', '),
    expected: 'a run that was started by somebody else, and started again by nobody who had a part in it',
    wayOut:
      'Nothing was applied. Ask somebody else with write access to read the plan and to start the workflow with this ' +
      '"approved-fingerprint". A team of one sets "apply-policy: self-approved"',
  });
}
