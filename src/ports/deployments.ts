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
  /** Random: the deployment is found again by it where its id was never learned. */
  readonly request: string;
  /** Addresses that its plan creates: where no end is recorded, they may be there and in no state. */
  readonly creates: readonly string[];
}

/** A deployment that began. */
export type StartedDeployment = Pick<DeploymentRequest, 'task' | 'stage' | 'destroys' | 'runUrl'> & {
  readonly id: number;
};

/** How a deployment ended. `inactive`: given up, not failed. */
export interface DeploymentEnd {
  readonly result: 'success' | 'failure' | 'inactive';
  readonly url?: string;
  readonly description: string;
}

/** A deployment on its way, as plain data for `post`, another process. What it lacks was not known when it was written. */
export type OpenedDeployment = Omit<StartedDeployment, 'id'> &
  Pick<DeploymentRequest, 'request'> & {
    readonly id?: number;
    /** How the run ended, whatever GitHub has been told. */
    readonly end?: DeploymentEnd;
  };

/** What the records prove of the present, and what they leave open. */
export interface Latest {
  /** As of `lastSuccessful`. */
  readonly last?: { readonly sha: string; readonly url: string };
  /** Deployments that began after the last success and have no end: they may have changed the stage, newest first. */
  readonly open: readonly { readonly id: number; readonly sha: string }[];
}

/** What the records of one task and stage say of the present. */
export interface Standing {
  /** How the newest run that ended well ended: `destroyed`, too, where there never was one. */
  readonly now: 'deployed' | 'destroyed';
  /** What the runs since then meant to do, newest first; each may have done a part of it. */
  readonly begun: readonly ('deploy' | 'destroy')[];
}

export interface Attempt {
  readonly sha: string;
  /** Of its run; `''` where it names none. */
  readonly url: string;
  readonly destroys: boolean;
  /** `open`: it has no end yet, or never got one. `given up`: it had nothing to do, or a newer one has replaced it. */
  readonly state: 'succeeded' | 'failed' | 'given up' | 'open';
}

export interface Deployments {
  start(request: DeploymentRequest): Promise<StartedDeployment>;
  /** A success also ends older ones of the same task and stage, whose runs died. */
  finish(started: StartedDeployment, end: DeploymentEnd): Promise<void>;
  /**
   * Ends a deployment of a run that is over, however much of it GitHub was told already. Newer ones are left as they are.
   * @returns its id; `undefined`: it was never made
   */
  finishLate(opened: OpenedDeployment, end: DeploymentEnd): Promise<number | undefined>;
  /**
   * The newest deployment of this task and stage that ever had a success status, made by this token's own identity.
   * `undefined` when there is none, or when the stage was destroyed since.
   */
  lastSuccessful(task: string, stage: string): Promise<{ readonly sha: string; readonly url: string } | undefined>;
  latest(task: string, stage: string): Promise<Latest>;
  /** Whether anything is deployed, as this token's own identity recorded it. A failed lookup throws. */
  standing(task: string, stage: string): Promise<Standing>;
  /** The address of the run whose deployment is the newest and has not ended; `''` where it names none. */
  underWay(task: string, stage: string): Promise<string | undefined>;
  /** The newest deployment of this task and stage, however it ended. */
  newestAttempt(task: string, stage: string): Promise<Attempt | undefined>;
  /** Commits of the deployments that began after the last one that succeeded, newest first. */
  unfinished(task: string, stage: string): Promise<readonly string[]>;
}

/** What a run leaves for its `post` step, which is another process: the deployment whose end is not on GitHub yet. */
export interface OpenDeployment {
  /** `undefined`: none. Written before this returns. */
  save(opened: OpenedDeployment | undefined): void;
  read(): OpenedDeployment | undefined;
}
