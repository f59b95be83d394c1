import { BucketDenied } from '../../errors.js';
import type { StateMark } from '../../ports/deployments.js';
import type { SiteConnector } from '../../ports/site.js';
import type { Applier, DestroyGround, Planner, Stack, StateIdentity, StateReader } from '../../ports/terraform.js';
import { TerraformFailure } from '../../terraform/command/failure.js';
import type { DeletedBucket } from '../../terraform/destruction/deleted-buckets.js';
import type { ChangeSet } from '../../terraform/plan/change-set.js';
import { countsPhrase } from '../../terraform/plan/counts-phrase.js';
import { readPlan } from '../../terraform/plan/read-plan.js';
import { packagesNotNeeded } from '../packages/lane.js';
import type { OperationRun } from '../run/operation-run.js';
import { STEPS, type StepKind } from '../run/steps.js';
import { requireUnlocked } from '../site/lock.js';
import { FURTHER_PLANS } from './applied-stack.js';
import { type GuardedBuckets, type GuardPorts, guardDestroy } from './destroy-guards.js';
import { type EmptiedBucket, emptyBuckets } from './empty-buckets.js';
import { planReport } from './plan-report.js';
import { type RequireSavedPorts, requireSaved } from './require-saved.js';

export type DestroyableStack = Planner & Applier & Stack & StateIdentity & StateReader & DestroyGround;

export interface DestructionPorts extends Omit<GuardPorts, 'terraform'> {
  readonly github: RequireSavedPorts['github'];
  readonly site: SiteConnector;
}

/** The steps of a destruction, in order. */
export const DESTRUCTION_STEPS: readonly StepKind[] = [STEPS.planDestroy, STEPS.guards, STEPS.empty, STEPS.destroy];

/** A saved plan that destroys everything, and the buckets that it deletes. */
export interface DestroyPlan {
  readonly file: string;
  readonly buckets: GuardedBuckets;
  readonly changes: ChangeSet;
  readonly state: StateMark;
}

/** One destruction of one root module: plan, look, empty the buckets that it deletes, apply. */
export class Destruction {
  constructor(
    private readonly run: OperationRun,
    private readonly ports: DestructionPorts & { readonly terraform: DestroyableStack },
  ) {}

  /** Everything that can be known before anything is deleted. */
  async planned(): Promise<DestroyPlan> {
    const { context, findings } = this.run;
    const { terraform, log, github } = this.ports;
    const variables = packagesNotNeeded(context.config.packages);
    const { file, plan, report, state } = await this.run.step(
      STEPS.planDestroy,
      async () => {
        const files = await terraform.plan({ destroy: true, lock: true, variables });
        const { report, compared } = planReport(files, context, { lineage: await terraform.lineage(), aws: {} });
        // What the state lacks would outlive the stage, and nobody would look for it.
        await requireSaved(context, files.json, { github, terraform, log });
        return { file: files.planFile, plan: readPlan(files.json), report, state: compared.state };
      },
      (made) => countsPhrase(made.report.changes),
    );
    findings.plan = report;
    findings.diagnostics.push(...report.diagnostics);
    const { changes } = report;
    for (const change of changes.resources) log.info(`${change.action} ${change.address}`);
    const guard = () => guardDestroy({ plan, changes }, context, this.ports);
    const buckets = await this.run.step(STEPS.guards, guard, guardedSentence);
    const said = buckets.leftAlone.map(leftAlone).filter((sentence) => !findings.warnings.includes(sentence));
    findings.warnings.push(...said);
    return { file, buckets, changes, state };
  }

  /**
   * Empties and destroys. What changed the state since the plan was made, a deploy that had the lock, makes it stale:
   * then it is planned again, since there may be more to destroy. So it is where a bucket was filled meanwhile, or kept
   * its contents by a policy that the apply has deleted.
   * @returns what was destroyed
   */
  async applied(first: DestroyPlan): Promise<ChangeSet> {
    const { terraform, log } = this.ports;
    let plan = first;
    for (let further = 0; ; further++) {
      const denied = await this.#emptied(plan.buckets.emptied, further);
      try {
        const { file } = plan;
        await this.run.step(STEPS.destroy, () => this.run.applying((changed) => terraform.apply(file, changed)));
        return first.changes.counts.destroy > plan.changes.counts.destroy ? first.changes : plan.changes;
      } catch (thrown) {
        if (further === FURTHER_PLANS || !(thrown instanceof TerraformFailure)) throw thrown;
        const refilled = thrown.diagnostics.some(({ summary, detail }) =>
          /BucketNotEmpty/.test(`${summary} ${detail}`),
        );
        if (thrown.kind !== 'stale-plan' && !refilled && !denied) throw thrown;
        log.info(
          refilled || denied
            ? 'A bucket was not empty when Terraform deleted it: planning again.'
            : 'The state changed after the plan was made: planning again.',
        );
        plan = await this.planned();
      }
    }
  }

  /**
   * Only what this plan deletes: any other bucket holds somebody's files.
   * @returns whether a bucket's own policy, which the plan deletes, forbade it
   */
  async #emptied(buckets: readonly DeletedBucket[], further: number): Promise<boolean> {
    const { buckets: contents, log } = this.ports;
    let denied = false;
    const empty = async () => {
      const emptied: EmptiedBucket[] = [];
      for (const { bucket, hasPolicy } of buckets) {
        try {
          await this.#requireUnlocked(bucket);
          log.info(`Emptying the bucket ${bucket}`);
          emptied.push(...(await emptyBuckets([bucket], contents, this.run.context.signal)));
        } catch (thrown) {
          if (!(thrown instanceof BucketDenied) || !hasPolicy || further === FURTHER_PLANS) throw thrown;
          denied = true;
          log.info(`${thrown.message} Terraform deletes its policy first; then it is emptied.`);
        }
      }
      return emptied;
    };
    await this.run.step(STEPS.empty, empty, (emptied) => emptiedSentence(emptied, buckets.length));
    return denied;
  }

  /** Not taken but looked at: a lock in the bucket would be deleted with everything else in it. */
  async #requireUnlocked(bucket: string): Promise<void> {
    // A bucket that an earlier attempt deleted holds none, and cannot be asked.
    if ((await this.ports.buckets.versions(bucket)).versions.length === 0) return;
    const { config, run } = this.run.context;
    const ports = await this.ports.site({ bucket, distributions: [], url: undefined });
    await requireUnlocked({ bucket, prefix: config.site?.prefix ?? '', run }, ports);
  }
}

function guardedSentence({ emptied, leftAlone }: GuardedBuckets): string {
  const names = emptied.map(({ bucket }) => bucket);
  const said = names.length === 0 ? 'no bucket to empty' : `to be emptied: ${names.join(', ')}`;
  return leftAlone.length === 0
    ? said
    : `${said}; left to Terraform: ${leftAlone.map(({ bucket }) => bucket).join(', ')}`;
}

function leftAlone({ address, bucket, elsewhere }: DeletedBucket): string {
  return (
    `The bucket ${bucket} (${address}) is not emptied by this run: ${elsewhere}, so that the bucket of this name that the run ` +
    'would find may be another one. If it is not empty, set "force_destroy = true", deploy that, then run the destroy again'
  );
}

function emptiedSentence(emptied: readonly EmptiedBucket[], wanted: number): string {
  if (wanted === 0) return 'there is no bucket to empty';
  return emptied.map(({ bucket, versions }) => `${bucket}: ${versions} versions and delete markers`).join('; ');
}
