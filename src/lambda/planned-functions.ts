/** A Lambda function of the plan that gets its code from one of the packages. */
export interface PlannedFunction {
  readonly address: string;
  readonly functionName: string;
  /** The package's key in the artifact bucket. */
  readonly key: string;
}

/**
 * The functions of a plan (`terraform show -json`) whose `s3_key` is one of these, changed or not. Every other resource
 * is passed over, so that a configuration may have functions that are none of ours.
 */
export function plannedFunctions(planJson: unknown, keys: ReadonlySet<string>): readonly PlannedFunction[] {
  return list(field(planJson, 'resource_changes')).flatMap((change) => {
    if (field(change, 'type') !== 'aws_lambda_function' || field(change, 'mode') !== 'managed') return [];
    const after = field(field(change, 'change'), 'after');
    const [address, functionName, key] = [
      field(change, 'address'),
      field(after, 'function_name'),
      field(after, 's3_key'),
    ];
    if (typeof address !== 'string' || typeof functionName !== 'string' || typeof key !== 'string') return [];
    return keys.has(key) ? [{ address, functionName, key }] : [];
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
