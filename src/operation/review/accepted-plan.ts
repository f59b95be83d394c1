import { asError } from '../../errors.js';
import type { CheckRuns } from '../../ports/check-runs.js';
import type { Log } from '../../ports/run.js';
import { countsPhrase } from '../../terraform/plan/counts-phrase.js';
import type { StackIdentity } from '../run/stack-identity.js';
import type { PlacedRecord } from './counting-records.js';
import { readRecord, writeRecord } from './record-texts.js';
import type { ReviewRequest } from './review-request.js';
import { recordedStack } from './write-record.js';

/** A plan that the deploy of a commit was allowed to apply without a reviewed record. */
export interface AcceptedRecord extends PlacedRecord {
  readonly fingerprint: string;
  readonly merge: string;
}

/**
 * Remembers a plan that was accepted without a reviewed record: a first deployment, or an approval by hand. If its
 * deploy stops half-way, the next one may finish it; by then the state is not empty, and the fingerprint another one.
 */
export async function rememberAccepted(
  { context, report, compared }: ReviewRequest,
  { checks, log }: { checks: Pick<CheckRuns, 'create'>; log: Log },
): Promise<void> {
  try {
    const sentence = countsPhrase(report.changes);
    const about = {
      name: acceptedName(context.identity),
      headSha: context.run.sha,
      externalId: acceptedId(report.fingerprint, context.identity),
      conclusion: 'neutral',
      title: sentence,
      summary: `${sentence}. Accepted by [this run](${context.run.url}), which applies it.`,
    } as const;
    await writeRecord({ ...compared.reviewed, base: context.run.sha }, about, checks);
  } catch (thrown) {
    log.warning(
      `The accepted plan could not be recorded: if this deploy stops half-way, the next one needs an approval. ${asError(thrown).message}`,
    );
  }
}

/** The plans that deploys of these commits were allowed to apply, oldest first. A failed lookup throws. */
export async function acceptedPlans(
  commits: readonly string[],
  identity: StackIdentity,
  checks: Pick<CheckRuns, 'list'>,
): Promise<readonly AcceptedRecord[]> {
  const name = acceptedName(identity);
  const ending = acceptedId('', identity);
  const lists = await Promise.all(
    [...new Set(commits)].map(async (commit) => {
      const found = (await checks.list(commit, name)).filter(({ externalId }) =>
        /^[0-9a-f]{64}(?:\/|$)/.test(externalId),
      );
      const runs = found.filter(({ externalId }) => externalId.slice(64) === ending);
      return await Promise.all(
        runs.map(async ({ externalId, text }): Promise<AcceptedRecord> => {
          const fingerprint = externalId.slice(0, 64);
          const plan = await readRecord(text, fingerprint, { headSha: commit, name }, checks);
          return { plan, fingerprint, merge: commit };
        }),
      );
    }),
  );
  return lists.flat().reverse();
}

/** Another stack of this name may differ in its state alone. */
function acceptedId(fingerprint: string, { state }: StackIdentity): string {
  return state === undefined ? fingerprint : `${fingerprint}/${state.digest}`;
}

function acceptedName(identity: StackIdentity): string {
  return `accepted plan (${recordedStack(identity)})`;
}
