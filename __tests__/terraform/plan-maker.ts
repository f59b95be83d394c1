import type { Json, Plan, PlanResourceChange } from '../../src/terraform/plan/json.js';
import type { OwnPackages } from '../../src/terraform/plan/package-values.js';
import { readPlan } from '../../src/terraform/plan/read-plan.js';
import type { FingerprintContext } from '../../src/terraform/reviewed/entries.js';
import { fingerprintPlan } from '../../src/terraform/reviewed/fingerprint.js';

// Plans as data, in the form in which `terraform show -json` writes them.

export interface ResourceOptions {
  readonly address?: string;
  readonly type?: string;
  readonly provider?: string;
  readonly actions?: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
  readonly unknown?: Json;
  readonly beforeSensitive?: Json;
  readonly afterSensitive?: Json;
  readonly reason?: string;
  readonly previousAddress?: string;
  readonly importing?: string;
  readonly deposed?: string;
  readonly mode?: 'managed' | 'data';
}

export function resource(options: ResourceOptions): unknown {
  const type = options.type ?? 'aws_thing';
  return {
    address: options.address ?? `${type}.this`,
    mode: options.mode ?? 'managed',
    type,
    name: 'this',
    provider_name: options.provider ?? 'registry.terraform.io/hashicorp/aws',
    ...(options.previousAddress === undefined ? {} : { previous_address: options.previousAddress }),
    ...(options.deposed === undefined ? {} : { deposed: options.deposed }),
    ...(options.reason === undefined ? {} : { action_reason: options.reason }),
    change: {
      actions: options.actions ?? ['create'],
      before: options.before ?? null,
      after: options.after ?? null,
      after_unknown: options.unknown ?? {},
      before_sensitive: options.beforeSensitive ?? false,
      after_sensitive: options.afterSensitive ?? {},
      ...(options.importing === undefined ? {} : { importing: { id: options.importing } }),
    },
  } satisfies Omit<PlanResourceChange, 'change'> & { change: unknown };
}

export interface PlanOptions {
  readonly resources?: readonly unknown[];
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly drift?: readonly unknown[];
  readonly deferred?: readonly unknown[];
  readonly invocations?: readonly unknown[];
  readonly timestamp?: string;
}

export function plan(options: PlanOptions): Plan {
  return readPlan({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {},
    resource_changes: options.resources ?? [],
    output_changes: options.outputs ?? {},
    resource_drift: options.drift ?? [],
    deferred_changes: options.deferred ?? [],
    action_invocations: options.invocations ?? [],
    timestamp: options.timestamp ?? '2026-11-25T08:00:00Z',
  });
}

export const HEAD = '1f0c3ad29be04d1a8f6d50b7f3a2c1e9d8b7a605';

/** What the runs of these tests pack. */
export const PACKAGES: OwnPackages = { bucket: 'artifacts', names: ['api', 'admin'] };

export function planContext(lineage?: string): FingerprintContext {
  return {
    volatile: { commits: [HEAD], runId: '17300000001', workspacePath: '/home/runner/work/shop/shop' },
    packages: PACKAGES,
    ...(lineage === undefined ? {} : { lineage }),
  };
}

export const LINEAGE = 'c0ffee00-1111-2222-3333-444455556666';

/** Fingerprint of resources, with a state. */
export function fingerprintOf(resources: readonly unknown[], context = planContext(LINEAGE)): string {
  return fingerprintPlan(plan({ resources }), context).fingerprint;
}

export function entriesOf(resources: readonly unknown[], lineage: string | undefined = LINEAGE) {
  return fingerprintPlan(plan({ resources }), planContext(lineage)).entries;
}
