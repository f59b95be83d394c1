import { field, list } from './json-value.js';

/** An alias of the plan, by which a function is called. */
export interface PlannedAlias {
  readonly name: string;
  /** The version that the configuration keeps it at; `undefined` where it follows the function's newest one. */
  readonly version?: string | undefined;
}

/**
 * The aliases of one function in a plan (`terraform show -json`). An alias follows when its version is known only after the
 * apply, as the function's is, or is the function's own.
 */
export function plannedAliases(planJson: unknown, functionName: string): readonly PlannedAlias[] {
  const resources = list(field(planJson, 'resource_changes'));
  const own = resources
    .filter((resource) => field(resource, 'type') === 'aws_lambda_function')
    .map((resource) => field(field(resource, 'change'), 'after'))
    .find((after) => field(after, 'function_name') === functionName);
  return resources.flatMap((resource) => {
    if (field(resource, 'type') !== 'aws_lambda_alias' || field(resource, 'mode') !== 'managed') return [];
    const change = field(resource, 'change');
    const after = field(change, 'after');
    const [name, called, version] = [
      field(after, 'name'),
      field(after, 'function_name'),
      field(after, 'function_version'),
    ];
    if (typeof name !== 'string' || typeof called !== 'string' || !isOf(called, functionName)) return [];
    const follows =
      field(field(change, 'after_unknown'), 'function_version') === true ||
      version === '$LATEST' ||
      version === field(own, 'version');
    return [{ name, version: follows || typeof version !== 'string' ? undefined : version }];
  });
}

/** By name or by ARN, as Lambda takes both. */
function isOf(called: string, functionName: string): boolean {
  return called === functionName || called.endsWith(`:function:${functionName}`);
}
