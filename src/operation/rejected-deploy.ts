import { ActionError } from '../errors.js';
import type { Attempt, Deployments } from '../ports/deployments.js';
import type { Mainline, Rejection, Rejections } from '../ports/history.js';
import { deployTask } from './deployments/task.js';
import type { RunContext } from './run/context.js';
import type { Outcome } from './run/outcome.js';
import { unreportedOutcome } from './run/unreported-outcome.js';

export interface RejectionPorts {
  readonly deployments: Pick<Deployments, 'latest'>;
  readonly history: Mainline;
  readonly runs: Rejections;
}

/** Of a comment, which may have as many characters as an issue. */
const LONGEST_COMMENT = 300;

/**
 * The newest merge that is not live because somebody refused its approval. Such a run never began, so that no deployment
 * record knows of it; what was deployed after it contains it.
 */
export async function rejectedDeploy(
  { identity, repository, run }: RunContext,
  newest: Attempt | undefined,
  github: RejectionPorts,
): Promise<Rejection | undefined> {
  if (newest?.state === 'succeeded' && newest.sha === run.sha) return undefined;
  const { last } = await github.deployments.latest(deployTask(identity), identity.stage);
  // What is merged under a hold waits for a person anyway.
  if (last?.hold !== undefined) return undefined;
  // Nothing is live after a destroy, and what was merged before it has been seen to.
  const done = newest?.state === 'succeeded' ? newest.sha : last?.sha;
  const waiting = await github.history.mainline(done, run.sha);
  if (waiting.length === 0) return undefined;
  return await github.runs.rejection(repository.defaultBranch, waiting, identity.stage);
}

/** All that is known of a deploy that was not allowed to begin. */
export function rejectedOutcome(
  { sha, by, comment }: Rejection,
  { identity, runUrl, pullRequest }: Pick<Outcome, 'identity' | 'runUrl' | 'pullRequest'>,
): Outcome {
  const said = shortened(comment.replace(/\s+/g, ' ').trim());
  const reviewer = by === '' ? 'an account that is gone' : by;
  const failure = new ActionError({
    what: `The deployment of ${sha.slice(0, 7)} to ${identity.stage} was rejected`,
    found: said === '' ? `rejected by ${reviewer}, without a comment` : `rejected by ${reviewer}: "${said}"`,
    wayOut: 'Nothing of it is live. The next deploy will include it, unless a pull request reverts it first',
  });
  const known = { operation: 'deploy', commit: sha, identity, runUrl, pullRequest } as const;
  return { ...unreportedOutcome(known, failure), rejected: true };
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST_COMMENT ? text : `${characters.slice(0, LONGEST_COMMENT - 1).join('')}…`;
}
