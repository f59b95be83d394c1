export interface CheckRunRequest {
  readonly name: string;
  readonly headSha: string;
  readonly externalId: string;
  readonly conclusion: 'success' | 'failure' | 'neutral' | 'action_required';
  /** ISO 8601; else GitHub takes the time at which it is made. */
  readonly startedAt?: string | undefined;
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly externalId: string;
  readonly conclusion: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601. */
  readonly completedAt: string;
  readonly text: string;
}

export interface CheckRuns {
  create(request: CheckRunRequest): Promise<{ readonly url: string }>;
  /** Completed check runs of this name, made by this token's own app, newest first. */
  list(headSha: string, name: string): Promise<readonly CheckRun[]>;
}

export interface ChangeableCheckRuns {
  /** Completed check runs on a commit, of any name, made by this token's own app, newest first. */
  allOf(headSha: string): Promise<readonly CheckRun[]>;
  /** Only the app that made a check run may change it. */
  change(id: number, request: Omit<CheckRunRequest, 'headSha'>): Promise<void>;
}
