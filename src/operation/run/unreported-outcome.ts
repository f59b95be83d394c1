import type { ActionError } from '../../errors.js';
import type { Outcome } from './outcome.js';

/** What another run knows of one that reported nothing. */
export type KnownOfRun = Pick<Outcome, 'operation' | 'commit' | 'identity' | 'runUrl' | 'pullRequest'>;

/** Of a run that reported nothing no step is known, and no more than what is told of it here. */
export function unreportedOutcome(known: KnownOfRun, failure: ActionError): Outcome {
  return { ...known, result: 'failed', sentence: '', steps: [], warnings: [], diagnostics: [], failure };
}
