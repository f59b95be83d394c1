import { digest, keyedDigest } from '../plan/digest.js';
import { isObject } from '../plan/fields.js';
import type { Json, Plan, PlanActionInvocation, PlanChange, PlanResourceChange } from '../plan/json.js';
import { type OwnPackages, packageAttributes } from '../plan/package-values.js';
import { resourceChange } from '../plan/resource-change.js';
import { changedLeaves, type Digesting, type Side } from './changed-attributes.js';
import { type Entry, type EntryHead, entryDigest } from './entry.js';
import { tokenizer, type VolatileValues } from './volatile-values.js';

export interface FingerprintContext {
  readonly volatile: VolatileValues;
  /** The state's lineage; absent where there is no state yet. */
  readonly lineage?: string;
  /** Absent where this action makes none. */
  readonly packages?: OwnPackages;
}

/**
 * What of a plan a reviewer approves, one entry for each change. Data sources, checks, drift, `prior_state` and the
 * plan's time are left out: they say nothing about what will be done.
 */
export function planEntries(plan: Plan, context: FingerprintContext): readonly Entry[] {
  const digesting: Digesting = {
    tokenize: tokenizer(context.volatile, plan.timestamp, context.packages),
    keyed: context.lineage === undefined ? undefined : keyedDigest(context.lineage),
    substitute: (_path, value) => value,
    ignoreUnknown: () => false,
  };
  return [
    ...plan.resource_changes.flatMap((change) => resourceEntry('resource', change, digesting, context)),
    ...plan.deferred_changes.flatMap(({ resource_change: change }) =>
      resourceEntry('deferred', change, digesting, context),
    ),
    ...Object.entries(plan.output_changes).flatMap(([name, change]) => outputEntry(name, change, digesting)),
    ...plan.action_invocations.map((invocation) => invocationEntry(invocation, digesting)),
    ...plan.deferred_action_invocations.map(({ action_invocation: invocation }) =>
      invocationEntry(invocation, digesting),
    ),
  ];
}

function resourceEntry(
  kind: 'resource' | 'deferred',
  raw: PlanResourceChange,
  base: Digesting,
  { packages }: FingerprintContext,
): readonly Entry[] {
  if (raw.mode !== 'managed') return [];
  const { action, previousAddress, importId, provider } = resourceChange(raw);
  const { change, type, address } = raw;
  const digesting = withoutBuilds(packageAttributes(type, change.after, packages), base);
  const creates = action.includes('create');
  const sets = creates || action === 'update';
  const { leaves, unknown } = sets
    ? changedLeaves(creates ? undefined : sideBefore(change), sideAfter(change), change.after_unknown, digesting)
    : { leaves: [], unknown: [] };
  const nothing = action === 'no-op' || (action === 'update' && leaves.length + unknown.length === 0);
  if (nothing && previousAddress === undefined && importId === undefined) return [];
  const destroys = action.includes('delete') || action.includes('forget') ? objectId(change, base) : undefined;
  const head: EntryHead = {
    kind,
    address,
    type,
    provider,
    action: nothing ? 'no-op' : action,
    ...(previousAddress === undefined ? {} : { previousAddress }),
    ...(importId === undefined ? {} : { importId }),
    ...(destroys === undefined ? {} : { destroys }),
    ...(raw.deposed === undefined ? {} : { deposed: true }),
  };
  return [entry(head, leaves, unknown, base, raw.action_reason === 'replace_because_tainted')];
}

/** Of an output only what it is set to counts: it has no effect but itself, so it does not matter what it was. */
function outputEntry(name: string, change: PlanChange, digesting: Digesting): readonly Entry[] {
  if (change.actions.every((action) => action === 'no-op')) return [];
  // The key of another build of the same package is code.
  const changed = changedLeaves(sideBefore(change), sideAfter(change), change.after_unknown, digesting);
  if (changed.leaves.length + changed.unknown.length === 0) return [];
  const head: EntryHead = {
    kind: 'output',
    address: name,
    type: '',
    provider: '',
    action: change.actions.join() === 'delete' ? 'delete' : 'set',
  };
  const { leaves, unknown } = changedLeaves(undefined, sideAfter(change), change.after_unknown, digesting);
  return [entry(head, leaves, unknown, digesting)];
}

function invocationEntry(raw: PlanActionInvocation, digesting: Digesting): Entry {
  const trigger = raw.lifecycle_action_trigger ?? raw.invoke_action_trigger ?? {};
  const { leaves, unknown } = changedLeaves(
    undefined,
    { value: { config: raw.config_values ?? null, trigger }, sensitive: { config: raw.config_sensitive ?? false } },
    { config: raw.config_unknown ?? false },
    digesting,
  );
  const { address, type, provider_name: provider = '' } = raw;
  return entry({ kind: 'invocation', address, type, provider, action: 'invoke' }, leaves, unknown, digesting);
}

function entry(
  head: EntryHead,
  leaves: Entry['leaves'],
  unknown: readonly string[],
  { keyed }: Digesting,
  tainted = false,
): Entry {
  return { ...head, leaves, unknown, tainted, keyed: keyed !== undefined, digest: entryDigest(head, leaves, unknown) };
}

/** Package values are code, reviewed as code: which package a function runs enters, which build of it does not. */
function withoutBuilds(isPackage: (attribute: Json | undefined) => boolean, digesting: Digesting): Digesting {
  return {
    ...digesting,
    ignoreUnknown: ([attribute]) => isPackage(attribute),
    substitute: ([attribute], value) => {
      if (!isPackage(attribute)) return value;
      return attribute === 's3_key' && typeof value === 'string' ? digesting.tokenize(value).text : undefined;
    },
  };
}

/** Of a deletion only which object it is counts: its other attributes go with it. */
function objectId(change: PlanChange, { tokenize, keyed }: Digesting): string {
  const { before, before_sensitive: marks, before_identity: identity } = change;
  const id = isObject(before) ? (before.id ?? null) : null;
  const text = tokenize(JSON.stringify(id ?? identity ?? null)).text;
  const sensitive = marks === true || (isObject(marks) && marks.id === true);
  if (!sensitive) return digest(['id', text]);
  return digest(['id', keyed === undefined ? 'sensitive' : keyed(text)]);
}

function sideBefore(change: PlanChange): Side {
  return { value: change.before, sensitive: change.before_sensitive };
}

function sideAfter(change: PlanChange): Side {
  return { value: change.after, sensitive: change.after_sensitive };
}
