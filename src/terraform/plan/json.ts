// The field names are Terraform's own (https://developer.hashicorp.com/terraform/internals/json-format): the reader
// checks what is decided from and copies nothing, since the JSON of a large plan is over 30 MB.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const PLAN_ACTIONS = [
  'no-op',
  'create',
  'read',
  'update',
  'delete',
  'forget',
  'open',
  'renew',
  'close',
] as const;

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
  readonly prior_state?: JsonObject | undefined;
  readonly planned_values?: JsonObject | undefined;
  readonly configuration?: JsonObject | undefined;
  readonly timestamp?: string | undefined;
  readonly errored: boolean;
  /** Before Terraform 1.8 the JSON does not say: then `true`. */
  readonly complete: boolean;
  /** Before Terraform 1.7 the JSON does not say: then `true`. */
  readonly applyable: boolean;
}
