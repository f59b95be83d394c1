import type { PathKind } from '../config/check-paths.js';

export interface WorkflowFile {
  readonly name: string;
  readonly text: string;
}

/** The names that a caller may write under `with:`. */
export interface PublishedInputs {
  /** Of the action, with their defaults. */
  readonly action: ReadonlyMap<string, string>;
  /** Of the reusable workflow. */
  readonly workflow: ReadonlySet<string>;
}

/** What a checkout holds, as far as a set-up is judged by it. */
export interface Repository {
  readonly workflows: readonly WorkflowFile[];
  readonly published: PublishedInputs;
  /** A path that git ignores is missing: a runner will not have it. */
  readonly kind: PathKind;
  /** `''` where there is no such file. */
  readonly read: (path: string) => string;
  /** The names of the files in a folder, in order. */
  readonly names: (folder: string) => readonly string[];
  /** Absent where the checkout does not show it. */
  readonly defaultBranch?: string | undefined;
}
