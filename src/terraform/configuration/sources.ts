import type { Material } from './material.js';
import type { Slices } from './slices.js';

/** A file whose content decides what the plan does. */
export interface SourceFile {
  /** Relative to the repository. With `/` at its end a folder, of which something is read by a computed name. */
  readonly path: string;
  /** 32 hex digits of its bytes, or of all files in the folder. */
  readonly digest: string;
}

/** The value of a root variable, without the value. */
export interface SourceVariable {
  readonly name: string;
  /** 32 hex digits; keyed where the variable is sensitive; absent for ephemeral and volatile ones, which are not compared. */
  readonly digest?: string;
  readonly sensitive: boolean;
}

/** Which state a run writes to: where it lies, not how one signs in. */
export interface StateLocation {
  /** `local` where none is configured. */
  readonly backend: string;
  /** Settings that tell one state from another (`bucket`, `key`), sorted by name; never credentials. */
  readonly where: readonly (readonly [name: string, value: string])[];
  /** 32 hex digits over both of the above. */
  readonly digest: string;
}

/** Everything that a plan was made from, as far as it can be named. */
export interface Sources {
  /** Every file of the infrastructure folder, of local and downloaded modules, and of what they name; sorted by path. */
  readonly files: readonly SourceFile[];
  readonly variables: readonly SourceVariable[];
  readonly state: StateLocation;
}

/** What is read beside a plan: the sources, and the slices of its changes. */
export interface PlanSources {
  readonly sources: Sources;
  readonly slices: Slices;
  /** What the slices are made from. */
  readonly material: Material;
}
