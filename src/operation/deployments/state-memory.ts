import { ActionError } from '../../errors.js';
import type { Memory, StateMark } from '../../ports/deployments.js';
import type { StateIdentity } from '../../ports/terraform.js';
import { digest } from '../../terraform/plan/digest.js';
import type { StackIdentity } from '../run/stack-identity.js';

/** The lineage is a key: what is posted of it is a digest. */
export function stateMark(place: string, lineage: string | undefined): StateMark {
  return { place, lineage: lineage === undefined ? undefined : digest(['lineage', lineage]) };
}

/** After `init`. */
export async function markOf(terraform: StateIdentity): Promise<StateMark> {
  return stateMark(await terraform.place(), await terraform.lineage());
}

/** After an apply. Of a first deployment the state has only then been made. */
export async function markAfter(before: StateMark, terraform: StateIdentity): Promise<StateMark> {
  return before.lineage === undefined ? stateMark(before.place, await terraform.lineage()) : before;
}

/** The commit whose apply to this state ended well last; `undefined`: none, or it was destroyed since. */
export function lastApplied({ ended }: Memory): string | undefined {
  return ended?.kind === 'deploy' ? ended.sha : undefined;
}

/** Commits whose deploys began since, and may have done a part of what they meant to do. */
export function unfinishedCommits({ begun }: Memory): readonly string[] {
  return [...new Set(begun.map(({ sha }) => sha))];
}

/**
 * Throws where a state is another stage's, or not the one that was deployed to. One that was never seen passes: it is the
 * first, or was moved here before this version.
 * @param wayOut what to do where the state is meant
 */
export function requireOwnState(
  { stage }: StackIdentity,
  { lineage }: StateMark,
  { ended, owner }: Memory,
  wayOut: string,
): void {
  const settings = 'Compare "stage", "backend-config" and "workspace" with those of the earlier deploys';
  if (owner !== undefined) {
    throw new ActionError({
      what: 'The state belongs to another stage',
      found: `a state that ${owner} was deployed to`,
      expected: `a state of ${stage}`,
      wayOut: `Nothing was changed. ${settings}. ${wayOut}`,
    });
  }
  if (ended?.kind !== 'deploy' || ended.lineage === undefined || ended.lineage === lineage) return;
  throw new ActionError({
    what: 'The state is not the one that was deployed to',
    found: lineage === undefined ? 'no state' : 'a state of another origin (lineage)',
    expected: `the state that the deploy of ${ended.sha} has written`,
    wayOut: `Nothing was changed. ${settings}. If the state was lost, restore it. ${wayOut}`,
  });
}
