import { ActionError } from '../errors.js';
import type { BranchPull, BranchPulls, MergeCheckout } from '../ports/branch-pulls.js';
import type { RunContext } from './run/context.js';

export interface ByHandPorts {
  readonly github: { readonly branches: BranchPulls };
  readonly checkout: Pick<MergeCheckout, 'checkOutMerge'>;
}

export interface ByHand {
  readonly context: RunContext;
  /** Why this plan is of the branch alone, and recorded nowhere. */
  readonly warning?: string | undefined;
}

const SHOWN = 10;

/**
 * A manual plan on the branch of a pull request is a plan of that pull request: merged anew with its base, commented on and
 * recorded. GitHub let the run start on a branch of this repository, so whoever started it may write here, and the plan
 * role trusts that branch: that is why a bot's pull request can be planned so, and a fork's cannot.
 */
export async function planByHand(context: RunContext, { github, checkout }: ByHandPorts): Promise<ByHand> {
  const { event, repository, run } = context;
  if (event.kind !== 'manual' || event.branch === undefined || event.branch === repository.defaultBranch) {
    return { context };
  }
  const { branch } = event;
  const pulls = await github.branches.ofBranch(branch);
  const open = pulls.filter(({ state, isOwn }) => state === 'open' && isOwn);
  const pull = open.find(({ baseRef }) => baseRef === repository.defaultBranch) ?? open[0];
  if (pull === undefined) return { context, warning: whyNone(branch, pulls) };
  if (pull.headSha !== run.sha) {
    throw new ActionError({
      what: `The branch of pull request #${pull.number} was pushed to after this run was started`,
      found: run.sha,
      expected: pull.headSha,
      wayOut: 'Start the workflow again on this branch',
    });
  }
  const merged = await checkout.checkOutMerge(pull.baseRef, pull.headSha);
  if ('conflicts' in merged) {
    const { conflicts } = merged;
    throw new ActionError({
      what: `Pull request #${pull.number} conflicts with ${pull.baseRef}, so that there is nothing to plan`,
      found: [...conflicts.slice(0, SHOWN), ...(conflicts.length > SHOWN ? ['...'] : [])].join(', '),
      wayOut: `Merge ${pull.baseRef} into the branch and resolve the conflicts`,
    });
  }
  return {
    context: {
      ...context,
      run: { ...run, sha: merged.sha },
      event: {
        kind: 'pull-request',
        action: 'synchronize',
        baseChanged: false,
        number: pull.number,
        headSha: pull.headSha,
        baseRef: pull.baseRef,
        author: pull.author,
        trust: 'same-repository',
        mergedBase: merged.base,
      },
    },
  };
}

function whyNone(branch: string, pulls: readonly BranchPull[]): string {
  const nothing = 'This plan is of the branch alone: no pull request is commented on, and nothing is recorded';
  const fork = pulls.find(({ isOwn }) => !isOwn);
  if (fork !== undefined) {
    return (
      `${nothing}. Pull request #${fork.number} has a branch of that name in a fork, whose code would run with the plan role ` +
      'while it is planned. If you trust it, push its commits to a branch of this repository and open a pull request from there'
    );
  }
  const closed = pulls.find(({ state }) => state === 'closed');
  if (closed !== undefined) return `${nothing}. Pull request #${closed.number} is closed; reopen it to plan it`;
  return `${nothing}. Open a pull request from ${branch} to have its plan reviewed`;
}
