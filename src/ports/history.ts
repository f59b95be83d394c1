export interface Ancestry {
  /** Whether `sha` is `of` (a branch or a commit) or one of its ancestors. A failed lookup throws. */
  isAncestor(sha: string, of: string): Promise<boolean>;
}

/** How a pull request's commit stands to the default branch. */
export interface Parents {
  /** Commits that this one was made from; two of GitHub's merge of a pull request with its base, the base first. A failed lookup throws. */
  parents(sha: string): Promise<readonly string[]>;
}

export interface Mainline {
  /** Commits that moved a branch from `base` to `head`, newest first; without a `base` the last hundred. A failed lookup throws. */
  mainline(base: string | undefined, head: string): Promise<readonly string[]>;
}

/** Somebody refused a run that waited for the approval of its environment. Nothing of its job began. */
export interface Rejection {
  readonly sha: string;
  readonly runUrl: string;
  /** Login; `''` for an account that is gone. */
  readonly by: string;
  /** What the reviewer wrote, as it was typed; may be empty. */
  readonly comment: string;
}

export interface Rejections {
  /** That of the newest of `commits` whose push to `branch` was refused in the environment. A failed lookup throws. */
  rejection(branch: string, commits: readonly string[], environment: string): Promise<Rejection | undefined>;
}

export interface Runs {
  /** Whether this run of a workflow has ended, however it did. A failed lookup throws. */
  isCompleted(runId: string): Promise<boolean>;
}

export interface RunEnds {
  /** When this run has ended, as ISO 8601; `undefined`: it has not, or is attempted again. A failed lookup throws. */
  endedAt(runId: string): Promise<string | undefined>;
}
