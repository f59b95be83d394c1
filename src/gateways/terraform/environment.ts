import { ActionError } from '../../errors.js';
import type { Log } from '../../ports/run.js';

/** A shorter value would mask half of what is said. */
const SHORTEST = 4;

/** What decides how Terraform runs, and may therefore come from the inputs alone. */
export interface TerraformSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly stage: string;
  readonly variables: ReadonlyMap<string, string>;
}

/**
 * The environment of every Terraform command.
 *
 * The stage is given as `TF_VAR_stage`: Terraform takes it where the configuration declares the variable and ignores it
 * where it does not (https://developer.hashicorp.com/terraform/language/values/variables#values-for-undeclared-variables),
 * so that no configuration has to be parsed. A variable file would win over it; `requireStage` refuses such a plan.
 */
export function settledEnvironment(settings: TerraformSettings, log: Log): Record<string, string> {
  const environment: Record<string, string> = {};
  const removed: string[] = [];
  for (const [name, value] of Object.entries(settings.environment)) {
    if (name.startsWith('TF_CLI_ARGS') || isLogging(name)) removed.push(name);
    else if (name === 'TF_WORKSPACE') requireWorkspace(value, settings.workspace);
    else environment[name] = value;
  }
  for (const name of removed) log.warning(removedBecause(name));
  if (!settings.variables.has('stage')) environment.TF_VAR_stage = settings.stage;
  // Its question for newer versions would tell a host that no input names.
  return { CHECKPOINT_DISABLE: '1', ...environment, TF_IN_AUTOMATION: '1', TF_INPUT: '0' };
}

/** Throws where the plan was made for another stage than this run's. The variable counts only where it is declared. */
export function requireStage(
  plan: unknown,
  { stage, variables }: Pick<TerraformSettings, 'stage' | 'variables'>,
): void {
  if (variables.has('stage')) return;
  const declared = member(member(plan, 'variables'), 'stage');
  if (declared === undefined) return;
  const value = member(declared, 'value');
  if (String(value) === stage) return;
  throw new ActionError({
    what: 'The plan was made for another stage: a variable file sets the variable "stage"',
    found: `stage = ${JSON.stringify(value)}`,
    expected: `stage = "${stage}", as the input "stage" says`,
    wayOut: 'Take "stage" out of the *.tfvars files, or name the value in the input "variables" (stage=...)',
  });
}

/**
 * The variables that a saved plan does not hold, so that `apply` has to be given them again: the plan's JSON has them in
 * its configuration and not among its values (1.10 and newer; seen with 1.11.4).
 */
export function hasEphemeralVariables(plan: unknown): boolean {
  return ephemeralVariables(plan).length > 0;
}

/** The values of variables that a plan says nothing of, so that they stay secret while it is applied. */
export function notInPlan(
  plan: unknown,
  variables: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string>>,
): readonly string[] {
  return ephemeralVariables(plan)
    .map((name) => variables.get(name) ?? environment[`TF_VAR_${name}`] ?? '')
    .filter((value) => value.trim().length >= SHORTEST);
}

function ephemeralVariables(plan: unknown): readonly string[] {
  const declared = member(member(member(plan, 'configuration'), 'root_module'), 'variables');
  const held = new Set(keys(member(plan, 'variables')));
  return keys(declared).filter((name) => !held.has(name));
}

/** Terraform's own log holds credentials and states in clear, and this log may be public. */
function isLogging(name: string): boolean {
  return /^TF_LOG(_CORE|_PROVIDER.*)?$/.test(name);
}

function removedBecause(name: string): string {
  return name.startsWith('TF_CLI_ARGS')
    ? `${name} is not passed on: it would add arguments to commands that this action reads the answers of. Use the inputs`
    : `${name} is not passed on: Terraform's own log holds credentials and values in clear`;
}

function requireWorkspace(found: string, expected: string): void {
  if (found === '' || found === expected) return;
  throw new ActionError({
    what: 'Two workspaces are named',
    found: `TF_WORKSPACE=${found} in the environment, and "workspace: ${expected}"`,
    expected: 'the workspace in the input alone',
    wayOut: `Set the input "workspace" to ${found}, or remove TF_WORKSPACE`,
  });
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, name) ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

function keys(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
