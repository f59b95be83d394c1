import type { ResourceAction } from '../plan/change-set.js';
import type { Json, PlanActionInvocation, PlanResourceChange } from '../plan/json.js';
import { type Slice, sliceFrom } from './slice.js';

/** How a known value is written before it is digested. */
export interface ValueText {
  /** Numbers as they are written, values that differ in each run as tokens. Equal texts mean equal values. */
  text(value: Json): string;
  /** Of a sensitive value's text: keyed by the state's lineage, or a constant where there is none. */
  keyed(text: string): string;
}

/**
 * Whether a value was known only after apply when the record was made. The path is written as `formatPath` writes it;
 * `''` is the whole object. Without one, the plan at hand decides.
 */
export type UnknownAtReview = (address: string, path: string) => boolean;

/**
 * Slices of the changes of one plan, by the sources that it was made from. Every method takes the review's knowledge:
 * at plan time none is given; at deploy time that of the record compared with, since what was unknown then may be known now.
 */
export interface Slices {
  /**
   * All that the change does beside the values in the plan: provider block, provisioners, connection, pre- and
   * postconditions, write-only arguments. `action` is the recorded one, where it differs from the plan's.
   */
  beside(change: PlanResourceChange, action: ResourceAction, unknown?: UnknownAtReview): Slice;
  /**
   * Of one value that is (or was, at review) known only after apply. `undefined`: the block does not set it, so the
   * provider computes it.
   */
  ofUnknown(change: PlanResourceChange, path: string, unknown?: UnknownAtReview): Slice | undefined;
  /** Of an output of the root module whose value is (or was) unknown in part. */
  ofOutput(name: string, unknown?: UnknownAtReview): Slice;
  /** An action's block and provider; its trigger is in the plan. */
  ofInvocation(invocation: PlanActionInvocation, unknown?: UnknownAtReview): Slice;
  /**
   * Of a known text that names a file or folder of the repository: its content. `undefined` for every other text.
   * Looked up as Terraform would: from the root module's folder.
   */
  ofNamedFile(text: string): Slice | undefined;
}

const NOTHING = sliceFrom([]);

/** For a plan whose values alone count. */
export const NO_SLICES: Slices = {
  beside: () => NOTHING,
  ofUnknown: () => undefined,
  ofOutput: () => NOTHING,
  ofInvocation: () => NOTHING,
  ofNamedFile: () => undefined,
};
