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
  const relevant = new Set(plan.relevant_attributes.map(({ resource }) => resource));
  const changed = plan.resource_drift.flatMap((raw) => {
    const change = resourceChange(raw);
    if (change.action === 'no-op') return [];
    if (change.action !== 'update') return [change];
    const changedAttributes = change.changedAttributes.filter((name) => !isNullToEmpty(raw, name));
    return changedAttributes.length === 0 ? [] : [{ ...change, changedAttributes }];
  });
  return [
    ...changed.filter(({ address }) => relevant.has(address)),
    ...changed.filter(({ address }) => !relevant.has(address)),
  ];
}

function isNullToEmpty({ change: { before, after } }: PlanResourceChange, name: string): boolean {
  return isObject(before) && isObject(after) && isEmpty(before[name]) && isEmpty(after[name]);
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
