import { isObject } from '../plan/fields.js';
import type { Json } from '../plan/json.js';
import { leavesOf } from '../plan/sensitive.js';

export interface StateSecrets {
  /** What the state itself marks as sensitive. */
  readonly marked: readonly string[];
  /** Every text of an attribute, by its name: older versions do not write down what a provider calls sensitive. */
  readonly named: readonly (readonly [name: string, value: string])[];
}

/** The secrets of a state as `terraform state pull` prints it (version 4); what has another form has none. */
export function stateSecrets(state: unknown): StateSecrets {
  if (!isObject(state as Json)) return { marked: [], named: [] };
  const { outputs, resources } = state as { readonly outputs?: Json; readonly resources?: Json };
  const marked: Json[] = [];
  for (const output of Object.values(isObject(outputs) ? outputs : {})) {
    if (isObject(output) && output.sensitive === true) marked.push(output.value ?? null);
  }
  const named: (readonly [string, string])[] = [];
  for (const resource of list(resources)) {
    for (const instance of list(isObject(resource) ? resource.instances : undefined)) {
      if (!isObject(instance)) continue;
      const { attributes = null } = instance;
      for (const path of list(instance.sensitive_attributes)) marked.push(at(attributes, list(path)) ?? null);
      collectNamed('', attributes, named);
    }
  }
  return { marked: leavesOf(marked), named };
}

/** A path has steps such as `{ type: "get_attr", value: "password" }` and `{ type: "index", value: { value: 0 } }`. */
function at(value: Json, path: readonly Json[]): Json | undefined {
  let found: Json | undefined = value;
  for (const step of path) {
    const named: Json | undefined = isObject(step) ? step.value : undefined;
    const key = isObject(named) ? named.value : named;
    if (typeof found !== 'object' || found === null) return undefined;
    // What cannot be followed, such as an element of a set, is secret as a whole.
    if (typeof key !== 'string' && typeof key !== 'number') return found;
    found = (found as { readonly [key: string]: Json })[String(key)];
  }
  return found;
}

function collectNamed(name: string, value: Json, into: (readonly [string, string])[]): void {
  if (typeof value === 'string') into.push([name, value]);
  else if (Array.isArray(value)) for (const item of value) collectNamed(name, item, into);
  else if (isObject(value)) {
    for (const [key, child] of Object.entries(value)) if (child !== undefined) collectNamed(key, child, into);
  }
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
