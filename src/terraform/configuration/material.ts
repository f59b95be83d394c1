import type { Json, Plan } from '../plan/json.js';
import type { Configuration } from './configuration.js';
import type { PlanValues } from './plan-values.js';
import type { ProviderKeys } from './provider-keys.js';
import type { ValueText } from './slices.js';

/** What slices are made from: one plan, its configuration, and how values are written. */
export interface Material {
  readonly plan: Plan;
  readonly configuration: Configuration;
  readonly values: PlanValues;
  readonly providers: ProviderKeys;
  readonly words: ValueText;
  /** Names of root variables that differ in each run. */
  readonly volatile: ReadonlySet<string>;
  /** Whether an attribute says which build of a package of this run it is: code, which is reviewed as code. */
  readonly isCode: (type: string, after: Json | undefined, attribute: Json) => boolean;
}
