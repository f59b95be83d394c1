import { ActionError } from '../errors.js';
import type { Deployments, Labels, MergedPullRequest, PullRequests } from '../ports.js';
import type { ChangeSet } from '../terraform/change-set.js';
import { protectedChanges } from '../terraform/protection.js';
import type { RunContext } from './context.js';
import { deployTask } from './deployment-memory.js';

export const ALLOW_DESTROY = 'allow-destroy';

export interface ProtectionPorts {
  readonly github: Labels & Pick<PullRequests, 'mergedAs' | 'mergedSince'> & Pick<Deployments, 'lastSuccessful'>;
}

/**
 * Stops a deploy that would destroy or replace what `protect` names, unless a pull request that this deploy carries
 * has the label `allow-destroy`, set before its merge by somebody with write access who is not its author. Throws.
 */
export async function checkProtection(
  { context, changes, patterns }: { context: RunContext; changes: ChangeSet; patterns: readonly string[] },
  { github }: ProtectionPorts,
): Promise<string | undefined> {
  const endangered = protectedChanges(changes, patterns);
  if (endangered.length === 0) return undefined;
  const reasons: string[] = [];
  for (const pull of await carried(context, github)) {
    const label = await judged(pull, github);
    if ('allowedBy' in label) return `#${pull.number} has the label ${ALLOW_DESTROY}, set by ${label.allowedBy}`;
    reasons.push(`#${pull.number} ${label.because}`);
  }
  const listed = endangered.slice(0, 10).map(({ address, action }) => `${address} (${action})`);
  if (endangered.length > listed.length) listed.push(`${endangered.length - listed.length} more`);
  throw new ActionError({
    what: 'The plan destroys what "protect" protects',
    found: `${listed.join(', ')}; ${reasons.length === 0 ? 'no pull request' : reasons.join(', ')}`,
    expected: `a merged pull request with the label ${ALLOW_DESTROY}, set before the merge by somebody with write access who is not its author`,
    wayOut: 'Nothing was applied. If it shall be destroyed, merge a pull request that has this label',
  });
}

/** The pull request of this commit first, then those whose deploys did not run. */
async function carried(
  { run, repository, identity }: RunContext,
  github: ProtectionPorts['github'],
): Promise<readonly MergedPullRequest[]> {
  const own = await github.mergedAs(run.sha, repository.defaultBranch);
  const last = await github.lastSuccessful(deployTask(identity), identity.stage);
  const merged = await github.mergedSince(last?.sha, run.sha, repository.defaultBranch);
  const others = merged.filter(({ number }) => number !== own?.number);
  return own === undefined ? others : [own, ...others];
}

async function judged(
  pull: MergedPullRequest,
  github: Labels,
): Promise<{ readonly allowedBy: string } | { readonly because: string }> {
  const label = await github.labelled(pull.number, ALLOW_DESTROY, pull.mergedAt);
  if (label === undefined) return { because: `did not have the label ${ALLOW_DESTROY} when it was merged` };
  if (label.by === pull.author) return { because: `was labelled by its author, ${label.by}` };
  if (!(await github.mayWrite(label.by))) return { because: `was labelled by ${label.by}, who has no write access` };
  return { allowedBy: label.by };
}
