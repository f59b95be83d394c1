import { NO_SLICES } from '../configuration/slices.js';
import type { ChangeSet, ResourceChange } from '../plan/change-set.js';
import { fingerprintOf } from '../plan/digest.js';
import type { Plan } from '../plan/json.js';
import { type AttributeDifference, driftValues } from './drift-values.js';
import { type IdleEntry, type KnownChange, type KnownDriftRules, knownChanges, NO_KNOWN_DRIFT } from './known-drift.js';
import { type Planned, reviewedChanges } from './planned-changes.js';
import { digestOfChange } from './reviewed-change.js';

export type DriftContext = Pick<Planned, 'digesting' | 'packages'>;

/** How far the world, the state and the configuration are apart, by who has to do with it. */
export interface Drift {
  /** Whether a deploy would do anything but undo what is known. What others changed and nothing asks to undo is no drift. */
  readonly found: boolean;
  /** Changed outside Terraform, where this plan would undo it or is made from it. */
  readonly outside: readonly ResourceChange[];
  /** The same, where the list of known drift says why. */
  readonly known: readonly KnownChange[];
  /** Entries of that list which made nothing known in this run. */
  readonly idle: readonly IdleEntry[];
  /** What differs, by address. */
  readonly values: ReadonlyMap<string, readonly AttributeDifference[]>;
  /** Changed outside Terraform, and left as it is by this plan: computed, or under `ignore_changes`. */
  readonly leftAlone: readonly ResourceChange[];
  /** Everything else that the plan would do: merged and not deployed yet, or a consequence of the above. */
  readonly pending: Pick<ChangeSet, 'resources' | 'outputs' | 'deferred' | 'invocations'>;
  /** 64 hex digits: the same as long as the same drift is found. */
  readonly fingerprint: string;
}

/**
 * Tells changes made outside Terraform from pending ones. Terraform lists the former as `resource_drift`; of these the
 * ones count that the plan acts on, or whose attributes it is made from (`relevant_attributes`).
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function driftOfPlan(
  plan: Plan,
  changes: ChangeSet,
  context: DriftContext,
  rules: KnownDriftRules = NO_KNOWN_DRIFT,
): Drift {
  const acted = changes.resources.filter(({ mode }) => mode === 'managed');
  const concerned = new Set([
    ...acted.map(({ address }) => address),
    ...plan.relevant_attributes.map(({ resource }) => resource),
  ]);
  const isPlanned = changes.class !== 'none';
  const outside = isPlanned ? changes.drift.filter(({ address }) => concerned.has(address)) : [];
  const changedOutside = new Set(outside.map(({ address }) => address));
  const values = driftValues(plan);
  const { known, idle } = knownChanges(outside, (address) => values.get(address) ?? [], plan, changes, rules);
  const isKnown = new Set(known.map(({ change }) => change.address));
  const rest = withoutResources(plan, isKnown);
  const pending = {
    resources: acted.filter(({ address }) => !changedOutside.has(address)),
    outputs: changes.outputs,
    deferred: changes.deferred,
    invocations: changes.invocations,
  };
  const isLeft = outside.length > known.length || Object.values(pending).some(({ length }) => length > 0);
  return {
    found: isPlanned && (known.length === 0 || isLeft),
    outside: outside.filter(({ address }) => !isKnown.has(address)),
    known,
    idle,
    values,
    leftAlone: changes.drift.filter(({ address }) => !changedOutside.has(address)),
    pending,
    fingerprint: fingerprintOf([...digests(rest, context), ...outsideDigests(rest, changedOutside, context)]),
  };
}

/** What is known may change each day: that is not another drift. */
function withoutResources(plan: Plan, addresses: ReadonlySet<string>): Plan {
  if (addresses.size === 0) return plan;
  const isOther = ({ address }: { readonly address: string }) => !addresses.has(address);
  return {
    ...plan,
    resource_changes: plan.resource_changes.filter(isOther),
    resource_drift: plan.resource_drift.filter(isOther),
  };
}

/** The values that others set: another change of the same attribute is another drift. */
function outsideDigests(plan: Plan, addresses: ReadonlySet<string>, context: DriftContext): readonly string[] {
  const outside = {
    ...plan,
    resource_changes: plan.resource_drift.filter(({ address }) => addresses.has(address)),
    deferred_changes: [],
    output_changes: {},
    action_invocations: [],
    deferred_action_invocations: [],
  };
  return digests(outside, context).map((digest) => `outside:${digest}`);
}

/** A drift is a matter of values: another text of the configuration is not another drift. */
function digests(plan: Plan, context: DriftContext): readonly string[] {
  return reviewedChanges({ plan, slices: NO_SLICES, ...context }).changes.map(digestOfChange);
}
