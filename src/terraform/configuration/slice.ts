import { digest } from '../plan/digest.js';

/**
 * What stands in a slice. `value`: known at review, compared by value. `expression`, `block`: compared as text. `provider`:
 * which one, with or without a block. `sources`: everything, for what cannot be read piece by piece. `absent`: a file or
 * an instance that is not there.
 */
export type PartKind = 'expression' | 'block' | 'value' | 'file' | 'folder' | 'provider' | 'sources' | 'absent';

/** One thing that decides what a change does although the plan does not show it. */
export interface SlicePart {
  readonly kind: PartKind;
  /** What a person knows it by, unique within a configuration: `local.principal`, `module.a: var.cidr`, `pages/index.html`. */
  readonly name: string;
  /** Relative to the repository; absent for values that stand in no file. */
  readonly file?: string | undefined;
  /** Counted from 1. Not compared. */
  readonly line?: number | undefined;
  /** The last line. Not compared. */
  readonly end?: number | undefined;
  /** 32 hex digits, of tokens without comments, of a value's text, or of a file's bytes. */
  readonly digest: string;
}

/** What one unknown value, or all that a change does beside its values, is made from. */
export interface Slice {
  /** 32 hex digits over kind, name and digest of each part. File and line do not count: blocks may be moved. */
  readonly digest: string;
  /** Sorted by name; each once. */
  readonly parts: readonly SlicePart[];
}

export function sliceFrom(parts: Iterable<SlicePart>): Slice {
  const byName = new Map<string, SlicePart>();
  for (const part of parts) byName.set(partKey(part), part);
  const sorted = [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
  return { digest: digest(sorted.flatMap((part) => [part.kind, part.name, part.digest])), parts: sorted };
}

/** What a part is compared by across two slices. Two parts of one name can only be two pieces of one thing. */
function partKey({ kind, name, digest: content }: SlicePart): string {
  return `${name}\u0000${kind}\u0000${content}`;
}
