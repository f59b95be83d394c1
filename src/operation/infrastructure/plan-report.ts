import type { PlannedFiles } from '../../ports/terraform.js';
import { callersOf } from '../../terraform/plan/caller-identity.js';
import { changeSet } from '../../terraform/plan/classify.js';
import type { Plan } from '../../terraform/plan/json.js';
import { readPlan } from '../../terraform/plan/read-plan.js';
import { sensitiveValues } from '../../terraform/plan/sensitive.js';
import type { FingerprintContext } from '../../terraform/reviewed/entries.js';
import type { Entry } from '../../terraform/reviewed/entry.js';
import { fingerprintPlan } from '../../terraform/reviewed/fingerprint.js';
import { commitOf, type RunContext } from '../run/context.js';
import type { PlanReport } from '../run/outcome.js';

/** Reads what Terraform planned: class, counts, fingerprint and the entries that a review is compared by. */
export function planReport(
  files: PlannedFiles,
  context: RunContext,
  lineage: string | undefined,
): { readonly report: PlanReport; readonly entries: readonly Entry[] } {
  const plan = readPlan(files.json);
  const compared = fingerprintContext(plan, context, lineage);
  const { fingerprint, entries } = fingerprintPlan(plan, compared);
  const report: PlanReport = {
    changes: changeSet(plan, compared.packages),
    text: files.text,
    fingerprint,
    diagnostics: files.diagnostics,
    sensitiveValues: sensitiveValues(plan),
  };
  return { report, entries };
}

/** What differs from run to run by nature, and the key under which sensitive values are digested. */
export function fingerprintContext(plan: Plan, context: RunContext, lineage: string | undefined): FingerprintContext {
  const { packages } = context.config;
  return {
    volatile: {
      commits: [context.run.sha, commitOf(context)],
      runId: context.run.id,
      workspacePath: context.workspace,
      caller: callersOf(plan),
    },
    ...(lineage === undefined ? {} : { lineage }),
    ...(packages === undefined
      ? {}
      : { packages: { bucket: packages.bucket, names: packages.packages.map(({ name }) => name) } }),
  };
}
