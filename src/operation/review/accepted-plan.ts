import { asError } from '../../errors.js';
import type { CheckRuns } from '../../ports/check-runs.js';
import type { Log } from '../../ports/run.js';
import type { ReviewedPlan } from '../../terraform/reviewed/comparison.js';
import type { Entry } from '../../terraform/reviewed/entry.js';
import { decodeReviewed, encodeReviewed } from '../../terraform/reviewed/record-codec.js';
import type { RunContext } from '../run/context.js';
import type { PlanReport } from '../run/outcome.js';
import { planSentence } from '../run/sentences.js';
import type { StackIdentity } from '../run/stack-identity.js';
import { stackName } from './write-record.js';

/**
 * Remembers a plan that was accepted without a reviewed record: a first deployment, or an approval by hand. If its
 * deploy stops half-way, the next one may finish it; by then the state is not empty, and the fingerprint another one.
 */
export async function rememberAccepted(
  { context, report, entries }: { context: RunContext; report: PlanReport; entries: readonly Entry[] },
  { checks, log }: { checks: Pick<CheckRuns, 'create'>; log: Log },
): Promise<void> {
  try {
    const sentence = planSentence(report.changes);
    await checks.create({
      name: acceptedName(context.identity),
      headSha: context.run.sha,
      externalId: report.fingerprint,
      conclusion: 'neutral',
      title: sentence,
      summary: `${sentence}. Accepted by [this run](${context.run.url}), which applies it.`,
      text: encodeReviewed(entries),
    });
  } catch (thrown) {
    log.warning(
      `The accepted plan could not be recorded: if this deploy stops half-way, the next one needs an approval. ${asError(thrown).message}`,
    );
  }
}

/** The plans that deploys of these commits were allowed to apply. A failed lookup throws. */
export async function acceptedPlans(
  commits: readonly string[],
  identity: StackIdentity,
  checks: Pick<CheckRuns, 'list'>,
): Promise<readonly ReviewedPlan[]> {
  const lists = await Promise.all(commits.map((commit) => checks.list(commit, acceptedName(identity))));
  return lists
    .flat()
    .filter(({ externalId }) => /^[0-9a-f]{64}$/.test(externalId))
    .map(({ externalId, text }) => {
      const entries = decodeReviewed(text, externalId);
      return { fingerprint: externalId, ...(entries === undefined ? {} : { entries }) };
    });
}

function acceptedName(identity: StackIdentity): string {
  return `accepted plan (${stackName(identity)})`;
}
