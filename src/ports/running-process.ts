/** A Terraform that runs, may still run, or ended badly: what the `post` step needs to find it and what it left. */
export interface RunningProcess {
  readonly pid: number;
  /**
   * When it started, in the kernel's clock ticks since boot. Pids are used again; a pid with this start time is not.
   * Absent where the system does not tell.
   */
  readonly startTime?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** `apply`, without arguments: they may hold secrets. */
  readonly command: string;
  /** Absolute paths: of the program, of the root module, of the file that gets its output. */
  readonly binary: string;
  readonly directory: string;
  readonly output: string;
  /** What `TF_WORKSPACE` was; absent where it was not set. */
  readonly workspace?: string;
}

/** What a run leaves for its `post` step, which is another process. */
export interface RunState {
  /** `undefined`: nothing runs, and nothing is left. Written before this returns. */
  save(running: RunningProcess | undefined): void;
  read(): RunningProcess | undefined;
}
