import type { ActionInvocation, CheckFailure, OutputChange } from './change-set.js';
import { holdsTrue } from './fields.js';
import type { Plan, PlanActionInvocation } from './json.js';

/** Outputs that change, sorted by name. An output that stays is listed in the JSON as `no-op`. */
export function outputChanges(plan: Plan): readonly OutputChange[] {
  return Object.entries(plan.output_changes)
    .filter(([, { actions }]) => actions.some((action) => action !== 'no-op'))
    .map(([name, change]): OutputChange => {
      const [action] = change.actions;
      const single = change.actions.length === 1 && (action === 'create' || action === 'delete');
      return {
        name,
        action: single ? action : 'update',
        sensitive: holdsTrue(change.before_sensitive) || holdsTrue(change.after_sensitive),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Checks and conditions that do not pass, one entry for each instance that says so. */
export function checkFailures(plan: Plan): readonly CheckFailure[] {
  return plan.checks.flatMap(({ address, status, instances }) => {
    const found = instances.flatMap((instance) =>
      failure(instance.address?.to_display ?? address.to_display, instance),
    );
    return found.length > 0 ? found : failure(address.to_display, { status });
  });
}

function failure(
  address: string,
  { status, problems }: Pick<Plan['checks'][number]['instances'][number], 'status' | 'problems'>,
): readonly CheckFailure[] {
  if (status !== 'fail' && status !== 'error' && status !== 'unknown') return [];
  return [{ address, status, messages: (problems ?? []).map(({ message }) => message ?? '').filter(Boolean) }];
}

export function actionInvocations(plan: Plan): readonly ActionInvocation[] {
  return [
    ...plan.action_invocations.map((raw) => invocation(raw)),
    ...plan.deferred_action_invocations.map(({ reason, action_invocation: raw }) => invocation(raw, reason)),
  ];
}

function invocation(raw: PlanActionInvocation, deferred?: string): ActionInvocation {
  const trigger = raw.lifecycle_action_trigger?.triggering_resource_address;
  return {
    address: raw.address,
    type: raw.type,
    provider: raw.provider_name ?? '',
    trigger: typeof trigger === 'string' ? trigger : undefined,
    deferred,
  };
}
