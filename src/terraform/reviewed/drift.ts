import type { ChangeSet, ResourceChange } from '../plan/change-set.js';
import type { Plan } from '../plan/json.js';
import { driftFingerprint } from './drift-fingerprint.js';
import { type AttributeDifference, driftValues } from './drift-values.js';
import { type IdleEntry, type KnownChange, type KnownDriftRules, knownChanges, NO_KNOWN_DRIFT } from './known-drift.js';
import { outsideChange } from './outside.js';
import type { IsOfPlanTime } from './plan-time.js';
import type { Planned } from './planned-changes.js';

export interface DriftContext extends Planned {
  /** Absent where the configuration was not read. */
  readonly isOfPlanTime?: IsOfPlanTime;
}

/** How far the world, the state and the configuration are apart, by who has to do with it. */
export interface Drift {
  /**
   * Whether a deploy would do anything but undo what is known, and store outputs. What others changed and nothing asks to
   * undo is no drift.
   */
  readonly found: boolean;
  /** Changed outside Terraform, where this plan would undo it or is made from it. */
  readonly outside: readonly ResourceChange[];
  /** The same, where the list of known drift says why. */
  readonly known: readonly KnownChange[];
  /** Entries of that list which made nothing known in this run. */
  readonly idle: readonly IdleEntry[];
  /** What differs, by address; of what counts only that part. */
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
 * attributes count that the plan sets, or is made from (`relevant_attributes`).
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function driftOfPlan(changes: ChangeSet, context: DriftContext, rules: KnownDriftRules = NO_KNOWN_DRIFT): Drift {
  const { plan } = context;
  const acted = changes.resources.filter(({ mode }) => mode === 'managed');
  // Outputs alone change nothing that is there: they are said, and open nothing.
  const isPlanned = acted.length + changes.deferred.length + changes.invocations.length > 0;
  const all = driftValues(plan);
  const changed = changes.drift.map((one) =>
    isPlanned
      ? outsideChange(one, all.get(one.address) ?? [], plan, context.slices)
      : { values: [], counts: undefined, leftAlone: one },
  );
  const outside = changed.flatMap(({ counts }) => counts ?? []);
  const counting = new Map(changed.flatMap((one) => (one.counts ? [[one.counts.address, one.values] as const] : [])));
  const changedOutside = new Set(counting.keys());
  const values = new Map([...all, ...counting]);
  const { known, idle } = knownChanges(outside, (address) => values.get(address) ?? [], plan, changes, rules);
  const isKnown = new Set(known.map(({ change }) => change.address));
  const rest = withoutResources(plan, isKnown);
  const pending = {
    resources: acted.filter(({ address }) => !changedOutside.has(address)),
    outputs: changes.outputs,
    deferred: changes.deferred,
    invocations: changes.invocations,
  };
  const { outputs: _, ...waiting } = pending;
  const isLeft = outside.length > known.length || Object.values(waiting).some(({ length }) => length > 0);
  return {
    found: isPlanned && (known.length === 0 || isLeft),
    outside: outside.filter(({ address }) => !isKnown.has(address)),
    known,
    idle,
    values,
    leftAlone: changed.flatMap(({ leftAlone }) => leftAlone ?? []),
    pending,
    fingerprint: driftFingerprint({ ...context, plan: rest }, counting, context.isOfPlanTime ?? (() => false)),
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
