import type { Slice } from '../configuration/slice.js';
import type { SourceFile } from '../configuration/sources.js';
import { digest, fingerprintOf } from '../plan/digest.js';
import type { ChangeHead } from './change-head.js';

/** A value that a change sets, without the value: a digest of path and new value. */
export interface ReviewedLeaf {
  /** `rule[0].port`; `''` for a value without parts. */
  readonly path: string;
  /** 32 hex digits; as a record holds those of another change than an update, the first of them. */
  readonly digest: string;
  /** The value is `""`, `0`, `false`, `[]` or `{}`: what many providers write in place of nothing. Not in a record. */
  readonly empty?: true | undefined;
}

/** A value that is known only after apply. */
export interface ReviewedUnknown {
  readonly path: string;
  /** Absent where the provider computes it. */
  readonly slice?: Slice;
}

/** One change as a record holds it. */
export interface ReviewedChange extends ChangeHead {
  /** Digest of all that it sets and that was known. */
  readonly whole: string;
  /** The same without what is empty: what is there once it is created, where nothing may have become `""`. */
  readonly filled: string;
  /** Of an update those that change, which are compared one by one. Of others all of them, for words only; or none. */
  readonly leaves: readonly ReviewedLeaf[];
  readonly unknown: readonly ReviewedUnknown[];
  /** Everything that it does beside its values. */
  readonly beside: Slice;
}

/** One plan as a record holds it. */
export interface ReviewedChanges {
  readonly changes: readonly ReviewedChange[];
  /** By address: what was not known, of what changes nothing that is reviewed too, such as a function's new version. */
  readonly unknown: ReadonlyMap<string, readonly string[]>;
  /** Sensitive values were digested under the state's key. */
  readonly keyed: boolean;
}

/** Where a plan is applied. A setting that is not known is not compared. */
export interface Place {
  readonly workspace: string;
  /** Digest of the backend and of where in it the state lies. */
  readonly state: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/** One plan that somebody reviewed, with what it was made from. */
export interface ReviewedPlan extends ReviewedChanges {
  readonly place: Place;
  /** The newest commit of the default branch in what was planned: it knows every merge up to there. */
  readonly base: string;
  /** Absent where there was no room: they tell why plans differ, and decide nothing. */
  readonly files?: readonly SourceFile[] | undefined;
}

export function wholeOf(leaves: readonly ReviewedLeaf[]): string {
  const sorted = [...leaves].sort((a, b) => (a.path < b.path ? -1 : 1));
  return digest(sorted.flatMap(({ path, digest: value }) => [path, value]));
}

export function filledOf(leaves: readonly ReviewedLeaf[]): string {
  return wholeOf(leaves.filter(({ empty }) => empty !== true));
}

/**
 * 64 hex digits that stay the same however often the same change is planned at the same place, and differ when anything
 * does that a reviewer approves.
 */
export function fingerprintOfPlan({ changes, keyed, place }: Omit<ReviewedPlan, 'base'>): string {
  return fingerprintOf([
    digest(['place', place.workspace, place.state, String(keyed)]),
    ...changes.map(digestOfChange),
  ]);
}

/** 32 hex digits. */
export function digestOfChange(change: ReviewedChange): string {
  return digest([
    change.kind,
    change.address,
    change.type,
    change.provider,
    change.action,
    change.previousAddress ?? '',
    change.importId ?? '',
    change.destroys ?? '',
    change.deposed === true ? 'deposed' : '',
    change.whole,
    change.beside.digest,
    ...change.unknown.flatMap(({ path, slice }) => [path, slice?.digest ?? 'computed']),
  ]);
}
