import type { Finding } from '../../config/finding.js';
import type { Log, SignIn } from '../../ports/run.js';
import { TerraformFailure } from '../../terraform/command/failure.js';
import type { StackOutputs } from '../../terraform/command/stack-outputs.js';
import { AppliedChanges, type ApplyEvent, type ApplyResult } from '../../terraform/stream/applied-changes.js';
import type { Diagnostic } from '../../terraform/stream/diagnostic.js';
import { attempt } from './attempt.js';
import { commitOf, type RunContext } from './context.js';
import type {
  DriftReport,
  OperationName,
  Outcome,
  PackageReport,
  PlanReport,
  ReviewReport,
  SitePreview,
  SiteReport,
} from './outcome.js';
import { Progress } from './progress.js';
import { STEPS, type StepKind } from './steps.js';

/** What a run has found so far: a failure still reports it, since what is live has to be said. */
export interface Findings {
  plan?: PlanReport;
  drift?: DriftReport;
  checks?: readonly Finding[];
  review?: ReviewReport;
  packages?: readonly PackageReport[] | undefined;
  sitePreview?: SitePreview;
  site?: SiteReport | undefined;
  stackOutputs?: StackOutputs;
  pullRequest?: number | undefined;
  /** Skipped, since a rollback holds the stage. */
  held?: boolean;
  /** How far the apply came. */
  applied?: ApplyResult | undefined;
  readonly warnings: string[];
  readonly diagnostics: Diagnostic[];
}

/** One operation on its way: what is known of the run, its steps, and what it has found. */
export class OperationRun {
  readonly findings: Findings = { warnings: [], diagnostics: [] };
  readonly progress: Progress;

  /** @param intended the steps that this run intends, so that a failure can name those it did not reach */
  constructor(
    public context: RunContext,
    readonly operation: OperationName,
    log: Log,
    intended: readonly StepKind[],
  ) {
    this.progress = new Progress(log, context.signal, intended);
  }

  /** Goes on with the configuration of another commit, which is checked out. */
  goOnAt(sha: string): void {
    this.context = { ...this.context, run: { ...this.context.run, sha } };
  }

  /** Runs one step. A cancelled run does not begin another one. */
  async step<T>(kind: StepKind, work: () => Promise<T>, detail?: (result: T) => string | undefined): Promise<T> {
    return await this.progress.step(kind, work, detail);
  }

  async signIn(aws: SignIn): Promise<void> {
    await this.step(
      STEPS.signIn,
      () => aws.signIn(),
      (said) => said,
    );
  }

  /** Applies, and keeps how far it came, also where it fails. `apply` is told of the steps by what it is given. */
  async applying(apply: (changed: (event: ApplyEvent) => void) => Promise<void>): Promise<void> {
    const changes = new AppliedChanges();
    const planned = this.findings.plan?.changes.resources ?? [];
    try {
      await apply((event) => changes.add(event));
      this.findings.applied = changes.of(planned, true);
    } catch (thrown) {
      this.findings.applied = changes.of(planned, false);
      throw thrown;
    }
  }

  /**
   * Runs the operation and makes its outcome, of a failure too. `work` returns the run as one sentence. A
   * `SupersededRun` had nothing to do, and has not failed.
   */
  async conclude(work: () => Promise<string>): Promise<Outcome> {
    const ended = await attempt(work);
    if ('sentence' in ended) return this.succeeded(ended.sentence);
    if ('skipped' in ended) {
      const { skipped, wayOut } = ended;
      this.findings.warnings.push(wayOut === undefined ? skipped : `${skipped}. ${wayOut}`);
    }
    const outcome = this.succeeded('');
    if ('skipped' in ended) return { ...outcome, result: 'skipped', sentence: `Skipped: ${ended.skipped}` };
    const { failure } = ended;
    const step = outcome.steps.find(({ state }) => state === 'failed');
    const where = step === undefined ? '' : ` at "${step.title}"`;
    return {
      ...outcome,
      result: 'failed',
      sentence: `The ${this.operation} of ${this.context.identity.stage} failed${where}: ${failure.parts.what}`,
      failure,
      diagnostics: [...outcome.diagnostics, ...(failure instanceof TerraformFailure ? failure.diagnostics : [])],
    };
  }

  /** The outcome of a run that has done what it should, or has until now. */
  succeeded(sentence: string): Outcome {
    const { context, operation, progress, findings } = this;
    return {
      operation,
      result: 'succeeded',
      identity: context.identity,
      commit: commitOf(context),
      runUrl: context.run.url,
      sentence,
      steps: progress.steps(),
      ...findings,
    };
  }
}
