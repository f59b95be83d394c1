import { ActionError, asError } from '../../errors.js';
import { TerraformFailure } from '../../terraform/command/failure.js';
import type { StackOutputs } from '../../terraform/command/stack-outputs.js';
import type { Diagnostic } from '../../terraform/stream/diagnostic.js';
import { SupersededRun } from '../deployments/supersession.js';
import type { RunContext } from './context.js';
import { commitOf } from './context.js';
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
import type { Progress } from './progress.js';

/** What a run has found so far: a failure still reports it, since what is live has to be said. */
export interface Findings {
  plan?: PlanReport;
  drift?: DriftReport;
  review?: ReviewReport;
  packages?: readonly PackageReport[];
  sitePreview?: SitePreview;
  site?: SiteReport;
  stackOutputs?: StackOutputs;
  pullRequest?: number;
  readonly warnings: string[];
  readonly diagnostics: Diagnostic[];
}

type Ended = { readonly sentence: string } | { readonly skipped: string } | { readonly failure: ActionError };

/**
 * Runs an operation and makes its outcome, of a failure too. `work` returns the run as one sentence. A
 * `SupersededRun` had nothing to do, and has not failed.
 */
export async function conclude(
  context: RunContext,
  operation: OperationName,
  progress: Progress,
  findings: Findings,
  work: () => Promise<string>,
): Promise<Outcome> {
  const ended = await attempt(work);
  if ('sentence' in ended) return succeeded(context, operation, progress, findings, ended.sentence);
  if ('skipped' in ended) findings.warnings.push(ended.skipped);
  const outcome = succeeded(context, operation, progress, findings, '');
  if ('skipped' in ended) return { ...outcome, result: 'skipped', sentence: `Skipped: ${ended.skipped}` };
  const { failure } = ended;
  const step = outcome.steps.find(({ state }) => state === 'failed');
  const where = step === undefined ? '' : ` at "${step.title}"`;
  return {
    ...outcome,
    result: 'failed',
    sentence: `The ${operation} of ${context.identity.stage} failed${where}: ${failure.parts.what}`,
    failure,
    diagnostics: [...outcome.diagnostics, ...(failure instanceof TerraformFailure ? failure.diagnostics : [])],
  };
}

/** The outcome of a run that has done what it should, or has until now. */
export function succeeded(
  context: RunContext,
  operation: OperationName,
  progress: Progress,
  findings: Findings,
  sentence: string,
): Outcome {
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

async function attempt(work: () => Promise<string>): Promise<Ended> {
  try {
    return { sentence: await work() };
  } catch (thrown) {
    if (thrown instanceof SupersededRun) return { skipped: thrown.parts.what };
    const error = asError(thrown);
    return { failure: error instanceof ActionError ? error : unexpected(error) };
  }
}

/** An error that nobody foresaw keeps its own words and its cause, so that the log can show the stack. */
function unexpected(error: Error): ActionError {
  return new ActionError({ what: `${error.name}: ${error.message}`, cause: error });
}
