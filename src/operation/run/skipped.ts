import { commitOf, type RunContext } from './context.js';
import type { Outcome } from './outcome.js';

/** A run that has nothing to do says so in one sentence. */
export function skippedOutcome(context: RunContext, because: string): Outcome {
  return {
    operation: 'skipped',
    result: 'skipped',
    identity: context.identity,
    commit: commitOf(context),
    runUrl: context.run.url,
    sentence: `Skipped: ${because}`,
    steps: [],
    warnings: [],
    diagnostics: [],
  };
}
