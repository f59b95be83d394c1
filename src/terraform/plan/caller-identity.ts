import type { Plan } from './json.js';

interface StateModule {
  readonly resources?: readonly {
    readonly mode?: unknown;
    readonly type?: unknown;
    readonly values?: Readonly<Record<string, unknown>>;
  }[];
  readonly child_modules?: readonly StateModule[];
}

/**
 * Who made this plan, as the configuration itself has read it (`aws_caller_identity`): the plan role is not the deploy
 * role, so a value made of it differs between the two by nature. The account is the same and is no part of it.
 */
export function callersOf(plan: Plan): readonly string[] {
  const root = (plan.prior_state as { values?: { root_module?: StateModule } } | undefined)?.values?.root_module;
  return root === undefined ? [] : [...new Set(callersIn(root))];
}

function callersIn({ resources = [], child_modules: modules = [] }: StateModule): string[] {
  const own = resources
    .filter(({ mode, type }) => mode === 'data' && type === 'aws_caller_identity')
    .flatMap(({ values }) => [values?.arn, values?.user_id])
    .filter((value): value is string => typeof value === 'string' && value !== '');
  return [...own, ...modules.flatMap(callersIn)];
}
