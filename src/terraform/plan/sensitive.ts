import { isObject, stateResources } from './fields.js';
import type { Json, Plan, PlanChange } from './json.js';
import { shownNumber } from './number-text.js';

/**
 * Shorter values are not masked in text: `***` in place of every `1`, `no` or `dev` would destroy the comment and would
 * hide nothing, because it can be guessed. The text of a plan is safe without it: Terraform itself prints
 * `(sensitive value)` there. Masking is the second wall, for values that reach a text on another way (a check's
 * message, a provider's error, `nonsensitive`, a copy in an attribute that no schema marks).
 */
const SHORTEST = 4;
/** Of a key below a sensitive mark. */
const SHORTEST_KEY = 8;
const COMMON: ReadonlySet<string> = new Set(['true', 'false', 'null']);

/**
 * Every text or number of a plan that is marked sensitive, at any depth: of resources, data sources, outputs, root
 * variables and action configurations, before and after. Without values that stand in an address or that are too
 * short, see `SHORTEST`.
 */
export function sensitiveValues(plan: Plan): readonly string[] {
  const values = new Set<string>();
  const collect = (value: Json | undefined, marks: Json | undefined) => collectMarked(value, marks, values);
  const change = ({ before, after, before_sensitive, after_sensitive }: PlanChange) => {
    collect(before, before_sensitive);
    collect(after, after_sensitive);
  };
  const changes = [
    ...plan.resource_changes,
    ...plan.resource_drift,
    ...plan.deferred_changes.map(({ resource_change: deferred }) => deferred),
  ];
  for (const resource of changes) change(resource.change);
  for (const output of Object.values(plan.output_changes)) change(output);
  for (const invocation of [
    ...plan.action_invocations,
    ...plan.deferred_action_invocations.map(({ action_invocation: deferred }) => deferred),
  ]) {
    collect(invocation.config_values, invocation.config_sensitive);
  }
  for (const [name, { value }] of Object.entries(plan.variables)) {
    if (isSensitiveVariable(plan, name)) collect(value, true);
  }
  for (const state of [plan.prior_state?.values, plan.planned_values]) collectState(state, collect);
  return worthMasking(
    values,
    changes.map(({ address }) => address),
  );
}

/** An address is written in clear in the configuration: masking it would only make the comment unreadable. */
function worthMasking(values: ReadonlySet<string>, addresses: readonly string[]): readonly string[] {
  const written = addresses.join('\n');
  return [...values].filter((value) => value.length >= SHORTEST && !COMMON.has(value) && !written.includes(value));
}

/** Every text or number below these values, and the keys among them that are no plain names. */
export function leavesOf(values: readonly Json[]): readonly string[] {
  const leaves = new Set<string>();
  for (const value of values) collectLeaves(value, leaves);
  return worthMasking(leaves, []);
}

function isSensitiveVariable(plan: Plan, name: string): boolean {
  const root = plan.configuration?.root_module;
  const declared = isObject(root) && isObject(root.variables) ? root.variables[name] : undefined;
  return isObject(declared) && declared.sensitive === true;
}

function collectState(
  state: Json | undefined,
  collect: (value: Json | undefined, marks: Json | undefined) => void,
): void {
  if (!isObject(state)) return;
  for (const output of Object.values(isObject(state.outputs) ? state.outputs : {})) {
    if (isObject(output) && output.sensitive === true) collect(output.value, true);
  }
  for (const { values, sensitive_values: marks } of stateResources(state)) collect(values, marks);
}

/** Walks marks, not values: what is not marked is not looked at, and marks are few. */
function collectMarked(value: Json | undefined, marks: Json | undefined, into: Set<string>): void {
  if (value === undefined || value === null || marks === undefined || marks === false || marks === null) return;
  if (marks === true) {
    collectLeaves(value, into);
    return;
  }
  if (typeof marks !== 'object' || typeof value !== 'object') return;
  const children = value as { readonly [key: string]: Json };
  for (const [key, mark] of Object.entries(marks)) collectMarked(children[key], mark, into);
}

/**
 * A plan does not tell the attributes of an object from the keys of a map. `password` and `private_key` are attributes,
 * and masking them would only spoil the report; `sk_live_51Habc9` and `bob@example.org` are keys.
 */
function isPlainName(key: string): boolean {
  return key.length < SHORTEST_KEY || /^[a-z]+(?:[_-][a-z]+)*$/i.test(key);
}

function collectLeaves(value: Json, into: Set<string>): void {
  if (typeof value === 'string') into.add(shownNumber(value));
  else if (typeof value === 'number') into.add(String(value));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      if (!Array.isArray(value) && !isPlainName(key)) into.add(key);
      if (child !== undefined) collectLeaves(child, into);
    }
  }
}
