import { History, type Judge, type Verdict } from './history.js';
import { HonestHistory } from './honest.js';
import { Random } from './random.js';
import { PLAIN } from './render.js';
import type { RealTerraform } from './terraform.js';

export type Kind = 'random' | 'honest' | 'terraform';

/** What one seed came to. */
export interface Outcome {
  readonly deploys: number;
  readonly passed: number;
  /** Refused although it may pass. */
  readonly refusedTooMuch: number;
  /** Of a kind that may not be: a story that ends with it. */
  readonly fault?: { readonly what: string; readonly story: readonly string[] };
}

/** The most plans of one history that the real Terraform makes too. */
const MOST_PLANS = 6;

/** @param invented with objects of a provider that Terraform does not have */
export function runSeed<R>(
  kind: Kind,
  seed: number,
  judge: Judge<R>,
  terraform: RealTerraform | undefined,
  invented = false,
): Outcome {
  const random = new Random(seed);
  if (kind === 'honest') {
    const history = new HonestHistory(random, judge, invented);
    history.run();
    return outcome(history.verdicts, (verdict) => falsePass(verdict) ?? falseRefusal(verdict));
  }
  const history = new History(random, judge, () => PLAIN, invented && kind === 'random');
  history.run();
  const found = outcome(history.verdicts, falsePass);
  if (kind === 'random' || terraform === undefined) return found;
  for (const { tree, world } of history.plans.slice(0, MOST_PLANS)) {
    const what = terraform.difference(tree, world, PLAIN);
    if (what === undefined) continue;
    return { ...found, fault: { what: `another plan than Terraform's: ${what}`, story: [JSON.stringify(tree)] } };
  }
  return found;
}

function outcome(verdicts: readonly Verdict[], faultOf: (verdict: Verdict) => string | undefined): Outcome {
  const base = {
    deploys: verdicts.length,
    passed: verdicts.filter(({ product }) => product === undefined).length,
    refusedTooMuch: verdicts.filter((verdict) => falseRefusal(verdict) !== undefined).length,
  };
  for (const verdict of verdicts) {
    const what = faultOf(verdict);
    if (what !== undefined) return { ...base, fault: { what, story: verdict.story } };
  }
  return base;
}

function falsePass({ product, oracle }: Verdict): string | undefined {
  return product === undefined && oracle !== undefined ? `passes, and should not: ${oracle}` : undefined;
}

function falseRefusal({ product, oracle }: Verdict): string | undefined {
  return product !== undefined && oracle === undefined ? `refused, and honest: ${product}` : undefined;
}
