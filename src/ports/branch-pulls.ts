/** A pull request by the branch that it is made from. */
export interface BranchPull {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly headSha: string;
  readonly baseRef: string;
  readonly author: string;
  /** Whether the branch is one of this repository, and not of a fork. */
  readonly isOwn: boolean;
}

export interface BranchPulls {
  /** Those of a branch of this repository; where none of them is open, open ones of forks with a branch of that name too. */
  ofBranch(branch: string): Promise<readonly BranchPull[]>;
}

export interface MergeCheckout {
  /**
   * Merges a commit into a branch of GitHub as it is now, and checks the merge out. Files that git does not know stay.
   * `conflicts`: nothing was checked out.
   */
  checkOutMerge(
    base: string,
    head: string,
  ): Promise<{ readonly sha: string; readonly base: string } | { readonly conflicts: readonly string[] }>;
  /** Checks a commit of GitHub out. Files that git does not know stay. */
  checkOut(sha: string): Promise<void>;
}

export interface OpenPulls {
  /** Open pull requests into a branch, newest first. A failed lookup throws. */
  openPulls(baseRef: string): Promise<readonly OpenPull[]>;
}

export type OpenPull = Pick<BranchPull, 'number' | 'headSha' | 'baseRef' | 'author' | 'isOwn'> & {
  readonly title: string;
};
