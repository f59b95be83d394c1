import type { MadeResource } from '../terraform/command/made-resources.js';
import type { StackOutputs } from '../terraform/command/stack-outputs.js';
import type { StateLock } from '../terraform/command/state-lock.js';
import type { ReadSources } from '../terraform/configuration/plan-sources.js';
import type { StateStore } from '../terraform/destruction/standing-ground.js';
import type { ApplyEvent } from '../terraform/stream/applied-changes.js';
import type { Diagnostic } from '../terraform/stream/diagnostic.js';

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
  /** What it was made from. */
  readonly sources: ReadSources;
}

export interface PlanRequest {
  readonly destroy: boolean;
  readonly lock: boolean;
  /** Beside those of the inputs: values that this run makes. */
  readonly variables?: ReadonlyMap<string, string>;
  /** Without its text, which `display` makes where somebody reads it. */
  readonly withoutText?: boolean;
}

export interface Planner {
  /** `init` (and the workspace). Throws `TerraformFailure` with the diagnostics that were printed. */
  init(): Promise<void>;
  /** Throws `TerraformFailure` when the plan fails. */
  plan(request: PlanRequest): Promise<PlannedFiles>;
}

export interface Applier {
  /**
   * Applies exactly this saved plan. Throws `TerraformFailure`; `stale` when Terraform says the plan is.
   * @param changed told of each step, as it happens
   */
  apply(planFile: string, changed?: (event: ApplyEvent) => void): Promise<void>;
}

export interface Display {
  /** The text of a saved plan. Empty where nothing changes, or where it could not be made. */
  display(planFile: string): Promise<string>;
}

export interface Stack {
  outputs(): Promise<StackOutputs>;
  /** Addresses of `terraform state list`. */
  resources(): Promise<readonly string[]>;
}

export interface StateReader {
  /** The state as `terraform show -json` has it. Holds sensitive values in clear: never logged, never posted. */
  state(): Promise<unknown>;
}

/** What a destroy has to know beside its plan. After `init`. */
export interface DestroyGround {
  ground(): Promise<{
    readonly backend: StateStore;
    /** Why a provider may work as somebody else although its plan does not show it. */
    readonly hiddenProvider?: string | undefined;
  }>;
}

export interface StateIdentity {
  /** The state's lineage, by which sensitive values are digested; `undefined` where there is no state yet. */
  lineage(): Promise<string | undefined>;
  /** Digest of the backend and of where in it the state lies, after `init`; the workspace is not in it. */
  place(): Promise<string>;
}

/** Only `fmt`, `init -backend=false`, `validate`: nothing is asked of AWS. */
export interface OfflineChecks {
  check(): Promise<readonly Diagnostic[]>;
}

/** A Terraform that runs, may still run, or ended badly: what the `post` step needs to find it and what it left. */
export interface RunningProcess {
  readonly pid: number;
  /**
   * When it started, in the kernel's clock ticks since boot. Pids are used again; a pid with this start time is not.
   * Absent where the system does not tell.
   */
  readonly startTime?: string | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
  /** `apply`, without arguments: they may hold secrets. */
  readonly command: string;
  /** Absolute paths: of the program, of the root module, of the file that gets its output. */
  readonly binary: string;
  readonly directory: string;
  readonly output: string;
  /** The steps of an apply, a line of JSON each, for as long as `output` may be gone before `post`. */
  readonly events?: string | undefined;
  /** What `TF_WORKSPACE` was; absent where it was not set. */
  readonly workspace?: string | undefined;
  /**
   * `well`: a later command failed, so that perhaps the lock was not given back either. `gave-up`: it was interrupted
   * twice, and what it was making may be there. Absent where it ended in another way, or has not ended.
   */
  readonly end?: 'well' | 'gave-up' | undefined;
}

/** What a run leaves for its `post` step, which is another process. */
export interface RunState {
  /** `undefined`: nothing runs, and nothing is left. Written before this returns. */
  save(running: RunningProcess | undefined): void;
  read(): RunningProcess | undefined;
}

/** The lock on the state. After `init`. */
export interface LockedState {
  /** Whoever holds it. A failed look throws. */
  lock(): Promise<StateLock | undefined>;
  /** Fails where the lock has another id by now. */
  unlock(id: string): Promise<void>;
}

/** What a Terraform that was cut off has left, and what can be done about it. */
export interface LeftBehind extends LockedState {
  /** Waits until the process has ended, showing what it prints; `false` when it still runs after this many seconds. */
  ended(seconds: number): Promise<boolean>;
  /** How Terraform names this user on this machine in a lock: `runner@host`. */
  readonly who: string;
  /** The file of a state that could not be saved, when it is not older than the process. */
  erroredState(): Promise<string | undefined>;
  /**
   * Never by force: Terraform refuses where the saved state is newer or another one.
   * @param locked this run's own lock is still there, and is not to be taken again
   */
  push(file: string, locked: boolean): Promise<void>;
  /** What the ended apply has created, as far as its stream told. */
  made(): readonly MadeResource[];
  /** As `terraform show -json` has it. Holds sensitive values in clear. */
  state(): Promise<unknown>;
}
