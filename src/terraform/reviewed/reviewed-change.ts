import type { EntryHead } from './entry.js';

/** A value that a change sets, without the value: a digest of path and new value. */
export interface ReviewedLeaf {
  /** `rule[0].port`; `''` for a value without parts. */
  readonly path: string;
  /** 32 hex digits. */
  readonly digest: string;
}

/** A value that is known only after apply. */
export interface ReviewedUnknown {
  readonly path: string;
  /** Digest of its slice; absent where the provider computes it. */
  readonly slice?: string;
}

/** One change as a record holds it. */
export interface ReviewedChange extends EntryHead {
  /** Of an update those that change; of what is created all of them. */
  readonly leaves: readonly ReviewedLeaf[];
  readonly unknown: readonly ReviewedUnknown[];
  /** Digest of everything that it does beside its values. */
  readonly beside: string;
}

/** One plan as a record holds it. */
export interface ReviewedChanges {
  readonly changes: readonly ReviewedChange[];
  /** By address: what was not known, of what changes nothing that is reviewed too, such as a function's new version. */
  readonly unknown: ReadonlyMap<string, readonly string[]>;
  /** Sensitive values were digested under the state's key. */
  readonly keyed: boolean;
}
