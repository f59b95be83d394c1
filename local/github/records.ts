import type { App, Identity } from './identity.js';
import type { LocalRepository } from './repository.js';

// What a repository keeps. Times are milliseconds since 1970.

export interface Label {
  readonly id: number;
  readonly name: string;
}

export interface IssueEvent {
  readonly id: number;
  readonly event: 'labeled' | 'unlabeled' | 'closed' | 'reopened' | 'merged' | 'locked';
  readonly actor: Identity;
  readonly at: number;
  readonly label?: string;
  readonly commit?: string;
}

export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly author: Identity;
  readonly createdAt: number;
  updatedAt: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'reopened' | null;
  closedAt: number | undefined;
  locked: boolean;
  labels: Label[];
  /** Logins. */
  assignees?: readonly string[];
  readonly comments: Comment[];
  readonly events: IssueEvent[];
  readonly pull?: Pull;
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly author: Identity;
  readonly createdAt: number;
  updatedAt: number;
  body: string;
}

/** Somebody moved a branch. */
export interface Push {
  readonly id: number;
  readonly ref: string;
  /** Forty zeros where the branch is new. */
  readonly before: string;
  readonly after: string;
  readonly at: number;
  readonly kind: 'push' | 'force_push' | 'branch_creation' | 'branch_deletion' | 'pr_merge';
  readonly actor: Identity;
}

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export interface Pull {
  readonly headRef: string;
  readonly headRepository: LocalRepository;
  readonly baseRef: string;
  headSha: string;
  /** Of the base branch, when the pull request was opened or merged. */
  baseSha: string;
  readonly reviews: Review[];
  merge: Merge | undefined;
}

export interface Merge {
  readonly at: number;
  readonly by: Identity;
  readonly sha: string;
  /** What it brought to the base branch. */
  readonly commits: ReadonlySet<string>;
  /** GitHub fills its fields and its index some time after the push: until then this many looks find them empty. */
  looksUntilVisible: number;
}

export interface Review {
  readonly id: number;
  readonly author: Identity;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  readonly body: string;
  readonly commit: string;
  readonly at: number;
}

export interface CheckRun {
  readonly id: number;
  readonly app: App;
  readonly headSha: string;
  readonly name: string;
  readonly externalId: string;
  readonly detailsUrl: string | undefined;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: string | null;
  readonly startedAt: number;
  readonly completedAt: number | undefined;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly annotations: number;
}

export interface Deployment {
  readonly id: number;
  readonly creator: Identity;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly production: boolean;
  readonly transient: boolean;
  readonly payload: unknown;
  readonly description: string | null;
  readonly createdAt: number;
  updatedAt: number;
  readonly statuses: DeploymentStatus[];
}

export interface DeploymentStatus {
  readonly id: number;
  readonly creator: Identity;
  readonly state: string;
  readonly description: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly at: number;
}

export interface WorkflowRun {
  readonly id: number;
  readonly attempt: number;
  readonly headSha: string;
  readonly headBranch: string;
  readonly event: string;
  status: 'queued' | 'in_progress' | 'completed' | 'waiting';
  conclusion: string | null;
  readonly createdAt: number;
  updatedAt?: number;
  /** Of the environments that its jobs waited for. */
  readonly reviews?: readonly RunReview[];
}

export interface RunReview {
  readonly state: 'approved' | 'rejected';
  readonly by: Identity;
  readonly comment: string;
  readonly environments: readonly string[];
}

export type CollaboratorRole = 'admin' | 'maintain' | 'write' | 'triage' | 'read';
