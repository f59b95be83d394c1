import { ActionError, asError } from '../errors.js';
import type { Attempt, Deployments } from '../ports/deployments.js';
import type { Runs } from '../ports/history.js';
import type { PullRequests } from '../ports/pull-requests.js';
import { deployTask } from './deployments/task.js';
import { type FailureFacts, type FailurePorts, keepFailureIssue } from './failure-issue.js';
import type { IssueNotice, KeptIssue } from './kept-issue.js';
import { type RejectionPorts, rejectedDeploy, rejectedOutcome } from './rejected-deploy.js';
import type { RunContext } from './run/context.js';
import type { Outcome } from './run/outcome.js';
import { unreportedOutcome } from './run/unreported-outcome.js';

export interface SilentPorts extends FailurePorts {
  readonly github: FailurePorts['github'] &
    RejectionPorts & {
      readonly deployments: Pick<Deployments, 'newestAttempt'>;
      readonly runs: Runs;
      readonly pulls: Pick<PullRequests, 'mergedAs'>;
    };
}

/** A deploy that failed and that nobody has been told of. */
export interface SilentFailure {
  readonly outcome: Outcome;
  /** Absent where none could be opened. */
  readonly issue?: KeptIssue | undefined;
}

/**
 * Opens the issue about a deploy whose run ended without a word: its machine was lost, it was killed, or its approval was
 * refused. Looked for by the run that looks for drift. An open issue is left as it is, and what cannot be asked is a line in the log.
 */
export async function tellSilentFailure(context: RunContext, ports: SilentPorts): Promise<SilentFailure | undefined> {
  try {
    const outcome = await silentFailure(context, ports);
    if (outcome === undefined) return undefined;
    const notice: IssueNotice = ports.failureNotice(outcome, NO_FACTS);
    // Without issues it is told again by each of these runs: a chat is all that is left to tell.
    const open = await ports.issues.openIssues(notice.marker).catch(() => undefined);
    if (open !== undefined && open.own.length > 0) return undefined;
    // Who wrote the schedule has nothing to do with it.
    const run = { ...context.run, sha: outcome.commit, actor: '' };
    const issue = await keepFailureIssue(outcome, { ...context, run }, ports);
    return issue?.state === 'dismissed' ? undefined : { outcome, issue };
  } catch (thrown) {
    ports.log.info(`Whether a deploy ended without a word is not known: ${asError(thrown).message}`);
    return undefined;
  }
}

const NO_FACTS: FailureFacts = { waiting: [], mentioned: false };

async function silentFailure(context: RunContext, { github }: SilentPorts): Promise<Outcome | undefined> {
  const { identity, repository } = context;
  const newest = await github.deployments.newestAttempt(deployTask(identity), identity.stage);
  if (newest === undefined || newest.state === 'succeeded' || newest.state === 'given up') {
    const rejection = await rejectedDeploy(context, newest, github);
    if (rejection === undefined) return undefined;
    const { sha, runUrl } = rejection;
    return rejectedOutcome(rejection, { identity, runUrl, pullRequest: await mergedAs(sha) });
  }
  const { sha, url, run } = newest;
  if (newest.state === 'open' && (run === undefined || !(await github.runs.isCompleted(run)))) return undefined;
  const runUrl = url === '' ? context.run.url : url;
  return silentOutcome(newest, { identity, runUrl, pullRequest: await mergedAs(sha) });

  /** Whose it is; nobody's where GitHub does not say. */
  async function mergedAs(commit: string): Promise<number | undefined> {
    return (await github.pulls.mergedAs(commit, repository.defaultBranch).catch(() => undefined))?.number;
  }
}

const BEGAN: Readonly<Record<Attempt['operation'], string>> = {
  deploy: 'deploy',
  destroy: 'destroy',
  rollback: 'roll back',
  'rollback-site': 'roll back the site of',
};

/** All that is known of a run that said nothing. */
export function silentOutcome(
  { sha, operation }: Pick<Attempt, 'sha' | 'operation'>,
  { identity, runUrl, pullRequest }: Pick<Outcome, 'identity' | 'runUrl' | 'pullRequest'>,
): Outcome {
  return unreportedOutcome(
    { operation, commit: sha, identity, runUrl, pullRequest },
    new ActionError({
      what: `The run that began to ${BEGAN[operation]} ${identity.stage} ended without a report`,
      wayOut:
        'How far it came is only in its log: read that first. Then start the workflow again, which continues from what is live and says what the run left behind',
    }),
  );
}
