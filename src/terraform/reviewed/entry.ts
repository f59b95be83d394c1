import { digest } from '../plan/digest.js';

export type EntryKind = 'resource' | 'output' | 'invocation' | 'deferred';

/** One value that a change sets, without the value: a digest of path, new value and old value. */
export interface Leaf {
  /** `rule[0].port`; `''` for a value without parts. */
  readonly path: string;
  /** 32 hex digits. */
  readonly digest: string;
  /** The same with every sensitive value as a constant: what a plan made before there was a state says. */
  readonly digestWithoutKey: string;
}

/** What of a change a reviewer approves, as far as it can be compared: no values, no order, no chatter. */
export interface EntryHead {
  readonly kind: EntryKind;
  readonly address: string;
  readonly type: string;
  readonly provider: string;
  /** `create`, `delete-create`, `set` (of an output) ... */
  readonly action: string;
  readonly previousAddress?: string;
  readonly importId?: string;
  /** Digest of the id of the object that is destroyed. */
  readonly destroys?: string;
  /** What is destroyed is a leftover of an earlier replacement, not the current object. */
  readonly deposed?: boolean;
}

/** An entry of a plan that was just made. */
export interface Entry extends EntryHead {
  readonly leaves: readonly Leaf[];
  /** Paths that are known only after apply, sorted. */
  readonly unknown: readonly string[];
  /** Replaced because an earlier apply left it unfinished. */
  readonly tainted: boolean;
  /** Whether sensitive values were digested under the state's key. */
  readonly keyed: boolean;
  /** 32 hex digits over all of the above but `tainted`. */
  readonly digest: string;
}

/** An entry as the record of a review holds it. */
export interface ReviewedEntry extends EntryHead {
  readonly unknown: readonly string[];
  readonly keyed: boolean;
  readonly digest: string;
  /** Path and the first 16 hex digits of each leaf's digest; absent where the record had no room for them. */
  readonly leaves?: readonly { readonly path: string; readonly digest: string }[];
}

/** The digest of a whole entry. Leaves are given as they were digested, with or without the state's key. */
export function entryDigest(
  head: EntryHead,
  leaves: readonly { readonly path: string; readonly digest: string }[],
  unknown: readonly string[],
): string {
  return digest([
    head.kind,
    head.address,
    head.type,
    head.provider,
    head.action,
    head.previousAddress ?? '',
    head.importId ?? '',
    head.destroys ?? '',
    head.deposed === true ? 'deposed' : '',
    ...leaves.map((leaf) => leaf.digest).sort(),
    '|',
    ...[...unknown].sort(),
  ]);
}
