import type { ReviewedLeaf } from './reviewed-change.js';

/** Everything of an object that is known and not null. */
export interface KnownValues {
  /** By path. */
  readonly digests: ReadonlyMap<string, string>;
  /** Paths at which the value is an empty one. */
  readonly empties: ReadonlySet<string>;
}

export function knownValues(leaves: readonly ReviewedLeaf[]): KnownValues {
  return {
    digests: new Map(leaves.map(({ path, digest }) => [path, digest])),
    empties: new Set(leaves.flatMap(({ path, empty }) => (empty === true ? [path] : []))),
  };
}
