export type ChangeKind = 'resource' | 'output' | 'invocation' | 'deferred';

/** What of a change a reviewer approves, beside what it sets. */
export interface ChangeHead {
  readonly kind: ChangeKind;
  readonly address: string;
  readonly type: string;
  readonly provider: string;
  /** `create`, `delete-create`, `set` (of an output) ... */
  readonly action: string;
  readonly previousAddress?: string | undefined;
  readonly importId?: string | undefined;
  /** Digest of the id of the object that is destroyed. */
  readonly destroys?: string | undefined;
  /** What is destroyed is a leftover of an earlier replacement, not the current object. */
  readonly deposed?: boolean | undefined;
}
