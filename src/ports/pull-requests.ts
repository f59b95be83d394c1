import type { ChangedFile } from '../terraform/origin/changed-files.js';

export interface MergedPullRequest {
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly headSha: string;
  readonly baseRef: string;
  /** ISO 8601. */
  readonly mergedAt: string;
  readonly mergeCommitSha: string;
  readonly labels: readonly string[];
}

export interface PullRequests {
  /** The pull request that this commit merged; `undefined` for a direct push. A failed lookup throws. */
  mergedAs(sha: string, baseRef: string): Promise<MergedPullRequest | undefined>;
  /** The head commit now, to see whether it moved while planning. */
  headSha(number: number): Promise<string>;
  /**
   * Approvals that stand, oldest first: the last word of each reviewer who may write to the repository and pushed
   * nothing to the pull request. A failed lookup throws.
   */
  approvals(number: number): Promise<readonly Approval[]>;
  /** Whether this person pushed to the pull request; `unknown`: its fork does not tell. A failed lookup throws. */
  pushed(number: number, login: string): Promise<'yes' | 'no' | 'unknown'>;
  /**
   * The pull requests merged into `baseRef` by the commits after `base` up to `head`, oldest first. Without a `base`:
   * by the last hundred commits. A failed lookup throws.
   */
  mergedSince(base: string | undefined, head: string, baseRef: string): Promise<readonly MergedPullRequest[]>;
}

export interface PullFiles {
  /** Every file that a pull request changes; `undefined` where it changes more than GitHub lists. A failed lookup throws. */
  changedFiles(number: number): Promise<readonly ChangedFile[] | undefined>;
}

export interface Mergers {
  /** Logins of who merged it and who wrote it; `undefined` for an account that is gone. An app's ends with `[bot]`. */
  mergedBy(number: number): Promise<{ readonly merger: string | undefined; readonly author: string | undefined }>;
}

export interface Approval {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** The head commit that the reviewer looked at. */
  readonly commit: string;
}

export interface Labels {
  /** Who set the label that the pull request had at this time, and when; `undefined`: it did not have it. */
  labelled(
    number: number,
    label: string,
    at: string,
  ): Promise<{ readonly by: string; readonly at: string } | undefined>;
}

export interface Collaborators {
  /** Whether this person may write to the repository. */
  mayWrite(login: string): Promise<boolean>;
}

export interface QueuedPullRequests {
  /** The open pull requests that a merge group puts on top of the base branch. A failed lookup throws. */
  queued(groupSha: string, baseRef: string): Promise<readonly QueuedPullRequest[]>;
}

export type QueuedPullRequest = Pick<
  MergedPullRequest,
  'number' | 'title' | 'author' | 'headSha' | 'baseRef' | 'labels'
>;
