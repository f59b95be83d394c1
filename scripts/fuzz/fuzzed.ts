import { ActionError } from '../../src/errors.js';
import { Random } from './random.js';
import type { Progress, Target } from './target.js';

/** A case that takes longer is a fault, though it ends. */
const LONGEST_CASE_MS = 2_000;
const SHOWN_FAILURES = 5;

export interface Cases {
  readonly seconds: number;
  readonly seed: number;
  /** The only case to run, to look at it. */
  readonly only?: number;
}

/** @param began is told the number of each case, so that somebody else sees which one never ends */
export async function fuzzed(
  target: Target,
  { seconds, seed, only }: Cases,
  began: (at: number) => void,
): Promise<Progress> {
  const failures: { at: number; what: string }[] = [];
  let results = 0;
  let refusals = 0;
  let at = only ?? 0;
  const end = performance.now() + seconds * 1_000;
  do {
    began(at);
    const start = performance.now();
    try {
      await target.once(new Random(Math.imul(seed, 0x85ebca6b) ^ Math.imul(at, 0x9e3779b1)));
      results++;
    } catch (thrown) {
      if (thrown instanceof ActionError) refusals++;
      else failures.push({ at, what: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });
    }
    const took = performance.now() - start;
    if (took > LONGEST_CASE_MS) failures.push({ at, what: `It took ${Math.round(took)} ms` });
    at++;
  } while (only === undefined && performance.now() < end && failures.length < SHOWN_FAILURES);
  return { target: target.name, cases: at - (only ?? 0), results, refusals, failures };
}
