/** Why a file is handled as it is. `headers`: same bytes, other content type or cache rule. */
export type FileReason = 'new' | 'content' | 'headers' | 'unchanged' | 'excluded';

/** Files go up in this order, with a barrier between: a page never names a file that is not there yet, and a
 * service worker stores no page that is not replaced yet. */
export const PHASES = ['asset', 'other', 'config', 'page', 'worker', 'release'] as const;
export type Phase = (typeof PHASES)[number];

export interface FileDecision {
  /** The whole S3 key, prefix included. */
  readonly key: string;
  /** The path inside the site's folder, with `/`. */
  readonly path: string;
  readonly reason: FileReason;
  readonly phase: Phase;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
  readonly cacheControl: string;
  /** Of a page that is new or changes: where visitors find it. */
  readonly address?: string | undefined;
  /** Browsers keep it for a year from this deploy on, and did not before. */
  readonly becomesImmutable?: true | undefined;
}

/** A file that no release names any more and that is kept for the tabs that still do. */
export interface Expiry {
  readonly key: string;
  /** `YYYY-MM-DD`. */
  readonly unreferencedSince: string;
  /** `YYYY-MM-DD`. */
  readonly deleteOn: string;
}

export interface SyncCounts {
  readonly new: number;
  readonly content: number;
  readonly headers: number;
  readonly unchanged: number;
  readonly excluded: number;
  readonly expiring: number;
  readonly deletions: number;
  /** Bytes to upload. */
  readonly bytes: number;
}

/** What a deploy would do to the site: looked at (log, comment, summary) before it is carried out. */
export interface SyncPlan {
  /** Sorted by key. */
  readonly decisions: readonly FileDecision[];
  readonly expiries: readonly Expiry[];
  /** Keys to delete now, retention over. */
  readonly deletions: readonly string[];
  /** CloudFront paths, encoded; empty: nothing to invalidate. */
  readonly invalidationPaths: readonly string[];
  readonly warnings: readonly string[];
  readonly counts: SyncCounts;
}
