/** What tells one deployable stack of a repository from another: comments, check runs and deployments carry it. */
export interface StackIdentity {
  readonly stage: string;
  /** The root module's folder, relative to the repository; `''` when there is no infrastructure. */
  readonly directory: string;
  readonly workspace: string;
}
