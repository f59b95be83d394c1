import { ActionError } from '../errors.js';
import type { BucketContents } from '../package-ports.js';
import type { Applier, Log, Planner, SignIn, Stack, StateIdentity } from '../ports.js';
import { readPlan } from '../terraform/plan-json.js';
import { conclude, type Findings } from './conclude.js';
import type { RunContext } from './context.js';
import { deletedBuckets, type EmptiedBucket, emptyBuckets } from './empty-buckets.js';
import type { Outcome } from './outcome.js';
import { packagesNotNeeded } from './package-lane.js';
import { planReport } from './plan-report.js';
import { Progress } from './progress.js';
import { planSentence } from './sentence.js';

export interface DestroyPorts {
  readonly log: Log;
  readonly aws: SignIn;
  readonly buckets: BucketContents;
  readonly terraform?: Planner & Applier & Stack & StateIdentity;
}

const STEPS = {
  signIn: 'Sign in to AWS',
  init: 'Initialise Terraform',
  plan: 'Plan the destruction',
  empty: 'Empty the buckets',
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
    await progress.step(
      STEPS.signIn,
      () => ports.aws.signIn(),
      (said) => said,
    );
    const variables = packagesNotNeeded(context.config.packages);
    await progress.step(STEPS.init, () => terraform.init());
    const { planFile, buckets, report } = await progress.step(
      STEPS.plan,
      async () => {
        const files = await terraform.plan({ destroy: true, lock: true, variables });
        const buckets = deletedBuckets(readPlan(files.json).resource_changes);
        return {
          planFile: files.planFile,
          buckets,
          report: planReport(files, context, await terraform.lineage()).report,
        };
      },
      ({ report: planned }) => planSentence(planned.changes),
    );
    findings.plan = report;
    findings.diagnostics.push(...report.diagnostics);
    for (const change of report.changes.resources) ports.log.info(`${change.action} ${change.address}`);
    // Only those that this plan deletes: any other bucket holds somebody's files.
    await progress.step(STEPS.empty, () => emptyBuckets(buckets, ports.buckets, context.signal), emptiedSentence);
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

function emptiedSentence(emptied: readonly EmptiedBucket[]): string {
  if (emptied.length === 0) return 'the plan deletes no bucket';
  return emptied.map(({ bucket, versions }) => `${bucket}: ${versions} versions and delete markers`).join('; ');
}
