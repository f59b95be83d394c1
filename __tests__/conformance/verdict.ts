import { isDeepStrictEqual } from 'node:util';
import type { ConformanceCheck, Deviation, Observation } from './check.js';
import type { Target } from './target.js';

export interface Verdict {
  /** `disagrees` too where a listed deviation is there no more, or is another one by now. */
  readonly state: 'agrees' | 'deviates' | 'disagrees';
  /** What should have been seen: what AWS does, or the listed deviation. */
  readonly right: Observation;
  /** Of the listed deviation. */
  readonly says?: string;
}

/** Holds what a server did against AWS, or against its listed deviation: that one has to be there, exactly. */
export function judge(
  check: ConformanceCheck,
  target: Target['name'],
  observed: Observation,
  deviations: readonly Deviation[],
): Verdict {
  const listed = deviations.find((deviation) => deviation.target === target && deviation.check === check.name);
  const right = listed === undefined ? check.expected : listed.observed;
  if (!isDeepStrictEqual(observed, right)) return { state: 'disagrees', right };
  return listed === undefined ? { state: 'agrees', right } : { state: 'deviates', right, says: listed.says };
}
