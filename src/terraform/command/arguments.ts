/**
 * The argument lists of every Terraform command that is run, built from data and tested as data. No shell ever sees
 * them, so nothing is quoted.
 */

/** Values that a configuration is planned with. Order matters to Terraform: a later one wins. */
export interface VariableSources {
  /** Absolute paths. */
  readonly varFiles: readonly string[];
  /** The value as written: Terraform parses it by the variable's type. */
  readonly variables: ReadonlyMap<string, string>;
}

export interface PlanRequest extends VariableSources {
  readonly planFile: string;
  readonly destroy: boolean;
  readonly lock: boolean;
  /** Terraform's own duration, such as `5m`. */
  readonly lockTimeout: string;
}

export interface InitRequest {
  /** `false` for checks that may not reach the state. */
  readonly backend: boolean;
  /** `key=value` settings and absolute paths of files. */
  readonly backendConfig: readonly string[];
  /** Whether `.terraform.lock.hcl` is there: what it says is then kept, never rewritten. */
  readonly locked: boolean;
  /** Switch the backend without asking, and without copying state. */
  readonly reconfigure?: boolean;
}

export function initArguments({ backend, backendConfig, locked, reconfigure = false }: InitRequest): string[] {
  return [
    'init',
    '-input=false',
    '-no-color',
    ...(locked ? ['-lockfile=readonly'] : []),
    ...(reconfigure ? ['-reconfigure'] : []),
    ...(backend ? backendConfig.map((setting) => `-backend-config=${setting}`) : ['-backend=false']),
  ];
}

export function planArguments(request: PlanRequest): string[] {
  return [
    'plan',
    '-json',
    '-input=false',
    '-detailed-exitcode',
    `-out=${request.planFile}`,
    ...(request.destroy ? ['-destroy'] : []),
    ...lockArguments(request.lock, request.lockTimeout),
    ...variableArguments(request),
  ];
}

/**
 * @param again the sources of the plan's values, where the plan has ephemeral variables: it does not hold those, so they
 *   are given once more, with the others at their planned values (Terraform refuses another value). Else nothing: before
 *   1.10, Terraform refuses every variable beside a saved plan.
 */
export function applyArguments(planFile: string, lockTimeout: string, again?: VariableSources): string[] {
  return [
    'apply',
    '-json',
    '-input=false',
    ...lockArguments(true, lockTimeout),
    ...(again === undefined ? [] : variableArguments(again)),
    planFile,
  ];
}

export function showArguments(planFile: string, format: 'json' | 'text'): string[] {
  return ['show', format === 'json' ? '-json' : '-no-color', planFile];
}

export const VERSION_ARGUMENTS: readonly string[] = ['version', '-json'];
export const FORMAT_ARGUMENTS: readonly string[] = ['fmt', '-check', '-recursive', '-no-color'];
export const VALIDATE_ARGUMENTS: readonly string[] = ['validate', '-json'];
export const OUTPUT_ARGUMENTS: readonly string[] = ['output', '-json', '-no-color'];
export const SHOW_STATE_ARGUMENTS: readonly string[] = ['show', '-json', '-no-color'];
export const STATE_LIST_ARGUMENTS: readonly string[] = ['state', 'list'];
export const STATE_PULL_ARGUMENTS: readonly string[] = ['state', 'pull'];
export const WORKSPACE_LIST_ARGUMENTS: readonly string[] = ['workspace', 'list', '-no-color'];

export function workspaceArguments(action: 'select' | 'new', name: string): string[] {
  return ['workspace', action, '-no-color', name];
}

/**
 * Asks for the state's lock and gives it back: of the commands that lock, the only one that needs no variables and, where
 * its resource is missing, changes nothing and succeeds.
 */
export const LOCK_PROBE_ARGUMENTS: readonly string[] = [
  'untaint',
  '-no-color',
  '-allow-missing',
  '-lock-timeout=0s',
  'terraform_data.well_managed_deployments_lock_probe',
];

export function unlockArguments(lockId: string): string[] {
  return ['force-unlock', '-force', lockId];
}

/**
 * Never `-force`: a state with another lineage or a newer serial must win.
 * @param locked the caller holds the lock already
 */
export function statePushArguments(file: string, locked = false): string[] {
  return ['state', 'push', ...(locked ? ['-lock=false'] : []), file];
}

/** Whether this command locks the state while it works, so that it may leave the lock where it ends badly. */
export function takesLock([command, ...given]: readonly string[]): boolean {
  return (command === 'plan' || command === 'apply') && !given.includes('-lock=false');
}

/**
 * A command line for the log. Values of variables and of backend settings may be secrets: only their names are shown.
 */
export function commandLine(binary: string, given: readonly string[]): string {
  const shown: string[] = [];
  for (let at = 0; at < given.length; at += 1) {
    const argument = given[at] ?? '';
    if (argument === '-var') {
      at += 1;
      shown.push('-var', hideValue(given[at] ?? ''));
    } else if (argument.startsWith('-backend-config=')) {
      shown.push(`-backend-config=${hideValue(argument.slice('-backend-config='.length))}`);
    } else {
      shown.push(argument);
    }
  }
  return [binary, ...shown].join(' ');
}

function hideValue(setting: string): string {
  const at = setting.indexOf('=');
  return at < 0 ? setting : `${setting.slice(0, at)}=***`;
}

function lockArguments(lock: boolean, timeout: string): string[] {
  return lock ? [`-lock-timeout=${timeout}`] : ['-lock=false'];
}

function variableArguments({ varFiles, variables }: VariableSources): string[] {
  return [
    ...varFiles.map((file) => `-var-file=${file}`),
    ...[...variables].flatMap(([name, value]) => ['-var', `${name}=${value}`]),
  ];
}
