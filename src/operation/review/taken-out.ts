import { asError } from '../../errors.js';
import type { CheckRuns } from '../../ports/check-runs.js';
import type { Deployments } from '../../ports/deployments.js';
import type { Ancestry, Parents } from '../../ports/history.js';
import type { PullRequests } from '../../ports/pull-requests.js';
import { disagreements, type PlannedBoth } from '../../terraform/reviewed/both-ways.js';
import { explained } from '../../terraform/reviewed/difference.js';
import { lastApplied } from '../deployments/state-memory.js';
import { deployTask } from '../deployments/task.js';
import { reviewedSet } from './collect-records.js';
import { countingRecords, type PlacedRecord } from './counting-records.js';
import { differenceSentence } from './refusal.js';
import type { ReviewRequest } from './review-request.js';
import { plannedBase } from './write-record.js';

const NAMED = 10;

export interface TakenOutPorts {
  readonly github: {
    readonly checks: CheckRuns;
    readonly pulls: PullRequests;
    readonly history: Ancestry & Parents;
    readonly deployments: Pick<Deployments, 'remembered'>;
  };
}

/** A plan beside the reviews of merges that are not deployed yet. */
export interface Undeployed {
  /** What it takes out of them: its record supersedes theirs, so its reviewers have to be told. */
  readonly told?: string;
  /** The newest of their pull requests that has a change of it too, by address. */
  readonly pulls: ReadonlyMap<string, number>;
}

const NOTHING: Undeployed = { pulls: new Map() };

/** A lookup that fails is said, and fails nothing: the deploy asks again. */
export async function takenOut(
  { context, compared: { planned, state } }: Pick<ReviewRequest, 'context' | 'compared'>,
  { github }: TakenOutPorts,
): Promise<Undeployed> {
  const { identity, repository } = context;
  try {
    const last = lastApplied(await github.deployments.remembered(deployTask(identity), identity.stage, state));
    // A state that was never applied to has no merges to count from.
    if (last === undefined) return NOTHING;
    const merged = await github.pulls.mergedSince(
      last,
      await plannedBase(context, github.history),
      repository.defaultBranch,
    );
    const { records } = await reviewedSet(merged, identity, { github });
    const counting: readonly PlacedRecord[] = await countingRecords(records, github.history);
    const comparable = counting.filter(({ plan }) => typeof plan !== 'string');
    const plans = comparable.flatMap(({ plan }) => (typeof plan === 'string' ? [] : [plan]));
    const found = disagreements(planned, plans, { unfinishedDeploy: true });
    const missing = explained(
      planned,
      plans,
      found.filter(({ kind }) => kind === 'no longer planned'),
    );
    const pulls = pullsOf(comparable, planned);
    if (missing.length === 0) return { pulls };
    const named = missing.slice(0, NAMED).map((difference) => differenceSentence(difference, comparable));
    const more = missing.length > NAMED ? `; and ${missing.length - NAMED} more` : '';
    const told = `This plan replaces reviews that are not deployed yet, and takes out of them: ${named.join('; ')}${more}`;
    return { told, pulls };
  } catch (thrown) {
    const why = asError(thrown).message;
    const told = `Whether this plan takes something out of reviews that are not deployed yet could not be looked up: ${why}`;
    return { ...NOTHING, told };
  }
}

function pullsOf(records: readonly PlacedRecord[], { keyed }: PlannedBoth): ReadonlyMap<string, number> {
  const planned = new Map(keyed.map(({ head: { kind, address, action } }) => [`${kind} ${address}`, action]));
  const found = new Map<string, number>();
  for (const { plan, pull } of records) {
    if (typeof plan === 'string' || pull === undefined) continue;
    for (const { kind, address, action } of plan.changes) {
      if (kind === 'resource' && planned.get(`${kind} ${address}`) === action) found.set(address, pull.number);
    }
  }
  return found;
}
