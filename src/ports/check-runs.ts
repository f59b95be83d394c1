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
