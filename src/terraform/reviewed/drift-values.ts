import { isDeepStrictEqual } from 'node:util';
import { formatPath, parsePath } from '../plan/attribute-path.js';
import { isObject } from '../plan/fields.js';
import type { Json, Plan, PlanChange } from '../plan/json.js';

/** One attribute that somebody changed outside Terraform. Values are shown; sensitive ones say so instead. */
export interface AttributeDifference {
  /** As a configuration would write it: `tags.LastScan`. */
  readonly path: string;
  /** In the state, before it was changed. */
  readonly was: string;
  readonly is: string;
  /** What the plan sets; absent where it leaves the attribute as it is. */
  readonly planned?: string;
}

type Path = readonly (string | number)[];

const SENSITIVE = '(sensitive)';
const NOTHING = '(not set)';
const UNKNOWN = '(known after apply)';

/** What differs at each address of `resource_drift`, leaf by leaf. */
export function driftValues(plan: Plan): ReadonlyMap<string, readonly AttributeDifference[]> {
  const planned = new Map(
    plan.resource_changes
      .filter(({ deposed }) => deposed === undefined)
      .map(({ address, change }) => [address, change]),
  );
  return new Map(
    plan.resource_drift.map(({ address, change }) => {
      const setter = planned.get(address);
      return [address, differences(change).map((path) => difference(path, change, setter))];
    }),
  );
}

/** What a change makes different, leaf by leaf; without what is known only afterwards. */
export function differingPaths(change: PlanChange): readonly string[] {
  return differences(change).map((path) => (path.length === 0 ? '' : formatPath([...path])));
}

export function unknownPathsOf({ after_unknown: marks }: PlanChange): readonly string[] {
  return unknownPaths(marks, []).map((path) => (path.length === 0 ? '' : formatPath([...path])));
}

/** @param path as `differingPaths` writes it */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  return at(value, parsePath(path));
}

/** What the plan would change of this resource, leaf by leaf, with what is known only afterwards. */
export function plannedPaths(plan: Plan, address: string): readonly string[] {
  return plan.resource_changes
    .filter((resource) => resource.address === address)
    .flatMap(({ change }) => [...differences(change), ...unknownPaths(change.after_unknown, [])])
    .map((path) => formatPath([...path]));
}

function difference(path: Path, drifted: PlanChange, setter: PlanChange | undefined): AttributeDifference {
  const name = path.length === 0 ? '' : formatPath([...path]);
  const was = shown(drifted.before, drifted.before_sensitive, path);
  const is = shown(drifted.after, drifted.after_sensitive, path);
  if (setter === undefined) return { path: name, was, is };
  const unknown = isMarked(setter.after_unknown, path);
  const stays = !unknown && isDeepStrictEqual(at(setter.before, path) ?? null, at(setter.after, path) ?? null);
  if (stays) return { path: name, was, is };
  return { path: name, was, is, planned: unknown ? UNKNOWN : shown(setter.after, setter.after_sensitive, path) };
}

/** Paths of what differs. Lists of other lengths are one leaf, and so is what lies below a sensitive mark. */
function differences(change: PlanChange): readonly Path[] {
  const { before, after, before_sensitive, after_sensitive } = change;
  const found: Path[] = [];
  walk(before, after, []);
  return found;

  function walk(from: Json | undefined, to: Json | undefined, path: Path): void {
    if (isDeepStrictEqual(from ?? null, to ?? null) || (isEmpty(from) && isEmpty(to))) return;
    const hidden = isMarked(before_sensitive, path) || isMarked(after_sensitive, path);
    if (!hidden && (isObject(from) || isObject(to)) && [from, to].every((one) => isObject(one) || isEmpty(one))) {
      const [old, now] = [from, to].map((one) => (isObject(one) ? one : {}));
      for (const key of new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])) {
        walk(old?.[key], now?.[key], [...path, key]);
      }
    } else if (!hidden && Array.isArray(from) && Array.isArray(to) && from.length === to.length) {
      for (const index of from.keys()) walk(from[index], to[index], [...path, index]);
    } else {
      found.push(path);
    }
  }
}

function unknownPaths(marks: Json | undefined, path: Path): readonly Path[] {
  if (marks === true) return [path];
  if (Array.isArray(marks)) return marks.flatMap((mark, index) => unknownPaths(mark, [...path, index]));
  if (!isObject(marks)) return [];
  return Object.entries(marks).flatMap(([key, mark]) => unknownPaths(mark, [...path, key]));
}

function shown(value: Json | undefined, marks: Json | undefined, path: Path): string {
  const found = at(value, path);
  if (holdsMark(marks, path)) return SENSITIVE;
  return found === undefined || found === null ? NOTHING : JSON.stringify(found);
}

/** Whether a mark lies on this path, above it or below it. */
function holdsMark(marks: Json | undefined, path: Path): boolean {
  return isMarked(marks, path) || unknownPaths(at(marks, path), []).length > 0;
}

function isMarked(marks: Json | undefined, path: Path): boolean {
  return Array.from({ length: path.length + 1 }, (_, end) => at(marks, path.slice(0, end))).includes(true);
}

function at(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((inner, step) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined;
    return (inner as { readonly [key: string]: Json | undefined })[step];
  }, value);
}

/** After an apply providers report null that became empty for nearly every resource. */
function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
