export interface Ancestry {
  /** Whether `sha` is `of` (a branch or a commit) or one of its ancestors. A failed lookup throws. */
  isAncestor(sha: string, of: string): Promise<boolean>;
}

export interface Runs {
  /** Whether this run of a workflow has ended, however it did. A failed lookup throws. */
  isCompleted(runId: string): Promise<boolean>;
}
