import { asError } from '../errors.js';
import type { Deployments } from '../ports/deployments.js';
import type { Assignees } from '../ports/issues.js';
import type { Mergers, PullRequests } from '../ports/pull-requests.js';
import { deployTask } from './deployments/task.js';
import { type IssueNotice, type IssuePorts, type KeptIssue, keepIssue, type Manner } from './kept-issue.js';
import type { RunContext } from './run/context.js';
import { CHANGES_STAGE, type Outcome } from './run/outcome.js';

/** What the issue says beside the outcome. */
export interface FailureFacts {
  /** Pull requests that are merged and not live, oldest first. */
  readonly waiting: readonly number[];
  /** Who should look at it: whoever merged, else the author; never an app. */
  readonly owner?: string | undefined;
  /** GitHub did not let the issue be assigned to the owner, who is therefore mentioned. */
  readonly mentioned: boolean;
}

export interface FailurePorts extends IssuePorts {
  readonly github: {
    readonly deployments: Pick<Deployments, 'lastSuccessful'>;
    readonly pulls: Pick<PullRequests, 'mergedSince'> & Mergers;
    readonly issues: Assignees;
  };
  readonly failureNotice: (outcome: Outcome, facts: FailureFacts) => IssueNotice;
}

/** Each failure is news, whatever was said of an earlier one. What a reviewer refused may be meant to stay so. */
const manner = ({ rejected }: Pick<Outcome, 'rejected'>): Manner => ({
  same: 'rewritten',
  dismissible: rejected === true,
});

/**
 * What failed to change a stage has an owner: one issue a stack, which the next success closes. Never changes the result: what
 * GitHub refuses is one warning, and after a success nobody needs it.
 */
export async function keepFailureIssue(
  outcome: Outcome,
  context: RunContext,
  ports: FailurePorts,
): Promise<KeptIssue | undefined> {
  const { operation, result } = outcome;
  if (!CHANGES_STAGE.has(operation) || result === 'skipped') return undefined;
  const failed = result === 'failed';
  try {
    if (!failed) {
      const over = ports.failureNotice(outcome, { waiting: [], mentioned: false });
      return (await keepIssue(false, over, manner(outcome), ports)).kept;
    }
    const facts = { waiting: await waiting(context, ports), ...(await ownerOf(outcome, context, ports)) };
    const notice = ports.failureNotice(outcome, { ...facts, mentioned: false });
    const { kept } = await keepIssue(true, notice, manner(outcome), ports);
    if (kept !== undefined && kept.state !== 'dismissed' && facts.owner !== undefined)
      await assigned(kept, facts.owner, facts.waiting);
    return kept;
  } catch (thrown) {
    const { message } = asError(thrown);
    if (failed) ports.log.warning(`No issue tells of this failure (it needs issues: write): ${message}`);
    else ports.log.info(`Whether an issue about an earlier failure is open is not known: ${message}`);
    return undefined;
  }

  /** GitHub drops without an error whom it may not assign: its answer says who is. */
  async function assigned({ number }: KeptIssue, owner: string, merges: readonly number[]): Promise<void> {
    const assignees = await ports.github.issues.assignIssue(number, owner);
    if (assignees.some((login) => login.toLowerCase() === owner.toLowerCase())) return;
    const { title, body } = ports.failureNotice(outcome, { waiting: merges, owner, mentioned: true });
    await ports.issues.rewriteIssue(number, { title, body });
  }
}

/** What was merged since the last success; nothing where GitHub does not say, since the failure is told in any case. */
async function waiting(
  { identity, repository, run }: RunContext,
  { github }: FailurePorts,
): Promise<readonly number[]> {
  try {
    const last = await github.deployments.lastSuccessful(deployTask(identity), identity.stage);
    if (last === undefined) return [];
    const merged = await github.pulls.mergedSince(last.sha, run.sha, repository.defaultBranch);
    return merged.map(({ number }) => number);
  } catch {
    return [];
  }
}

async function ownerOf(
  { pullRequest }: Outcome,
  { run }: RunContext,
  { github }: FailurePorts,
): Promise<{ readonly owner?: string | undefined }> {
  const starter = isPerson(run.actor) ? { owner: run.actor } : {};
  if (pullRequest === undefined) return starter;
  try {
    const { merger, author } = await github.pulls.mergedBy(pullRequest);
    const owner = [merger, author].find((login) => login !== undefined && isPerson(login));
    return owner === undefined ? {} : { owner };
  } catch {
    return starter;
  }
}

/** As GitHub writes logins; an app's ends with `[bot]`, and the merge queue is one too. */
function isPerson(login: string): boolean {
  return /^[A-Za-z0-9](?:[A-Za-z0-9-]|_(?=[a-z0-9]))*$/.test(login);
}
