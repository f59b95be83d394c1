/** What GitHub has around the workflow, as far as the token may read it. */
export interface RepositorySettings {
  readonly environments: Environments;
  readonly branches: BranchRules;
}

export interface Environments {
  /** `absent`: GitHub would make it on first use, without any rule. `hidden`: this token may not look. */
  environment(name: string): Promise<EnvironmentSettings | 'absent' | 'hidden'>;
}

export interface BranchRules {
  branch(name: string): Promise<BranchSettings | 'hidden'>;
}

export interface EnvironmentSettings {
  /** Whether some branches alone may deploy to it. */
  readonly limitsBranches: boolean;
  /** Whether somebody has to approve. */
  readonly hasReviewers: boolean;
}

export interface BranchSettings {
  /** Names of the status checks without which nothing is merged. */
  readonly requiredChecks: readonly string[];
  /** Whether it changes by pull requests alone; `undefined` where an older rule may say so, which no token of a job can read. */
  readonly needsPullRequest: boolean | undefined;
}
