import { holdsTrue, isObject, stateResources } from '../plan/fields.js';
import type { Json, JsonObject, Plan } from '../plan/json.js';
import { packageAttributes } from '../plan/package-values.js';
import type { Planned } from './planned-changes.js';

/** By address, and then by attribute: digests of what decides how a function runs, beside its code. */
export type FunctionArguments = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface PlannedArguments {
  readonly known: FunctionArguments;
  /** Attributes that are known only after the apply, by address; functions that have none are left out. */
  readonly unknown: ReadonlyMap<string, readonly string[]>;
}

/** @param keyed digests a text under the state's key: an environment may hold secrets */
export interface ArgumentDigest extends Pick<Planned, 'packages'> {
  readonly tokenize: (text: string) => string;
  readonly keyed: (text: string) => string;
}

/** Of each function whose code is one of these packages, as this plan leaves it. */
export function plannedArguments(plan: Plan, keys: ReadonlySet<string>, digests: ArgumentDigest): PlannedArguments {
  const known = new Map<string, ReadonlyMap<string, string>>();
  const unknown = new Map<string, readonly string[]>();
  for (const { address, mode, type, change } of plan.resource_changes) {
    const { after, after_unknown: marks } = change;
    if (mode !== 'managed' || type !== FUNCTION || !isObject(after) || !keys.has(String(after.s3_key))) continue;
    const isCode = packageAttributes(type, after, digests.packages);
    const later = Object.keys(isObject(marks) ? marks : {}).filter(
      (name) => !isCode(name) && holdsTrue(isObject(marks) ? marks[name] : undefined),
    );
    known.set(
      address,
      digested(after, (name) => isCode(name) || later.includes(name), digests),
    );
    if (later.length > 0) unknown.set(address, later.sort());
  }
  return { known, unknown };
}

/** The same of functions that the state (`terraform show -json`) has: after an apply everything is known. */
export function storedArguments(
  state: unknown,
  addresses: ReadonlySet<string>,
  digests: ArgumentDigest,
): FunctionArguments {
  const found = new Map<string, ReadonlyMap<string, string>>();
  for (const { address, values } of stateResources(isObject(state) ? state.values : undefined)) {
    if (!isObject(values) || !addresses.has(String(address))) continue;
    const isCode = packageAttributes(FUNCTION, values, digests.packages);
    found.set(String(address), digested(values, isCode, digests));
  }
  return found;
}

/** Names of the attributes in which these differ, sorted. */
export function differingArguments(
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name)).sort();
}

const FUNCTION = 'aws_lambda_function';

/** Empty values are left out: a newer provider has more attributes, and a function that does not set them is the same. */
function digested(
  values: JsonObject,
  isLeftOut: (name: string) => boolean,
  { tokenize, keyed }: ArgumentDigest,
): ReadonlyMap<string, string> {
  const names = Object.keys(values).filter((name) => !isLeftOut(name) && !isEmpty(values[name]));
  return new Map(names.sort().map((name) => [name, keyed(`${name}=${tokenize(JSON.stringify(values[name]))}`)]));
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
