import type { Random } from './random.js';

/** A reader of foreign input: one case makes an input and reads it. It may throw an `ActionError` and nothing else. */
export interface Target {
  readonly name: string;
  once(random: Random): unknown;
}

export interface Progress {
  readonly target: string;
  readonly cases: number;
  /** Answered with a value, and refused with a named error. */
  readonly results: number;
  readonly refusals: number;
  /** The first ones, with the number of the case. */
  readonly failures: readonly { readonly at: number; readonly what: string }[];
}
