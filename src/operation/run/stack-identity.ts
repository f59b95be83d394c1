export interface StatePlace {
  /** Twelve hex digits. */
  readonly digest: string;
  /** The object's key or the file, for people; absent where the inputs name none. */
  readonly name?: string | undefined;
}

/** What tells one deployable stack of a repository from another: comments, check runs and deployments carry it. */
export interface StackIdentity {
  readonly stage: string;
  /** The root module's folder, relative to the repository; `''` when there is no infrastructure. */
  readonly directory: string;
  readonly workspace: string;
  /** Where the inputs say that the state lies; absent where they leave it to the configuration. */
  readonly state?: StatePlace | undefined;
}
