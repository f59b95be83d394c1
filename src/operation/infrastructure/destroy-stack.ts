import type { BucketContents } from '../../ports/packages.js';
import type { Log } from '../../ports/run.js';
import type { SiteConnector } from '../../ports/site.js';
import type { Applier, Planner, Stack, StateIdentity } from '../../ports/terraform.js';
import { TerraformFailure } from '../../terraform/command/failure.js';
import type { ChangeSet } from '../../terraform/plan/change-set.js';
import { readPlan } from '../../terraform/plan/read-plan.js';
import { packagesNotNeeded } from '../packages/lane.js';
import type { OperationRun } from '../run/operation-run.js';
import { planSentence } from '../run/sentences.js';
import { STEPS, type StepKind } from '../run/steps.js';
import { requireUnlocked } from '../site/lock.js';
import { FURTHER_PLANS } from './deploy-stack.js';
import { deletedBuckets, type EmptiedBucket, emptyBuckets } from './empty-buckets.js';
import { planReport } from './plan-report.js';

export type DestroyableStack = Planner & Applier & Stack & StateIdentity;

export interface DestructionPorts {
  readonly log: Log;
  readonly buckets: BucketContents;
  readonly site: SiteConnector;
}

/** The steps of a destruction, in order. */
export const DESTRUCTION_STEPS: readonly StepKind[] = [STEPS.planDestroy, STEPS.empty, STEPS.destroy];

/** A saved plan that destroys everything, and the buckets that it deletes. */
export interface DestroyPlan {
  readonly file: string;
  readonly buckets: readonly string[];
  readonly changes: ChangeSet;
}

/** One destruction of one root module: plan, empty the buckets that it deletes, apply. */
export class Destruction {
  constructor(
    private readonly run: OperationRun,
    private readonly ports: DestructionPorts & { readonly terraform: DestroyableStack },
  ) {}

  async planned(): Promise<DestroyPlan> {
    const { context, findings } = this.run;
    const { terraform, log } = this.ports;
    const variables = packagesNotNeeded(context.config.packages);
    const { plan, report } = await this.run.step(
      STEPS.planDestroy,
      async () => {
        const files = await terraform.plan({ destroy: true, lock: true, variables });
        const { report } = planReport(files, context, { lineage: await terraform.lineage(), aws: {} });
        const buckets = deletedBuckets(readPlan(files.json).resource_changes);
        return { plan: { file: files.planFile, buckets, changes: report.changes }, report };
      },
      (made) => planSentence(made.report.changes),
    );
    findings.plan = report;
    findings.diagnostics.push(...report.diagnostics);
    for (const change of report.changes.resources) log.info(`${change.action} ${change.address}`);
    return plan;
  }

  /**
   * Empties and destroys. What changed the state since the plan was made, a deploy that had the lock, makes it stale:
   * then it is planned again, since there may be more to destroy.
   * @returns what was destroyed
   */
  async applied(first: DestroyPlan): Promise<ChangeSet> {
    const { terraform, buckets, log } = this.ports;
    let plan = first;
    for (let further = 0; ; further++) {
      try {
        const { file, buckets: deleted } = plan;
        // Only those that this plan deletes: any other bucket holds somebody's files.
        const empty = async () => {
          for (const bucket of deleted) await this.#requireUnlocked(bucket);
          return await emptyBuckets(deleted, buckets, this.run.context.signal);
        };
        await this.run.step(STEPS.empty, empty, emptiedSentence);
        await this.run.step(STEPS.destroy, () => this.run.applying((changed) => terraform.apply(file, changed)));
        return plan.changes;
      } catch (thrown) {
        const stale = thrown instanceof TerraformFailure && thrown.kind === 'stale-plan';
        if (!stale || further === FURTHER_PLANS) throw thrown;
        log.info('The state changed after the plan was made: planning again.');
        plan = await this.planned();
      }
    }
  }

  /** Not taken but looked at: a lock in the bucket would be deleted with everything else in it. */
  async #requireUnlocked(bucket: string): Promise<void> {
    // A bucket that an earlier attempt deleted holds none, and cannot be asked.
    if ((await this.ports.buckets.versions(bucket)).versions.length === 0) return;
    const { config, run } = this.run.context;
    const ports = this.ports.site({ bucket, distributions: [] });
    await requireUnlocked({ bucket, prefix: config.site?.prefix ?? '', run }, ports);
  }
}

function emptiedSentence(emptied: readonly EmptiedBucket[]): string {
  if (emptied.length === 0) return 'the plan deletes no bucket';
  return emptied.map(({ bucket, versions }) => `${bucket}: ${versions} versions and delete markers`).join('; ');
}
