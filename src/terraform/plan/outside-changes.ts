import type { ResourceChange } from './change-set.js';
import { isObject } from './fields.js';
import type { Json, Plan, PlanResourceChange } from './json.js';
import { resourceChange } from './resource-change.js';

/**
 * What others changed outside Terraform, with what bears on this plan first. Left out are moves, which the plan lists
 * here too as `no-op`, and attributes that only went from null to empty: after an apply, providers report these for
 * nearly every resource.
 */
export function driftOf(plan: Plan): readonly ResourceChange[] {
  const pathsOf = relevantPaths(plan);
  const isRelevant = ({ address }: ResourceChange) => pathsOf(address).length > 0;
  const changed = plan.resource_drift.flatMap((raw) => {
    const change = resourceChange(raw);
    if (change.action === 'no-op') return [];
    if (change.action !== 'update') return [change];
    const changedAttributes = change.changedAttributes.filter((name) => !isNullToEmpty(raw, name));
    return changedAttributes.length === 0 ? [] : [{ ...change, changedAttributes }];
  });
  return [...changed.filter(isRelevant), ...changed.filter((one) => !isRelevant(one))];
}

function isNullToEmpty({ change: { before, after } }: PlanResourceChange, name: string): boolean {
  return isObject(before) && isObject(after) && isEmpty(before[name]) && isEmpty(after[name]);
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

type Paths = readonly (readonly Json[])[];

const NONE: Paths = [];

/**
 * The attributes of a resource that a plan is made from, as paths; `[]` is the whole of it. Terraform names an instance, or
 * the resource with all of its instances where an expression takes them together.
 */
export function relevantPaths(plan: Pick<Plan, 'relevant_attributes'>): (address: string) => Paths {
  const byResource = new Map<string, (readonly Json[])[]>();
  for (const { resource, attribute } of plan.relevant_attributes) {
    const paths = byResource.get(resource);
    if (paths === undefined) byResource.set(resource, [attribute]);
    else paths.push(attribute);
  }
  return (address) => {
    const whole = address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]$/, '');
    const own = byResource.get(address) ?? NONE;
    return whole === address ? own : [...own, ...(byResource.get(whole) ?? NONE)];
  };
}
