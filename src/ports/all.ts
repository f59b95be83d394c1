import type { StackOutputs } from '../terraform/command/stack-outputs.js';
import type { Diagnostic } from '../terraform/stream/diagnostic.js';

// What the operations need from the world, cut as small as its use. `gateways/` implements these over real
// processes and real HTTP; tests implement them in memory.

/** A place in the repository, for annotations. */
export interface FilePosition {
  /** Relative to the repository's root. */
  readonly file: string;
  readonly startLine: number;
  readonly endLine?: number;
}

/** AWS, before anything is done. */
export interface SignIn {
  /** @returns what to say of it. A refusal throws. */
  signIn(): Promise<string>;
}

export interface Log {
  info(message: string): void;
  warning(message: string, at?: FilePosition): void;
  error(message: string, at?: FilePosition): void;
  /** Runs `work` under a heading that folds. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
}

/** The files that one `terraform plan` left behind. */
export interface PlannedFiles {
  /** The saved plan, to be given to `apply`. */
  readonly planFile: string;
  /** `terraform show -json`, parsed. Holds sensitive values in clear: never logged, never posted. */
  readonly json: unknown;
  /** `terraform show`, for display. */
  readonly text: string;
  /** Warnings are only in the stream of `plan -json`; `show` omits them. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanRequest {
  readonly destroy: boolean;
  readonly lock: boolean;
  /** Beside those of the inputs: values that this run makes. */
  readonly variables?: ReadonlyMap<string, string>;
}

export interface Planner {
  /** `init` (and the workspace). Throws `TerraformFailure` with the diagnostics that were printed. */
  init(): Promise<void>;
  /** Throws `TerraformFailure` when the plan fails. */
  plan(request: PlanRequest): Promise<PlannedFiles>;
}

export interface Applier {
  /** Applies exactly this saved plan. Throws `TerraformFailure`; `stale` when Terraform says the plan is. */
  apply(planFile: string): Promise<void>;
}

export interface Stack {
  outputs(): Promise<StackOutputs>;
  /** Addresses of `terraform state list`. */
  resources(): Promise<readonly string[]>;
}

export interface StateIdentity {
  /** The state's lineage, by which sensitive values are digested; `undefined` where there is no state yet. */
  lineage(): Promise<string | undefined>;
}

/** Only `fmt`, `init -backend=false`, `validate`: nothing is asked of AWS. */
export interface OfflineChecks {
  check(): Promise<readonly Diagnostic[]>;
}

export interface Comments {
  /**
   * Updates the comment whose first line is `marker` and whose author is this token's identity, or creates one
   * (unless `create` is false: then nothing is posted and `undefined` returned). Every page is searched.
   */
  upsert(
    issue: number,
    marker: string,
    body: string,
    options: { readonly create: boolean },
  ): Promise<{ readonly url: string; readonly created: boolean } | undefined>;
}

export interface CheckRunRequest {
  readonly name: string;
  readonly headSha: string;
  readonly externalId: string;
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

export interface CheckRun {
  readonly id: number;
  readonly externalId: string;
  readonly conclusion: string;
  /** ISO 8601. */
  readonly completedAt: string;
  readonly text: string;
}

export interface CheckRuns {
  create(request: CheckRunRequest): Promise<{ readonly url: string }>;
  /** Completed check runs of this name, made by this token's own app, newest first. */
  list(headSha: string, name: string): Promise<readonly CheckRun[]>;
}

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
  /** Approvals that stand, oldest first: the last word of each reviewer who may write to the repository. */
  approvals(number: number): Promise<readonly Approval[]>;
  /**
   * The pull requests merged into `baseRef` by the commits after `base` up to `head`, oldest first. Without a `base`:
   * by the last hundred commits. A failed lookup throws.
   */
  mergedSince(base: string | undefined, head: string, baseRef: string): Promise<readonly MergedPullRequest[]>;
}

export interface Approval {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** The head commit that the reviewer looked at. */
  readonly commit: string;
}

export interface DeploymentRequest {
  readonly sha: string;
  readonly ref: string;
  readonly stage: string;
  /** Our own word, so that deployments of others (an `environment:` on the job) are not mistaken for ours. */
  readonly task: string;
  readonly description: string;
  /** A run that destroys the stage: when it succeeds, nothing is deployed any more. */
  readonly destroys: boolean;
  /** Where its log is, so that a superseded run can name the newer one. */
  readonly runUrl: string;
}

/** A deployment that began; plain data, so that the `post` step, another process, can end it. */
export type StartedDeployment = Pick<DeploymentRequest, 'task' | 'stage' | 'destroys' | 'runUrl'> & {
  readonly id: number;
};

export interface Deployments {
  start(request: DeploymentRequest): Promise<StartedDeployment>;
  /** A success also ends older ones of the same task and stage, whose runs died. `inactive`: given up, not failed. */
  finish(
    started: StartedDeployment,
    result: 'success' | 'failure' | 'inactive',
    about: { readonly url?: string; readonly description: string },
  ): Promise<void>;
  /**
   * The newest deployment of this task and stage that ever had a success status, made by this token's own identity.
   * `undefined` when there is none, or when the stage was destroyed since.
   */
  lastSuccessful(task: string, stage: string): Promise<{ readonly sha: string; readonly url: string } | undefined>;
  /** Commits of the deployments that began after the last one that succeeded, newest first. */
  unfinished(task: string, stage: string): Promise<readonly string[]>;
}

export interface Labels {
  /** Who set the label that the pull request had at this time, and when; `undefined`: it did not have it. */
  labelled(
    number: number,
    label: string,
    at: string,
  ): Promise<{ readonly by: string; readonly at: string } | undefined>;
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

export interface Ancestry {
  /** Whether `sha` is `of` (a branch or a commit) or one of its ancestors. A failed lookup throws. */
  isAncestor(sha: string, of: string): Promise<boolean>;
}

export interface Runs {
  /** Whether this run of a workflow has ended, however it did. A failed lookup throws. */
  isCompleted(runId: string): Promise<boolean>;
}
