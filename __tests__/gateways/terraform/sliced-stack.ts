import { join } from 'node:path';
import { readSources } from '../../../src/gateways/terraform/read-sources.js';
import { planSources } from '../../../src/terraform/configuration/plan-sources.js';
import type { ValueText } from '../../../src/terraform/configuration/slices.js';
import type { PlanSources } from '../../../src/terraform/configuration/sources.js';
import { keyedDigest } from '../../../src/terraform/plan/digest.js';
import { isObject, isUnknown } from '../../../src/terraform/plan/fields.js';
import type { Json, Plan } from '../../../src/terraform/plan/json.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';
import { type TerraformStack, terraformStack } from './stack.js';

export const WORDS: ValueText = {
  text: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  keyed: keyedDigest('a lineage'),
};

export interface Sliced extends PlanSources {
  readonly plan: Plan;
  readonly stack: TerraformStack;
}

/** Plans these files with the real Terraform and reads what the plan was made from. */
export function slicedStack(files: Readonly<Record<string, string>>, variables: readonly string[] = []): Sliced {
  const stack = terraformStack(files);
  return planAgain(stack, variables);
}

export function planAgain(stack: TerraformStack, variables: readonly string[] = []): Sliced {
  stack.terraform('init', '-input=false');
  stack.terraform('plan', '-input=false', '-out=a.tfplan', ...variables.map((one) => `-var=${one}`));
  const plan = readPlan(JSON.parse(stack.terraform('show', '-json', 'a.tfplan')));
  const read = readSources({
    repository: join(stack.folder, 'repository'),
    directory: stack.directory,
    inputFiles: [],
  });
  return { ...planSources(plan, read, { words: WORDS, volatile: new Set(['token']) }), plan, stack };
}

/** Every slice of one plan, by what it is of. */
export function allSlices({ plan, slices }: Sliced): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const change of plan.resource_changes) {
    const actions = change.change.actions.join('-');
    const action = actions === 'delete-create' || actions === 'create-delete' ? 'delete-create' : actions;
    found[`${change.address} beside`] = slices.beside(change, action as never).digest;
    for (const path of unknownPaths(change.change.after_unknown)) {
      const slice = slices.ofUnknown(change, path);
      if (slice !== undefined) found[`${change.address} ${path}`] = slice.digest;
    }
  }
  for (const name of Object.keys(plan.output_changes)) found[`output ${name}`] = slices.ofOutput(name).digest;
  return found;
}

function unknownPaths(marks: Json | undefined, path = ''): readonly string[] {
  if (isUnknown(marks)) return [path];
  if (!isObject(marks)) return [];
  return Object.entries(marks).flatMap(([key, inner]) => {
    const step = path === '' ? key : /^\w+$/.test(key) ? `.${key}` : `["${key}"]`;
    return unknownPaths(inner, `${path}${step}`);
  });
}
