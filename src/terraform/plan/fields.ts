import { ActionError } from '../../errors.js';
import {
  type Json,
  type JsonObject,
  PLAN_ACTIONS,
  type Plan,
  type PlanActionInvocation,
  type PlanChange,
  type PlanCheck,
  type PlanResourceChange,
} from './json.js';

// Structural checks of the parts of a plan: each returns what it was given, typed, or throws an `ActionError` that
// names the place. Values never enter a message: they may be secrets.

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The resources of all modules of a state, from its `values`. What has not the shape of one is passed over. */
export function* stateResources(values: unknown): Generator<JsonObject, void, undefined> {
  const modules: unknown[] = [isObject(values) ? values.root_module : undefined];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    if (!isObject(module)) continue;
    for (const resource of Array.isArray(module.resources) ? module.resources : []) {
      if (isObject(resource)) yield resource;
    }
    if (Array.isArray(module.child_modules)) modules.push(...module.child_modules);
  }
}

/** Providers of the older kind cannot tell nothing from the empty value of a type. */
export function isEmpty(value: Json): boolean {
  return ['""', '0', 'false', '[]', '{}'].includes(JSON.stringify(value));
}

function malformed(path: string, expected: string, found: unknown): ActionError {
  // Only the kind of what was found: values of a plan may be secrets.
  const kind = Array.isArray(found) ? 'a list' : found === null ? 'null' : `a value of type ${typeof found}`;
  return new ActionError({ what: `The JSON of this plan is damaged at "${path}"`, found: kind, expected });
}

export function list<T>(json: JsonObject, field: string, as: (value: unknown, path: string) => T): readonly T[] {
  const value = json[field];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw malformed(field, 'a list', value);
  return value.map((element, index) => as(element, `${field}[${index}]`));
}

export function map<T>(
  json: JsonObject,
  field: string,
  as: (value: unknown, path: string) => T,
): Readonly<Record<string, T>> {
  const value = json[field];
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw malformed(field, 'an object', value);
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, as(element, `${field}.${key}`)]));
}

function asObject(value: unknown, path: string): JsonObject {
  if (!isObject(value)) throw malformed(path, 'an object', value);
  return value;
}

function requireTexts(value: JsonObject, path: string, fields: readonly string[]): void {
  for (const field of fields) {
    if (typeof value[field] !== 'string') throw malformed(`${path}.${field}`, 'a text', value[field]);
  }
}

export function asChange(value: unknown, path: string): PlanChange {
  const change = asObject(value, path);
  const { actions, replace_paths: paths } = change;
  if (!Array.isArray(actions) || actions.length === 0) throw malformed(`${path}.actions`, 'a list of actions', actions);
  for (const action of actions) {
    if (PLAN_ACTIONS.some((known) => known === action)) continue;
    // An action that is not known may destroy: to take it for nothing would be worse than to stop.
    throw new ActionError({
      what: `The plan has an action that this version does not know, at "${path}.actions"`,
      found: String(action),
      expected: PLAN_ACTIONS.join(', '),
      wayOut: 'Use a newer version of this action',
    });
  }
  if (paths !== undefined && paths !== null && !Array.isArray(paths)) {
    throw malformed(`${path}.replace_paths`, 'a list', paths);
  }
  return change as unknown as PlanChange;
}

export function asResourceChange(value: unknown, path: string): PlanResourceChange {
  const resource = asObject(value, path);
  requireTexts(resource, path, ['address', 'mode', 'type', 'name']);
  asChange(resource.change, `${path}.change`);
  return resource as unknown as PlanResourceChange;
}

export function asCheck(value: unknown, path: string): PlanCheck {
  const check = asObject(value, path);
  requireTexts(check, path, ['status']);
  requireTexts(asObject(check.address, `${path}.address`), `${path}.address`, ['to_display']);
  const instances = Array.isArray(check.instances) ? check.instances.filter(isObject) : [];
  return { ...check, instances } as unknown as PlanCheck;
}

export function asInvocation(value: unknown, path: string): PlanActionInvocation {
  const invocation = asObject(value, path);
  requireTexts(invocation, path, ['address', 'type']);
  return invocation as unknown as PlanActionInvocation;
}

export function asDeferredChange(value: unknown, path: string): Plan['deferred_changes'][number] {
  const deferred = asObject(value, path);
  const change = asResourceChange(deferred.resource_change, `${path}.resource_change`);
  return { reason: typeof deferred.reason === 'string' ? deferred.reason : 'unknown', resource_change: change };
}

export function asDeferredInvocation(value: unknown, path: string): Plan['deferred_action_invocations'][number] {
  const deferred = asObject(value, path);
  const invocation = asInvocation(deferred.action_invocation, `${path}.action_invocation`);
  return { reason: typeof deferred.reason === 'string' ? deferred.reason : 'unknown', action_invocation: invocation };
}

export function asRelevantAttribute(value: unknown, path: string): Plan['relevant_attributes'][number] {
  const attribute = asObject(value, path);
  requireTexts(attribute, path, ['resource']);
  return {
    resource: String(attribute.resource),
    attribute: Array.isArray(attribute.attribute) ? attribute.attribute : [],
  };
}

export function asVariable(value: unknown, path: string): { readonly value?: Json } {
  return asObject(value, path);
}

/**
 * Whether a value counts as not known. A list does as soon as a part of one of its elements is not: a set is listed in
 * another order once that part is known, and nothing in a plan tells a set from a list.
 */
export function isUnknown(mark: Json | undefined): boolean {
  return mark === true || (Array.isArray(mark) && holdsTrue(mark));
}

/** Whether `true` stands anywhere in a shape of marks. */
export function holdsTrue(marks: Json | undefined): boolean {
  if (marks === true) return true;
  if (typeof marks !== 'object' || marks === null) return false;
  return Object.values(marks).some(holdsTrue);
}
