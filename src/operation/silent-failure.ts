import { ActionError, asError } from '../errors.js';
import type { Deployments } from '../ports/deployments.js';
import type { Runs } from '../ports/history.js';
import type { PullRequests } from '../ports/pull-requests.js';
import { deployTask } from './deployments/task.js';
import { type FailureFacts, type FailurePorts, keepFailureIssue } from './failure-issue.js';
import type { IssueNotice, KeptIssue } from './kept-issue.js';
import type { RunContext } from './run/context.js';
import type { Outcome } from './run/outcome.js';

export interface SilentPorts extends FailurePorts {
  readonly github: FailurePorts['github'] & {
    readonly deployments: Pick<Deployments, 'newestAttempt'>;
    readonly runs: Runs;
    readonly pulls: Pick<PullRequests, 'mergedAs'>;
  };
}

/**
 * Opens the issue about a deploy whose run ended without a word: its machine was lost, or it was killed. Looked for by the run
 * that looks for drift. An open issue is left as it is, and what cannot be asked is a line in the log.
 */
export async function tellSilentFailure(context: RunContext, ports: SilentPorts): Promise<KeptIssue | undefined> {
  try {
    const outcome = await silentFailure(context, ports);
    if (outcome === undefined) return undefined;
    const notice: IssueNotice = ports.failureNotice(outcome, NO_FACTS);
    if ((await ports.issues.openIssues(notice.marker)).own.length > 0) return undefined;
    // Who wrote the schedule has nothing to do with it.
    const run = { ...context.run, sha: outcome.commit, actor: '' };
    return await keepFailureIssue(outcome, { ...context, run }, ports);
  } catch (thrown) {
    ports.log.info(`Whether a deploy ended without a word is not known: ${asError(thrown).message}`);
    return undefined;
  }
}

const NO_FACTS: FailureFacts = { waiting: [], mentioned: false };

async function silentFailure(context: RunContext, { github }: SilentPorts): Promise<Outcome | undefined> {
  const { identity, repository } = context;
  const newest = await github.deployments.newestAttempt(deployTask(identity), identity.stage);
  if (newest === undefined || newest.state === 'succeeded' || newest.state === 'given up') return undefined;
  const { sha, url, destroys } = newest;
  const runId = /\/actions\/runs\/(\d+)/.exec(url)?.[1];
  if (newest.state === 'open' && (runId === undefined || !(await github.runs.isCompleted(runId)))) return undefined;
  const merged = await github.pulls.mergedAs(sha, repository.defaultBranch).catch(() => undefined);
  return {
    operation: destroys ? 'destroy' : 'deploy',
    result: 'failed',
    identity,
    commit: sha,
    runUrl: url === '' ? context.run.url : url,
    sentence: '',
    steps: [],
    warnings: [],
    diagnostics: [],
    pullRequest: merged?.number,
    failure: new ActionError({
      what: `The run that began to ${destroys ? 'destroy' : 'deploy'} ${identity.stage} ended without a report`,
      found: 'no result in its deployment record, or a failure that no issue tells of',
      wayOut:
        'Read how far it came in its log, then start the workflow again: it continues from what is live, and says what a killed run left behind',
    }),
  };
}
