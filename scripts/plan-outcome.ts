import type { Outcome, PlanReport } from '../src/operation/run/outcome.js';
import { NO_SLICES } from '../src/terraform/configuration/slices.js';
import { changeSet } from '../src/terraform/plan/classify.js';
import { isObject } from '../src/terraform/plan/fields.js';
import type { Plan } from '../src/terraform/plan/json.js';
import type { OwnPackages } from '../src/terraform/plan/package-values.js';
import { readPlan } from '../src/terraform/plan/read-plan.js';
import { sensitiveValues } from '../src/terraform/plan/sensitive.js';
import { reviewedChanges } from '../src/terraform/reviewed/planned-changes.js';
import { fingerprintOfPlan } from '../src/terraform/reviewed/reviewed-change.js';
import { tokenizer } from '../src/terraform/reviewed/volatile-values.js';

/** The outcome of a pull request's plan for stage `dev`, from files instead of from Terraform. */
export function planOutcome(
  json: unknown,
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
  given?: OwnPackages,
): Outcome & { readonly plan: PlanReport } {
  const plan = readPlan(json);
  const packages = given ?? packagesIn(plan);
  const commit = environment.GITHUB_SHA ?? '';
  const runId = environment.GITHUB_RUN_ID ?? '';
  const workspacePath = environment.GITHUB_WORKSPACE ?? '';
  const volatile = { commits: commit === '' ? [] : [commit], runId, workspacePath };
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = environment;
  return {
    operation: 'plan',
    result: 'succeeded',
    identity: { stage: 'dev', directory: 'infra', workspace: 'default' },
    commit,
    runUrl: server && repository && runId ? `${server}/${repository}/actions/runs/${runId}` : '',
    sentence: 'Planned dev',
    steps: [],
    warnings: [],
    diagnostics: [],
    plan: {
      changes: changeSet(plan, packages),
      text,
      fingerprint: fingerprintOfPlan({
        ...reviewedChanges({
          plan,
          slices: NO_SLICES,
          digesting: {
            tokenize: tokenizer(volatile, plan.timestamp, packages),
            keyed: undefined,
            substitute: (_path, value) => value,
            ignoreUnknown: () => false,
          },
          ...(packages === undefined ? {} : { packages }),
        }),
        place: { workspace: 'default', state: '' },
      }),
      diagnostics: [],
      sensitiveValues: sensitiveValues(plan),
    },
  };
}

/**
 * A plan does not say which packages the inputs of its run named, so those count that its functions run under a key as
 * this action makes them, in the first one's bucket.
 */
function packagesIn(plan: Plan): OwnPackages | undefined {
  const found = plan.resource_changes.flatMap(({ type, change: { after } }) => {
    if (type !== 'aws_lambda_function' || !isObject(after)) return [];
    const [, name] = /^([\w.-]+)\/[0-9a-f]{64}\.(?:zip|jar)$/.exec(String(after.s3_key)) ?? [];
    return name === undefined ? [] : [{ bucket: String(after.s3_bucket), name }];
  });
  const bucket = found[0]?.bucket;
  if (bucket === undefined) return undefined;
  return { bucket, names: found.filter((one) => one.bucket === bucket).map(({ name }) => name) };
}
