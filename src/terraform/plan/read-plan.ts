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
} from './fields.js';
import type { Plan } from './json.js';

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
    prior_state: isObject(json.prior_state) ? json.prior_state : undefined,
    planned_values: isObject(json.planned_values) ? json.planned_values : undefined,
    configuration: isObject(json.configuration) ? json.configuration : undefined,
    timestamp: typeof json.timestamp === 'string' ? json.timestamp : undefined,
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
