import { ActionError } from '../errors.js';
import type { Applier, Log, Planner, Stack, StateIdentity } from '../ports.js';
import { conclude, type Findings } from './conclude.js';
import type { RunContext } from './context.js';
import type { Outcome } from './outcome.js';
import { planReport } from './plan-report.js';
import { Progress } from './progress.js';
import { planSentence } from './sentence.js';

export interface DestroyPorts {
  readonly log: Log;
  readonly terraform?: Planner & Applier & Stack & StateIdentity;
}

const STEPS = {
  init: 'Initialise Terraform',
  plan: 'Plan the destruction',
  apply: 'Destroy the infrastructure',
  check: 'Check that nothing is left',
} as const;

/** Destroys the stack. The confirmation was compared before anything was connected. */
export async function destroyOperation(context: RunContext, ports: DestroyPorts): Promise<Outcome> {
  const progress = new Progress(ports.log, context.signal, Object.values(STEPS));
  const findings: Findings = { warnings: [], diagnostics: [] };
  return await conclude(context, 'destroy', progress, findings, async () => {
    const { terraform } = ports;
    if (terraform === undefined) {
      throw new ActionError({
        what: 'There is nothing to destroy',
        found: 'an empty "infra-directory"',
        expected: 'a Terraform root module',
      });
    }
    await progress.step(STEPS.init, () => terraform.init());
    const { planFile, report } = await progress.step(
      STEPS.plan,
      async () => {
        const files = await terraform.plan({ destroy: true, lock: true });
        return { planFile: files.planFile, report: planReport(files, context, await terraform.lineage()).report };
      },
      ({ report: planned }) => planSentence(planned.changes),
    );
    findings.plan = report;
    findings.diagnostics.push(...report.diagnostics);
    for (const change of report.changes.resources) ports.log.info(`${change.action} ${change.address}`);
    await progress.step(STEPS.apply, () => terraform.apply(planFile));
    const left = await progress.step(STEPS.check, () => terraform.resources());
    if (left.length > 0) {
      throw new ActionError({
        what: `The destroy left ${left.length} resources in the state`,
        found: left.slice(0, 20).join(', '),
        expected: 'an empty state',
        wayOut: 'Run the destroy again, or look at what each of them says',
      });
    }
    return `Destroyed ${context.config.stage}: ${report.changes.counts.destroy} resources, the state is empty`;
  });
}
