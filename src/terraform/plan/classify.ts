import {
  type ChangeCounts,
  type ChangeSet,
  destroysAndCreates,
  isReplacedOrDeleted,
  isReplacement,
  type OutputChange,
  type PlanClass,
  type ResourceChange,
} from './change-set.js';
import type { Plan } from './json.js';
import { driftOf } from './outside-changes.js';
import { isPackageOnly, type OwnPackages } from './package-values.js';
import { actionInvocations, checkFailures, outputChanges } from './parts.js';
import { resourceChange } from './resource-change.js';

/**
 * Decides what a plan would do. Classes rank `none < state-only < outputs-only < code < change < destructive`, and a
 * plan has the class of its heaviest part; `code` is given only to a plan that holds nothing but package values,
 * because no review is asked for it.
 * @param packages those that this action makes; of other packages nobody reviewed the code
 */
export function changeSet(plan: Plan, packages?: OwnPackages): ChangeSet {
  const all = plan.resource_changes.filter(({ mode }) => mode !== 'ephemeral');
  const resources = all.map(resourceChange).filter(isShown);
  const outputs = outputChanges(plan);
  const parts = {
    resources,
    outputs,
    drift: driftOf(plan),
    checks: checkFailures(plan),
    deferred: plan.deferred_changes.map(({ reason, resource_change: change }) => ({
      reason,
      change: resourceChange(change),
    })),
    invocations: actionInvocations(plan),
    errored: plan.errored ? (true as const) : undefined,
  };
  const counts = count(resources, outputs);
  const onlyCode =
    counts.change > 0 && plan.resource_changes.every((change) => isNoOp(change) || isPackageOnly(change, packages));
  return { class: classify(counts, parts, onlyCode), counts, ...parts };
}

function classify(
  counts: ChangeCounts,
  { resources, outputs, deferred, invocations }: Omit<ChangeSet, 'class' | 'counts' | 'drift' | 'checks'>,
  onlyCode: boolean,
): PlanClass {
  if (resources.some(isReplacedOrDeleted)) return 'destructive';
  const later = deferred.length + invocations.length;
  const stateOnly = counts.move + counts.import + counts.forget;
  if (onlyCode && later + outputs.length === 0) return 'code';
  if (counts.add + counts.change + later > 0) return 'change';
  if (outputs.length > 0) return 'outputs-only';
  return stateOnly > 0 ? 'state-only' : 'none';
}

function count(resources: readonly ResourceChange[], outputs: readonly OutputChange[]): ChangeCounts {
  const managed = resources.filter(({ mode }) => mode === 'managed');
  const among = (test: (change: ResourceChange) => boolean) => managed.filter(test).length;
  const replace = among(({ action }) => destroysAndCreates(action));
  const replacedButKept = among(({ action }) => isReplacement(action)) - replace;
  return {
    add: among(({ action }) => action === 'create') + replace + replacedButKept,
    change: among(({ action }) => action === 'update'),
    destroy: among(({ action }) => action === 'delete') + replace,
    replace,
    import: among(({ importId }) => importId !== undefined),
    move: among(({ previousAddress }) => previousAddress !== undefined),
    forget: among(({ action }) => action === 'forget') + replacedButKept,
    outputs: outputs.length,
  };
}

/** Terraform reports a move and an import as `no-op`, with a `previous_address` or an import id. */
function isShown({ mode, action, previousAddress, importId }: ResourceChange): boolean {
  if (mode === 'data') return action === 'read';
  return action !== 'no-op' || previousAddress !== undefined || importId !== undefined;
}

function isNoOp({ mode, change, previous_address: from, address }: Plan['resource_changes'][number]): boolean {
  if (mode !== 'managed') return true;
  return change.actions[0] === 'no-op' && !change.importing && (from === undefined || from === address);
}
