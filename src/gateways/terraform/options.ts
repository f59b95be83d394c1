import type { Log } from '../../ports/run.js';
import type { RunState } from '../../ports/terraform.js';

export interface TerraformOptions {
  /** `terraform`, `tofu`, or a path. */
  readonly binary: string;
  /** `''`, `auto`, a version or a constraint: `InfrastructureConfig`. */
  readonly version: string;
  /** Absolute path of the checkout. */
  readonly repository: string;
  /** Absolute path of the root module. */
  readonly directory: string;
  readonly workspace: string;
  /** Absolute paths. */
  readonly varFiles: readonly string[];
  /** The value as written: Terraform parses it by the variable's type. */
  readonly variables: ReadonlyMap<string, string>;
  /** Given as the variable `stage` where the configuration declares one. */
  readonly stage: string;
  /** `key=value` settings and absolute paths of files. */
  readonly backendConfig: readonly string[];
  readonly lockTimeout: string;
  /** Filtered by `terraformEnvironment`. */
  readonly environment: Readonly<Record<string, string>>;
  /** A folder of this job; plans and outputs are kept in a new one below `plansIn`. */
  readonly temporaryDirectory: string;
  /** The line that runs a command of Terraform in a fresh checkout. */
  readonly connectedLine?: ((command: string) => string) | undefined;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly runState: RunState;
  /** Registers a value that must not appear in the log. */
  readonly mask: (value: string) => void;
  /** Takes a value that may be secret by the name of its attribute: removed while no plan says what is. */
  readonly suspect: (name: string, value: string) => void;
  /** Takes what a plan marks as sensitive. From then on the values that it does not mark are known not to be. */
  readonly planRead: (sensitive: readonly string[]) => void;
}
