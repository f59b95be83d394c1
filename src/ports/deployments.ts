import type { MadeResource } from '../terraform/command/made-resources.js';
import type { DeployedSite } from './promotion.js';

/** Why a stage takes no pushes: somebody has rolled it back. */
export interface Hold {
  readonly release: string;
  readonly by: string;
  /** ISO 8601. */
  readonly since: string;
}

export interface DeploymentRequest {
  /** Of a rollback: pushes are skipped until a manual deploy ends it. */
  readonly hold?: Hold | undefined;
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
  /** Absent where no infrastructure is applied. */
  readonly state?: StateMark | undefined;
  /** A run that only puts an earlier release of the site back: it says nothing of any state. */
  readonly onlySite?: true | undefined;
  /** A run that puts an earlier release back, whether or not it holds the stage there. */
  readonly rollback?: true | undefined;
  /** Where its site lies; absent where there is none, or where only the apply will tell. */
  readonly site?: DeployedSite | undefined;
  /** Random: the deployment is found again by it where its id was never learned. */
  readonly request: string;
  /** What its plan creates: where no end is recorded, it may be there and in no state. */
  readonly creates: readonly MadeResource[];
  /** Absent where it applies no plan. */
  readonly changes?: PlannedObjects | undefined;
}

/**
 * What a plan changes, by address without instance keys: names of top-level attributes, or `*` where the object is another one,
 * with `-` where it is gone and `import DIGEST OF ITS ID` where it is taken over.
 */
export type PlannedObjects = ReadonlyMap<string, readonly string[]>;

/** By what a state is recognised: digests of 32 hex digits. */
export interface StateMark {
  /** Of the backend, and of where in it the state lies. */
  readonly place: string;
  /** Of its lineage; absent where there is no state yet. */
  readonly lineage?: string | undefined;
}

/** A deployment that began. */
export type StartedDeployment = Pick<DeploymentRequest, 'task' | 'stage' | 'destroys' | 'runUrl'> & {
  readonly id: number;
};

/** How a deployment ended. `inactive`: given up, not failed. */
export interface DeploymentEnd {
  readonly result: 'success' | 'failure' | 'inactive';
  readonly url?: string | undefined;
  readonly description: string;
}

/** A deployment on its way, as plain data for `post`, another process. What it lacks was not known when it was written. */
export type OpenedDeployment = Omit<StartedDeployment, 'id'> &
  Pick<DeploymentRequest, 'request'> & {
    readonly id?: number | undefined;
    /** How the run ended, whatever GitHub has been told. */
    readonly end?: DeploymentEnd | undefined;
  };

/** What the records prove of the present, and what they leave open. */
export interface Latest {
  /** As of `lastSuccessful`. */
  readonly last?: {
    readonly sha: string;
    readonly url: string;
    readonly hold?: Hold | undefined;
    readonly site?: DeployedSite | undefined;
  };
  /** Deployments that began after the last success and have no end: they may have changed the stage, newest first. */
  readonly open: readonly { readonly id: number; readonly sha: string }[];
}

/** What is remembered of one state. A stage, a folder and a workspace may have several, such as one for each region. */
export interface Memory {
  /** The newest run whose apply or destroy ended well, whatever came after the apply. */
  readonly ended?: {
    readonly kind: 'deploy' | 'destroy';
    readonly sha: string;
    /** Earlier versions of this action remembered none. */
    readonly lineage?: string | undefined;
  };
  /** What began since then, newest first; each may have done a part of it. */
  readonly begun: readonly { readonly kind: 'deploy' | 'destroy'; readonly sha: string }[];
  /** Another stage, to which this very state was applied last. */
  readonly owner?: string | undefined;
  /** Something is deployed to another state of this stage, and nothing was ever deployed to this one. */
  readonly beside: boolean;
}

export interface Attempt {
  readonly sha: string;
  /** Of its run; `''` where it names none. */
  readonly url: string;
  /** The id of its run; `undefined` where it names none. */
  readonly run: string | undefined;
  readonly operation: 'deploy' | 'destroy' | 'rollback' | 'rollback-site';
  /** `open`: it has no end yet, or never got one. `given up`: it had nothing to do, or a newer one has replaced it. */
  readonly state: 'succeeded' | 'failed' | 'given up' | 'open';
}

/** One that began, and how long its outcome is known. */
export interface PastDeployment {
  readonly sha: string;
  readonly destroys: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  /** `undefined`: an earlier version recorded none, or there was no room. */
  readonly changes: PlannedObjects | undefined;
  /** When it ended well, ISO 8601; `undefined`: it did not, or not yet. A failed lookup throws. */
  succeededAt(): Promise<string | undefined>;
}

export interface DeploymentHistory {
  /** Deployments of this task and stage that apply infrastructure, newest first. A failed lookup throws. */
  past(task: string, stage: string): AsyncIterable<PastDeployment>;
}

/** A deploy or a destroy that may hold the state's lock, as it was recorded before it took it. */
export interface LockTaker {
  /** The id of its run; `undefined` where an earlier version recorded it. */
  readonly run: string | undefined;
  /** ISO 8601, by GitHub's clock. */
  readonly began: string;
  /** Whether a lock of this run has the name that was asked about; `undefined` where it is not recorded. */
  readonly isNamed: boolean | undefined;
}

export interface Deployments {
  start(request: DeploymentRequest): Promise<StartedDeployment>;
  /** The apply ended well, and the rest of the deploy begins: what was reviewed is done, even if that fails. */
  applied(started: StartedDeployment, state: StateMark): Promise<void>;
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
  /** The address of the run whose deployment is the newest and has not ended; `''` where it names none. */
  underWay(task: string, stage: string): Promise<string | undefined>;
  /** Newest first, those that began at `since` (milliseconds) or later. @param who as a state lock names its holder */
  lockTakers(task: string, stage: string, who: string, since: number): Promise<readonly LockTaker[]>;
  /** The newest deployment of this task and stage, however it ended. */
  newestAttempt(task: string, stage: string): Promise<Attempt | undefined>;
  /**
   * As this token's own identity recorded it. A record of an earlier version names no state, and is of any of its stage.
   * A failed lookup throws.
   */
  remembered(task: string, stage: string, state: StateMark): Promise<Memory>;
}

/** What a run leaves for its `post` step, which is another process: the deployment whose end is not on GitHub yet. */
export interface OpenDeployment {
  /** `undefined`: none. Written before this returns. */
  save(opened: OpenedDeployment | undefined): void;
  read(): OpenedDeployment | undefined;
}
