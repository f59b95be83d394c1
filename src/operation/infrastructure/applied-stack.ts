import type { StateMark } from '../../ports/deployments.js';
import type { Log } from '../../ports/run.js';
import type { Applier, StateReader } from '../../ports/terraform.js';
import type { UnsavedStates } from '../../ports/unsaved-states.js';
import { leavesUnsaved, TerraformFailure } from '../../terraform/command/failure.js';
import { countsPhrase } from '../../terraform/plan/counts-phrase.js';
import { deployTask } from '../deployments/task.js';
import { backEndChecked, type PackagePorts, type RunningPackages } from '../packages/lane.js';
import { pruneVersions } from '../packages/prune-versions.js';
import type { OperationRun } from '../run/operation-run.js';
import type { PlanReport } from '../run/outcome.js';
import { STEPS } from '../run/steps.js';
import { MadeMarks } from './made-marks.js';
import type { PlanDigests } from './released-back-end.js';

export interface ApplyPorts {
  readonly log: Log;
  readonly terraform: Applier & StateReader;
  readonly github: { readonly unsaved: UnsavedStates };
  readonly packages?: PackagePorts | undefined;
  /** Removes secrets from what is posted; `plan` knows the sensitive values. */
  readonly redact: (text: string, plan?: PlanReport) => string;
}

/** A saved plan that may be applied, and its JSON. */
export interface PlanToApply {
  readonly file: string;
  readonly json: unknown;
  /** Before it is applied. */
  readonly state: StateMark;
  readonly digests: PlanDigests;
}

/** How often a plan that went stale between its check and the apply is made again. */
export const FURTHER_PLANS = 2;

/** Applies one root module, and looks whether what runs is what was applied. */
export class AppliedStack {
  constructor(
    private readonly run: OperationRun,
    private readonly ports: ApplyPorts,
  ) {}

  /**
   * Terraform's lock spans one command only: what changed the state in between makes the plan stale.
   * @param again plans once more, by the rule that the first plan passed
   */
  async apply(first: PlanToApply, again: () => Promise<PlanToApply>): Promise<PlanToApply> {
    let plan = first;
    for (let further = 0; ; further++) {
      try {
        const { file } = plan;
        await this.run.step(
          STEPS.apply,
          () => this.#markedApply(file),
          () => this.#appliedSentence(),
        );
        return plan;
      } catch (thrown) {
        const stale = thrown instanceof TerraformFailure && thrown.kind === 'stale-plan';
        if (!stale || further === FURTHER_PLANS) throw thrown;
        this.ports.log.info('The state changed after the plan was made: planning and comparing again.');
        plan = await again();
      }
    }
  }

  /** Functions run the packages, and stages serve what their API is. */
  async check(json: unknown, lane: RunningPackages): Promise<void> {
    const { run } = this;
    const { packages, terraform } = this.ports;
    const config = run.context.config.packages;
    if (packages === undefined || config === undefined) return;
    const check = () => backEndChecked(json, lane, config, { ...packages, terraform });
    const { warnings } = await run.step(STEPS.functions, check, ({ sentence }) => sentence);
    run.findings.warnings.push(...warnings);
  }

  async prune(json: unknown, { prepared }: RunningPackages): Promise<void> {
    const { run } = this;
    const { packages } = this.ports;
    if (packages === undefined) return;
    const prune = () => pruneVersions(json, prepared, packages.functions.versions);
    const pruned = await run.step(STEPS.versions, prune, ({ sentence }) => sentence);
    run.findings.warnings.push(...pruned.warnings);
  }

  async #markedApply(file: string): Promise<void> {
    const { run, ports } = this;
    const { context, findings } = run;
    const about = {
      task: deployTask(context.identity),
      stage: context.identity.stage,
      sha: context.run.sha,
      runUrl: context.run.url,
    };
    const redact = (text: string) => ports.redact(text, findings.plan);
    const marks = new MadeMarks(about, { ...ports, redact });
    let isSaved = false;
    try {
      await run.applying((changed) =>
        ports.terraform.apply(file, (event) => {
          marks.add(event);
          changed(event);
        }),
      );
      isSaved = true;
    } catch (thrown) {
      // Terraform that ended by itself has said it where it could not save its state.
      isSaved = thrown instanceof TerraformFailure && !leavesUnsaved(thrown);
      throw thrown;
    } finally {
      await marks.settle(isSaved);
    }
  }

  #appliedSentence(): string | undefined {
    const { plan } = this.run.findings;
    return plan === undefined ? undefined : countsPhrase(plan.changes, 'done');
  }
}
