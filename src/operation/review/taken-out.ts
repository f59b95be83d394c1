import { asError } from '../../errors.js';
import type { CheckRuns } from '../../ports/check-runs.js';
import type { Deployments } from '../../ports/deployments.js';
import type { Ancestry, Parents } from '../../ports/history.js';
import type { PullRequests } from '../../ports/pull-requests.js';
import { disagreements } from '../../terraform/reviewed/both-ways.js';
import { explained } from '../../terraform/reviewed/difference.js';
import { deployTask } from '../deployments/task.js';
import { reviewedSet } from './collect-records.js';
import { countingRecords, type PlacedRecord } from './counting-records.js';
import { differenceSentence } from './refusal.js';
import type { ReviewRequest } from './review-request.js';
import { plannedBase } from './write-record.js';

const NAMED = 10;

export interface TakenOutPorts {
  readonly github: CheckRuns & PullRequests & Ancestry & Parents & Pick<Deployments, 'lastSuccessful'>;
}

/**
 * What this plan takes out of reviews of merges that are not deployed yet: its record supersedes theirs, so its reviewers
 * have to be told. `undefined`: nothing. A lookup that fails is said, and fails nothing: the deploy asks again.
 */
export async function takenOut(
  { context, compared: { planned } }: Pick<ReviewRequest, 'context' | 'compared'>,
  { github }: TakenOutPorts,
): Promise<string | undefined> {
  const { identity, repository } = context;
  try {
    const last = await github.lastSuccessful(deployTask(identity), identity.stage);
    // A stage that was never deployed to the end has no merges to count from.
    if (last === undefined) return undefined;
    const merged = await github.mergedSince(last.sha, await plannedBase(context, github), repository.defaultBranch);
    const { records } = await reviewedSet(merged, identity, { github });
    const counting: readonly PlacedRecord[] = await countingRecords(records, github);
    const comparable = counting.filter(({ plan }) => typeof plan !== 'string');
    const plans = comparable.flatMap(({ plan }) => (typeof plan === 'string' ? [] : [plan]));
    const found = disagreements(planned, plans, { unfinishedDeploy: true });
    const missing = explained(
      planned,
      plans,
      found.filter(({ kind }) => kind === 'no longer planned'),
    );
    if (missing.length === 0) return undefined;
    const named = missing.slice(0, NAMED).map((difference) => differenceSentence(difference, comparable));
    const more = missing.length > NAMED ? `; and ${missing.length - NAMED} more` : '';
    return `This plan replaces reviews that are not deployed yet, and takes out of them: ${named.join('; ')}${more}`;
  } catch (thrown) {
    return `Whether this plan takes something out of reviews that are not deployed yet could not be looked up: ${asError(thrown).message}`;
  }
}
