import type { Deployments, StateMark } from '../../ports/deployments.js';
import type { PullRequests } from '../../ports/pull-requests.js';
import type { SignIn } from '../../ports/run.js';
import type { Applier, Planner, Stack, StateIdentity, StateReader } from '../../ports/terraform.js';
import type { ReleasedBackEnd } from '../../site/releases/released-back-end.js';
import { countsPhrase } from '../../terraform/plan/counts-phrase.js';
import { markAfter } from '../deployments/state-memory.js';
import { packagesSentence } from '../packages/lane.js';
import { type ReleasedPackages, releasedPackages } from '../packages/released.js';
import type { OperationRun } from '../run/operation-run.js';
import { STEPS, type StepKind } from '../run/steps.js';
import { AppliedStack, type ApplyPorts, type PlanToApply } from './applied-stack.js';
import { planReport } from './plan-report.js';
import { otherWays, requireOnlyCode, requireSameFunctions } from './rollback-rule.js';

export interface RollbackStackPorts extends ApplyPorts {
  readonly aws: Pick<SignIn, 'account' | 'region'>;
  readonly terraform: Planner & Applier & Stack & StateIdentity & StateReader;
  readonly github: ApplyPorts['github'] & {
    readonly deployments: Pick<Deployments, 'remembered'>;
    readonly pulls: Pick<PullRequests, 'mergedSince'>;
  };
}

/** What is known of the release whose functions come back. */
export interface ReleaseOfFunctions {
  readonly release: string;
  readonly commit: string;
  readonly backEnd?: ReleasedBackEnd | undefined;
}

/** Nothing is packed for a rollback. */
export const LOOK_UP: StepKind = { ...STEPS.packages, title: 'Look up the packages' };

/** Functions go back to the code of a release by Terraform, so that the state agrees: with the configuration that was applied last. */
export class StackRollback {
  #packages: ReleasedPackages | undefined;
  #begun = false;

  constructor(
    private readonly run: OperationRun,
    private readonly ports: RollbackStackPorts,
    private readonly to: ReleaseOfFunctions,
    /** The commit that was applied last, which is checked out. */
    private readonly applied: string,
  ) {}

  /** Changes nothing. @returns a plan that changes code alone */
  async prepare(): Promise<PlanToApply> {
    const { run, ports, to } = this;
    const wanted = run.context.config.packages;
    const { packages } = ports;
    if (wanted !== undefined && packages !== undefined) {
      const found = () => releasedPackages(to.release, to.backEnd?.packages, wanted, packages.store);
      this.#packages = await run.step(LOOK_UP, found, packagesSentence);
      run.findings.packages = this.#packages.reports;
    }
    return await this.#plan();
  }

  /** @param applied is told of the state when the apply has ended well */
  async apply(plan: PlanToApply, applied: (state: () => Promise<StateMark>) => Promise<void>): Promise<void> {
    const { run, ports, to } = this;
    const stack = new AppliedStack(run, ports);
    try {
      this.#begun = true;
      const made = await stack.apply(plan, () => this.#plan());
      await applied(() => markAfter(made.state, ports.terraform));
      if (this.#packages !== undefined) await stack.check(made.json, this.#packages);
    } catch (thrown) {
      run.findings.warnings.push(
        `The site is ${to.release} again, and its functions may not be: start \`operation: rollback\` once more, which completes it, or deploy with \`hold: false\``,
      );
      throw thrown;
    }
  }

  async #plan(): Promise<PlanToApply> {
    const { run, to, applied } = this;
    const { terraform, aws, github } = this.ports;
    const { context, findings } = run;
    const elsewise = async () => {
      const ways = await otherWays(to, { applied, branch: context.repository.defaultBranch }, github.pulls);
      return this.#begun ? ways : `Nothing was changed. ${ways}`;
    };
    return await run.step(
      STEPS.plan,
      async () => {
        const variables = this.#packages?.variables ?? new Map();
        const files = await terraform.plan({ destroy: false, lock: true, variables });
        const { report, compared, drifting } = planReport(files, context, { lineage: await terraform.lineage(), aws });
        findings.plan = report;
        findings.diagnostics.push(...report.diagnostics);
        await requireOnlyCode(report.changes, elsewise);
        if (this.#packages !== undefined && to.backEnd !== undefined) {
          await requireSameFunctions(to.release, to.backEnd, files.json, drifting, terraform, elsewise);
        }
        return { file: files.planFile, json: files.json, state: compared.state, digests: drifting };
      },
      () => findings.plan && countsPhrase(findings.plan.changes),
    );
  }
}
