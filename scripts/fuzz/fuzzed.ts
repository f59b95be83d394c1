import { ActionError } from '../../src/errors.js';
import { Random } from './random.js';
import type { Progress, Target } from './target.js';

/** A case that takes longer is a fault, though it ends. Of the processor, since other programs take it too. */
const LONGEST_CASE_MS = 2_000;
/** The threads of other readers use the processor meanwhile: a case is slow when it is slow each time. */
const ATTEMPTS = 3;
const LONGEST_WAIT_MS = 60_000;
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
    const run = () => once(target, new Random(Math.imul(seed, 0x85ebca6b) ^ Math.imul(at, 0x9e3779b1)));
    const { refused, failure, took } = await run();
    let least = took;
    for (let attempt = 1; attempt < ATTEMPTS && least > LONGEST_CASE_MS; attempt++) {
      least = Math.min(least, (await run()).took);
    }
    if (failure !== undefined) failures.push({ at, what: failure });
    else if (refused) refusals++;
    else results++;
    if (least > LONGEST_CASE_MS) failures.push({ at, what: `It took ${Math.round(least)} ms` });
    at++;
  } while (only === undefined && performance.now() < end && failures.length < SHOWN_FAILURES);
  return { target: target.name, cases: at - (only ?? 0), results, refusals, failures };
}

interface Ended {
  readonly refused: boolean;
  /** What it threw that is no named error. */
  readonly failure: string | undefined;
  /** Milliseconds of the processor, at most; of the clock where it has waited instead. */
  readonly took: number;
}

async function once(target: Target, random: Random): Promise<Ended> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const ended = (refused: boolean, failure?: string) => {
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    return { refused, failure, took: wall > LONGEST_WAIT_MS ? wall : Math.min(wall, (user + system) / 1_000) };
  };
  try {
    await target.once(random);
    return ended(false);
  } catch (thrown) {
    if (thrown instanceof ActionError) return ended(true);
    return ended(false, thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  }
}
