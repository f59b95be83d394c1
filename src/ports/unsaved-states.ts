import type { MadeResource } from '../terraform/command/made-resources.js';

/** A mark that outlives the machine: an apply has made what no state knows. */
export interface UnsavedState {
  readonly id: number;
  readonly runUrl: string;
  /** Its machine was lost before anybody could look: `made` is what it meant to create. */
  readonly isLost?: boolean;
  readonly made: readonly MadeResource[];
}

export interface UnsavedStates {
  /** Throws when it could not be recorded. @returns the marks that were made */
  markUnsaved(mark: {
    readonly task: string;
    readonly stage: string;
    readonly sha: string;
    readonly runUrl: string;
    readonly made: readonly MadeResource[];
  }): Promise<readonly number[]>;
  /** The marks that still stand, of this token's own identity. A failed lookup throws. */
  unsaved(task: string, stage: string): Promise<readonly UnsavedState[]>;
  clearUnsaved(id: number): Promise<void>;
}
