import { asError } from '../../errors.js';
import type { CheckRuns } from '../../ports/check-runs.js';
import type { Deployments, StateMark } from '../../ports/deployments.js';
import type { Ancestry } from '../../ports/history.js';
import type { Collaborators, Labels, PullRequests } from '../../ports/pull-requests.js';
import type { Log, SignIn } from '../../ports/run.js';
import type { Applier, Display, Planner, Stack, StateIdentity, StateReader } from '../../ports/terraform.js';
import type { UnsavedState, UnsavedStates } from '../../ports/unsaved-states.js';
import type { ReleasedBackEnd } from '../../site/releases/released-back-end.js';
import type { StackOutputs } from '../../terraform/command/stack-outputs.js';
import { countsPhrase } from '../../terraform/plan/counts-phrase.js';
import { markAfter } from '../deployments/state-memory.js';
import { requireNewest } from '../deployments/supersession.js';
import {
  type LanePackages,
  type PackagePorts,
  packagesSentence,
  startChecked,
  startSentence,
  stored,
} from '../packages/lane.js';
import { carriedPulls, checkReview } from '../review/check-review.js';
import { checkProtection } from '../review/protection.js';
import { beside } from '../run/beside.js';
import type { RunContext } from '../run/context.js';
import type { OperationRun } from '../run/operation-run.js';
import type { PlanReport, ReviewReport } from '../run/outcome.js';
import { STEPS, type StepKind } from '../run/steps.js';
import { AppliedStack, type PlanToApply } from './applied-stack.js';
import { planReport } from './plan-report.js';
import { releasedBackEnd } from './released-back-end.js';
import { requireSaved } from './require-saved.js';

export type DeployableStack = Planner & Applier & Display & Stack & StateIdentity & StateReader;

export interface InfrastructurePorts {
  readonly log: Log;
  readonly aws: Pick<SignIn, 'account' | 'region'>;
  readonly terraform: DeployableStack;
  readonly github: {
    readonly checks: CheckRuns;
    readonly pulls: PullRequests;
    readonly deployments: Deployments;
    readonly labels: Labels;
    readonly collaborators: Collaborators;
    readonly history: Ancestry;
    readonly unsaved: UnsavedStates;
  };
  readonly packages?: PackagePorts | undefined;
  /** Removes secrets from what is posted; `plan` knows the sensitive values. */
  readonly redact: (text: string, plan?: PlanReport) => string;
}

/** The steps of an infrastructure's deploy, in order. */
export function infrastructureSteps({ config }: RunContext): readonly StepKind[] {
  const { packages, init, plan, start, review, apply, functions, versions, outputs } = STEPS;
  return config.packages === undefined
    ? [init, plan, review, apply, outputs]
    : [init, packages, plan, start, review, apply, functions, versions, outputs];
}

/** One deploy of one root module: packages, plan, comparison with the review, apply, stack outputs. */
export class InfrastructureDeploy {
  /** What Terraform is told of the packages; known before it plans. */
  #lane: LanePackages | undefined;
  #released: ReleasedBackEnd | undefined;
  /** Marks of unsaved states that the plan mends. */
  #importing: readonly UnsavedState[] | undefined;

  constructor(
    private readonly run: OperationRun,
    private readonly ports: InfrastructurePorts,
  ) {}

  /** After the apply, where this action made packages. */
  get released(): ReleasedBackEnd | undefined {
    return this.#released;
  }

  /** Everything up to a plan that may be applied. Packages are stored, which changes nothing that runs. */
  async prepare(): Promise<PlanToApply> {
    const packages = this.#storedPackages();
    await this.run.step(STEPS.init, () => beside(packages, () => this.ports.terraform.init()));
    this.#lane = await this.#laneOf(packages);
    return await this.#reviewedPlan();
  }

  /**
   * Applies it, and checks that functions and stages are what was applied.
   * @param applied is told of the state when the apply has ended well
   */
  async apply(plan: PlanToApply, applied: (state: () => Promise<StateMark>) => Promise<void>): Promise<StackOutputs> {
    const stack = new AppliedStack(this.run, this.ports);
    const made = await stack.apply(plan, () => this.#reviewedPlan());
    await applied(() => markAfter(made.state, this.ports.terraform));
    await this.#cleared();
    if (this.#lane !== undefined) {
      await stack.check(made.json, this.#lane);
      await stack.prune(made.json, this.#lane);
      this.#released = await releasedBackEnd(made.json, this.#lane, made.digests, this.ports.terraform);
    }
    const outputs = await this.run.step(STEPS.outputs, () => this.ports.terraform.outputs());
    this.run.findings.stackOutputs = outputs;
    return outputs;
  }

  /** Stored before the plan: what Terraform deploys has to be there. */
  #storedPackages(): Promise<LanePackages> | undefined {
    const { packages } = this.ports;
    const wanted = this.run.context.config.packages;
    if (wanted === undefined || packages === undefined) return undefined;
    return stored(wanted, packages, this.run.context.signal);
  }

  async #laneOf(packages: Promise<LanePackages> | undefined): Promise<LanePackages | undefined> {
    if (packages === undefined) return undefined;
    const lane = await this.run.step(STEPS.packages, () => packages, packagesSentence);
    this.run.findings.packages = lane.reports;
    return lane;
  }

  async #reviewedPlan(): Promise<PlanToApply> {
    const { run } = this;
    const { context, findings } = run;
    const { terraform, github, log, aws } = this.ports;
    const {
      file,
      json,
      report,
      compared,
      drifting: digests,
    } = await run.step(
      STEPS.plan,
      async () => {
        const variables = this.#lane?.variables ?? new Map();
        const files = await terraform.plan({ destroy: false, lock: true, variables, withoutText: true });
        const made = planReport(files, context, { lineage: await terraform.lineage(), aws });
        return { file: files.planFile, json: files.json, ...made };
      },
      (planned) => countsPhrase(planned.report.changes),
    );
    findings.plan = report;
    findings.diagnostics.push(...report.diagnostics);
    const lane = this.#lane;
    if (lane !== undefined) {
      const start = await run.step(STEPS.start, async () => startChecked(json, lane), startSentence);
      findings.warnings.push(...start.warnings.filter((warning) => !findings.warnings.includes(warning)));
    }
    // Terraform may have waited for the lock of a deploy that was newer.
    await requireNewest(context, github);
    // Once: of what this run begins itself, its own record says nothing yet.
    this.#importing ??= await requireSaved(context, json, { github, terraform, log });
    const reviewed = () =>
      run.step(
        STEPS.review,
        async () => {
          const patterns = context.config.protect;
          const carried = (deployed: string | undefined) => carriedPulls(context, github.pulls, deployed);
          const allowed = await checkProtection(
            { context, report, state: compared.state, patterns, carried },
            { github },
          );
          if (allowed !== undefined) log.info(allowed);
          return await checkReview({ context, report, compared }, { log, github, stack: terraform });
        },
        ({ sentence }) => sentence,
      );
    let review: ReviewReport | undefined;
    try {
      review = await reviewed();
      findings.review = review;
    } finally {
      // A plan that equals its review has been read there; making its text takes as long as reading the plan.
      if (review?.verdict !== 'same') findings.plan = { ...report, text: await displayed(terraform, file) };
    }
    return { file, json, state: compared.state, digests };
  }

  /** A mark that stays is cleared by the next run, which finds everything in the state. */
  async #cleared(): Promise<void> {
    for (const { id } of this.#importing ?? []) {
      try {
        await this.ports.github.unsaved.clearUnsaved(id);
      } catch (thrown) {
        this.ports.log.info(`The next run clears the mark ${id}, which GitHub did not: ${asError(thrown).message}`);
      }
    }
  }
}

/** A cancel ends it too, and is said by the step that it ended. */
async function displayed(terraform: Display, file: string): Promise<string> {
  return await terraform.display(file).catch(() => '');
}
