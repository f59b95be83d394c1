import type { CheckRuns } from '../../ports/check-runs.js';
import type { Parents } from '../../ports/history.js';
import { countsPhrase } from '../../terraform/plan/counts-phrase.js';
import { uncommonParts } from '../deployments/task.js';
import { commitOf, type RunContext } from '../run/context.js';
import type { StackIdentity } from '../run/stack-identity.js';
import { formatRecordId } from './record-id.js';
import { writeRecord } from './record-texts.js';
import type { ReviewRequest } from './review-request.js';

/** `plan (dev)`, with the directory and the workspace where they are not the defaults. */
export function checkRunName(identity: StackIdentity): string {
  return `plan (${recordedStack(identity)})`;
}

export function recordedStack(identity: StackIdentity): string {
  return [identity.stage, ...uncommonParts(identity)].join(', ');
}

/**
 * Records what reviewers see, as a check run on the pull request's head commit: a new one for each plan, because which
 * of them was approved is decided by time.
 * @param first whether it was planned as the first deployment of its stage
 * @param summary Markdown for the check run's page; redacted by the caller
 */
export async function recordReview(
  { context, report, compared }: ReviewRequest,
  github: { readonly checks: Pick<CheckRuns, 'create'>; readonly history: Parents },
  { first, summary }: { readonly first: boolean; readonly summary?: string },
): Promise<void> {
  const sentence = countsPhrase(report.changes);
  const about = {
    name: checkRunName(context.identity),
    headSha: commitOf(context),
    externalId: recordIdOf(context, report.fingerprint, first),
    conclusion: 'success',
    startedAt: context.now.toISOString(),
    title: sentence,
    summary:
      summary ?? `${sentence}.\n\nFingerprint \`${report.fingerprint}\`, planned by [this run](${context.run.url}).`,
  } as const;
  await writeRecord({ ...compared.reviewed, base: await plannedBase(context, github.history) }, about, github.checks);
}

/** GitHub plans a merge of base and head: the base says which merges the plan knows. */
export async function plannedBase({ event, run }: RunContext, history: Parents): Promise<string> {
  if (event.kind === 'pull-request' && event.mergedBase !== undefined) return event.mergedBase;
  const [base, head] = await history.parents(run.sha);
  return base === undefined || head === undefined ? run.sha : base;
}

/** Two stacks that differ in it alone write records of one name: which of them is whose, the record's id says. */
export function ofState({ state }: StackIdentity): { readonly state?: string | undefined } {
  return state === undefined ? {} : { state: state.digest };
}

/** A merge group's plan is compared when it is made, and never read back. */
function recordIdOf({ event, identity }: RunContext, fingerprint: string, first: boolean): string {
  if (event.kind !== 'pull-request') return fingerprint;
  return formatRecordId({ fingerprint, pull: event.number, baseRef: event.baseRef, first, ...ofState(identity) });
}
