import type { CommitTree } from '../terraform/standing/tree-modules.js';

/** Commits as git has them, without a checkout. */
export interface FetchedCommits {
  /** The newest commit of the branch. */
  readonly tip: string;
  isAncestor(sha: string, of: string): boolean;
  tree(commit: string): CommitTree;
  /** As GitHub would merge it; `undefined`: they conflict. */
  merge(base: string, head: string): CommitTree | undefined;
  /** First lines of the messages of the mainline's commits after `from` up to `to` that change this file, newest first. */
  subjects(from: string, to: string, file: string): readonly string[];
  /** Removes what was fetched. */
  close(): void;
}

export interface MergeTrees {
  /** Fetches a branch and further commits, once. */
  fetch(branch: string, commits: readonly string[]): Promise<FetchedCommits>;
}
