import { ActionError } from '../../errors.js';
import {
  asChange,
  asCheck,
  asDeferredChange,
  asDeferredInvocation,
  asInvocation,
  asRelevantAttribute,
  asResourceChange,
  asVariable,
  isObject,
  list,
  map,
  type PLAN_ACTIONS,
} from './fields.js';

// The field names are Terraform's own (https://developer.hashicorp.com/terraform/internals/json-format): the reader
// checks what is decided from and copies nothing, since the JSON of a large plan is over 30 MB.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export type PlanAction = (typeof PLAN_ACTIONS)[number];

/** `before` and `after` hold sensitive values in clear. */
export interface PlanChange {
  /** One word, or `delete` and `create` in the order in which a replacement happens. */
  readonly actions: readonly PlanAction[];
  readonly before?: Json;
  readonly after?: Json;
  /** `true`, or the shape of `after` with `true` at what is known only after apply. */
  readonly after_unknown?: Json;
  /** `true`, or the shape of `before` with `true` at what is sensitive. */
  readonly before_sensitive?: Json;
  readonly after_sensitive?: Json;
  /** Each path is a list of attribute names and indexes. */
  readonly replace_paths?: readonly Json[];
  readonly importing?: { readonly id?: string; readonly unknown?: boolean; readonly identity?: Json };
  readonly before_identity?: Json;
  readonly after_identity?: Json;
}

export interface PlanResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly module_address?: string;
  readonly mode: 'managed' | 'data' | 'ephemeral';
  readonly type: string;
  readonly name: string;
  /** The instance key: a text of `for_each`, a number of `count`. */
  readonly index?: Json;
  readonly provider_name?: string;
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: PlanChange;
}

export interface PlanCheck {
  readonly address: { readonly to_display: string; readonly kind?: string };
  readonly status: string;
  readonly instances: readonly {
    readonly address?: { readonly to_display?: string };
    readonly status: string;
    readonly problems?: readonly { readonly message?: string }[];
  }[];
}

export interface PlanActionInvocation {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly provider_name?: string;
  readonly config_values?: Json;
  readonly config_sensitive?: Json;
  readonly config_unknown?: Json;
  readonly lifecycle_action_trigger?: JsonObject;
  readonly invoke_action_trigger?: JsonObject;
}

/** `terraform show -json` of a saved plan. Lists and maps that the JSON leaves out are empty here. */
export interface Plan {
  readonly format_version: string;
  readonly terraform_version: string;
  readonly resource_changes: readonly PlanResourceChange[];
  readonly output_changes: Readonly<Record<string, PlanChange>>;
  readonly resource_drift: readonly PlanResourceChange[];
  readonly checks: readonly PlanCheck[];
  readonly deferred_changes: readonly { readonly reason: string; readonly resource_change: PlanResourceChange }[];
  readonly action_invocations: readonly PlanActionInvocation[];
  readonly deferred_action_invocations: readonly {
    readonly reason: string;
    readonly action_invocation: PlanActionInvocation;
  }[];
  readonly relevant_attributes: readonly { readonly resource: string; readonly attribute: readonly Json[] }[];
  readonly variables: Readonly<Record<string, { readonly value?: Json }>>;
  /** Raw; `undefined` where there is no state yet. */
  readonly prior_state?: JsonObject;
  readonly planned_values?: JsonObject;
  readonly configuration?: JsonObject;
  readonly timestamp?: string;
  readonly errored: boolean;
  /** Before Terraform 1.8 the JSON does not say: then `true`. */
  readonly complete: boolean;
  /** Before Terraform 1.7 the JSON does not say: then `true`. */
  readonly applyable: boolean;
}

/**
 * Reads the JSON of a saved plan. Every 1.x format is read and unknown fields are ignored, as its compatibility
 * promise asks; an unknown major version, a state, and anything that is no plan is refused with an `ActionError`.
 */
export function readPlan(json: unknown): Plan {
  if (!isObject(json)) throw noPlan(`${Array.isArray(json) ? 'a list' : json === null ? 'null' : `a ${typeof json}`}`);
  const version = json.format_version;
  if (typeof version !== 'string') throw noPlan('a JSON object without "format_version"');
  if (!/^1\.\d+$/.test(version)) throw unknownFormat(version);
  if ('values' in json && !('planned_values' in json)) throw noPlan('a state ("values" without "planned_values")');
  if ('valid' in json && 'diagnostics' in json) throw noPlan('the result of `terraform validate`');
  if (!PLAN_FIELDS.some((field) => field in json)) throw noPlan('a JSON object without a field of a plan');
  const optional = {
    ...(isObject(json.prior_state) ? { prior_state: json.prior_state } : {}),
    ...(isObject(json.planned_values) ? { planned_values: json.planned_values } : {}),
    ...(isObject(json.configuration) ? { configuration: json.configuration } : {}),
    ...(typeof json.timestamp === 'string' ? { timestamp: json.timestamp } : {}),
  };
  return {
    format_version: version,
    terraform_version: typeof json.terraform_version === 'string' ? json.terraform_version : '',
    resource_changes: list(json, 'resource_changes', asResourceChange),
    output_changes: map(json, 'output_changes', asChange),
    resource_drift: list(json, 'resource_drift', asResourceChange),
    checks: list(json, 'checks', asCheck),
    deferred_changes: list(json, 'deferred_changes', asDeferredChange),
    action_invocations: list(json, 'action_invocations', asInvocation),
    deferred_action_invocations: list(json, 'deferred_action_invocations', asDeferredInvocation),
    relevant_attributes: list(json, 'relevant_attributes', asRelevantAttribute),
    variables: map(json, 'variables', asVariable),
    errored: json.errored === true,
    complete: json.complete !== false,
    applyable: json.applyable !== false,
    ...optional,
  };
}

/** One of these is in the JSON of every plan, also of an empty one. */
const PLAN_FIELDS = ['planned_values', 'resource_changes', 'output_changes', 'configuration', 'applyable'];

function noPlan(found: string): ActionError {
  return new ActionError({
    what: 'This is not the JSON of a Terraform plan',
    found,
    expected: 'the output of `terraform show -json PLANFILE`',
    wayOut: 'Save the plan with `terraform plan -out=PLANFILE` and convert that file',
  });
}

function unknownFormat(version: string): ActionError {
  return new ActionError({
    what: 'The JSON of this plan has a format that this action does not know',
    found: `format_version "${version}"`,
    expected: 'format_version 1.x, which Terraform 1.1 and later and OpenTofu write',
    wayOut: 'Use a Terraform version that writes it, or a newer version of this action',
  });
}
