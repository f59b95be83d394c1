import type { Outcome, PlanReport } from '../src/operation/outcome.js';
import { changeSet } from '../src/terraform/change-set.js';
import { fingerprintPlan } from '../src/terraform/fingerprint.js';
import type { OwnPackages } from '../src/terraform/package-values.js';
import { readPlan } from '../src/terraform/plan-json.js';
import { sensitiveValues } from '../src/terraform/sensitive.js';

/** The outcome of a pull request's plan for stage `dev`, from files instead of from Terraform. */
export function planOutcome(
  json: unknown,
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
  packages?: OwnPackages,
): Outcome & { readonly plan: PlanReport } {
  const plan = readPlan(json);
  const commit = environment.GITHUB_SHA ?? '';
  const runId = environment.GITHUB_RUN_ID ?? '';
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
      fingerprint: fingerprintPlan(plan, {
        volatile: { commits: commit === '' ? [] : [commit], runId, workspacePath: environment.GITHUB_WORKSPACE ?? '' },
        ...(packages === undefined ? {} : { packages }),
      }).fingerprint,
      diagnostics: [],
      sensitiveValues: sensitiveValues(plan),
    },
  };
}
