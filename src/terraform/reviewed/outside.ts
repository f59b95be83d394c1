import type { Slices } from '../configuration/slices.js';
import { formatPath } from '../plan/attribute-path.js';
import type { ResourceChange } from '../plan/change-set.js';
import type { Plan, PlanResourceChange } from '../plan/json.js';
import { relevantPaths } from '../plan/outside-changes.js';
import { pathsUnder } from './changed-attributes.js';
import { type AttributeDifference, differingPaths, unknownPathsOf } from './drift-values.js';

/** What others changed of a resource, by whether this plan has to do with it. */
export interface OutsideChange {
  /** Absent where the plan has to do with none of it. */
  readonly counts?: ResourceChange | undefined;
  /** What of it counts, leaf by leaf; `[]` where the object itself is gone. */
  readonly values: readonly AttributeDifference[];
  /** The attributes that stay as others made them; absent where there is none. */
  readonly leftAlone?: ResourceChange | undefined;
}

/**
 * An attribute counts where the plan sets it or is made from it, and not its whole resource: a tag under `ignore_changes`
 * has nothing to do with another attribute that waits to be deployed.
 * @param drift a change made outside Terraform, with the attributes that differ
 */
export function outsideChange(
  drift: ResourceChange,
  values: readonly AttributeDifference[],
  plan: Plan,
  slices: Slices,
): OutsideChange {
  const setters = plan.resource_changes.filter(
    ({ address, deposed, change }) =>
      address === drift.address && deposed === undefined && change.actions.join() !== 'no-op',
  );
  const relevant = relevantPaths(plan)(drift.address).map((path) => formatPath([...path]));
  if (drift.action !== 'update') {
    return setters.length + relevant.length > 0 ? { counts: drift, values: [] } : { values: [], leftAlone: drift };
  }
  const concerned = overlap([...relevant, ...setters.flatMap((setter) => setPaths(setter, slices))]);
  const counting = values.filter(({ path }) => concerned(path));
  const names = new Set(counting.map(({ path }) => topOf(path)));
  const counts = drift.changedAttributes.filter((name) => names.has(name));
  // What the plan computes anew beside what it sets is not left as it is.
  const anew = new Set(counting.length === 0 ? [] : setters.flatMap(({ change }) => unknownPathsOf(change)).map(topOf));
  const left = drift.changedAttributes.filter((name) => !names.has(name) && !anew.has(name));
  return {
    values: counting,
    counts: counting.length === 0 ? undefined : { ...drift, changedAttributes: counts },
    leftAlone: left.length === 0 ? undefined : { ...drift, changedAttributes: left },
  };
}

/** Whether a path is one of these, lies below one, or above one. */
export function overlap(paths: readonly string[]): (path: string) => boolean {
  const under = pathsUnder(paths);
  return (path) => {
    if (under(path)) return true;
    const isBelow = pathsUnder([path]);
    return paths.some(isBelow);
  };
}

/** What a plan sets of an object. What is not known yet counts where the configuration sets it: the rest is the provider's. */
function setPaths(setter: PlanResourceChange, slices: Slices): readonly string[] {
  const { change } = setter;
  // What is destroyed or forgotten is not set back.
  if (change.after === null || change.after === undefined) return [];
  // A value that is not known yet is not there at all.
  const unknown = unknownPathsOf(change);
  const isUnknown = pathsUnder(unknown);
  return [
    ...differingPaths(change).filter((path) => !isUnknown(path)),
    ...unknown.filter((path) => slices.ofUnknown(setter, path) !== undefined),
  ];
}

function topOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}
