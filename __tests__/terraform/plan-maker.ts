import { stateMark } from '../../src/operation/deployments/state-memory.js';
import type { ComparedPlan } from '../../src/operation/review/review-request.js';
import type { ReadSources } from '../../src/terraform/configuration/plan-sources.js';
import { NO_SLICES } from '../../src/terraform/configuration/slices.js';
import { keyedDigest } from '../../src/terraform/plan/digest.js';
import type { Json, Plan, PlanResourceChange } from '../../src/terraform/plan/json.js';
import type { OwnPackages } from '../../src/terraform/plan/package-values.js';
import { readPlan } from '../../src/terraform/plan/read-plan.js';
import { type Planned, plannedChanges, reviewedChanges } from '../../src/terraform/reviewed/planned-changes.js';
import { fingerprintOfPlan } from '../../src/terraform/reviewed/reviewed-change.js';
import { tokenizer, type VolatileValues } from '../../src/terraform/reviewed/volatile-values.js';

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
  readonly relevant?: readonly { readonly resource: string; readonly attribute: readonly Json[] }[];
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
    relevant_attributes: options.relevant ?? [],
    timestamp: options.timestamp ?? '2026-11-25T08:00:00Z',
  });
}

export const HEAD = '1f0c3ad29be04d1a8f6d50b7f3a2c1e9d8b7a605';

/** What the runs of these tests pack. */
export const PACKAGES: OwnPackages = { bucket: 'artifacts', names: ['api', 'admin'] };

export interface PlanContext {
  readonly volatile: VolatileValues;
  readonly packages?: OwnPackages;
  readonly lineage?: string;
}

/** Where nothing is read beside a plan. */
export const NO_SOURCES: ReadSources = {
  modules: [{ path: [], directory: 'infra', files: [] }],
  files: { digestOf: () => undefined, isInside: () => false, textOf: () => undefined },
  root: 'infra',
  sourceFiles: () => [],
  initialised: undefined,
};

export function digestingOf(
  made: Plan,
  { volatile, packages, lineage }: PlanContext,
): Omit<Planned, 'plan' | 'slices'> {
  return {
    digesting: {
      tokenize: tokenizer(volatile, made.timestamp, packages),
      keyed: lineage === undefined ? undefined : keyedDigest(lineage),
      substitute: (_path, value) => value,
      ignoreUnknown: () => false,
    },
    ...(packages === undefined ? {} : { packages }),
  };
}

export const PLACE = { workspace: 'default', state: '0'.repeat(32) };

/** By its values alone. */
export function comparedPlan(made: Plan, context: PlanContext): ComparedPlan {
  const planned: Planned = { plan: made, slices: NO_SLICES, ...digestingOf(made, context) };
  const { lineage: _, ...keyless } = context;
  const plain: Planned = { ...planned, ...digestingOf(made, keyless) };
  return {
    reviewed: { ...reviewedChanges(planned), place: PLACE },
    planned: { keyed: plannedChanges(planned), plain: plannedChanges(plain) },
    state: stateMark(PLACE.state, context.lineage),
  };
}

export function fingerprintPlan(
  made: Plan,
  context: PlanContext,
): { readonly fingerprint: string; readonly compared: ComparedPlan } {
  const compared = comparedPlan(made, context);
  return { fingerprint: fingerprintOfPlan(compared.reviewed), compared };
}

export function planContext(lineage?: string): PlanContext {
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
  return comparedPlan(plan({ resources }), planContext(lineage)).reviewed.changes;
}
