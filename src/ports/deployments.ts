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

/** What the records of one task and stage say of the present. */
export interface Standing {
  /** How the newest run that ended well ended: `destroyed`, too, where there never was one. */
  readonly now: 'deployed' | 'destroyed';
  /** What the runs since then meant to do, newest first; each may have done a part of it. */
  readonly begun: readonly ('deploy' | 'destroy')[];
}

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
  /** Whether anything is deployed, as this token's own identity recorded it. A failed lookup throws. */
  standing(task: string, stage: string): Promise<Standing>;
  /** Commits of the deployments that began after the last one that succeeded, newest first. */
  unfinished(task: string, stage: string): Promise<readonly string[]>;
}

/** What a run leaves for its `post` step, which is another process: the deployment that it began and did not end. */
export interface OpenDeployment {
  /** `undefined`: none. Written before this returns. */
  save(started: StartedDeployment | undefined): void;
  read(): StartedDeployment | undefined;
}
