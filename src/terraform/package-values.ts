import { isObject } from './plan-fields.js';
import type { PlanResourceChange } from './plan-json.js';
import { changedAttributes } from './resource-change.js';

/**
 * What changes when a function gets other code and nothing else: the package's own values, and what AWS derives from
 * them. Not here, since a reviewer has to see it: the bucket (`s3_bucket`) and an image (`image_uri`) say whose code
 * runs, `filename` may name any file of the runner.
 */
const PACKAGE_ATTRIBUTES: Readonly<Record<string, ReadonlySet<string>>> = {
  aws_lambda_function: new Set([
    // Only a key that this action made, see `isPackageKey`.
    's3_key',
    's3_object_version',
    'source_code_hash',
    // Derived by AWS from the code, or from the version that publishing it makes.
    'code_sha256',
    'source_code_size',
    'last_modified',
    'version',
    'qualified_arn',
    'qualified_invoke_arn',
  ]),
  // An alias follows the published version. `routing_config` does not: it is a decision about traffic.
  aws_lambda_alias: new Set(['function_version']),
};

/** Attributes of this resource type whose content is code, reviewed as code. */
export function isPackageAttribute(type: string, attribute: string): boolean {
  return PACKAGE_ATTRIBUTES[type]?.has(attribute) ?? false;
}

/**
 * Whether it is `NAME/SHA256.zip` or `.jar`, as this action stores a package that it made of the reviewed code. Any other
 * key names whatever lies there, and is reviewed like every value.
 */
export function isPackageKey(key: unknown): boolean {
  return typeof key === 'string' && /^[\w.-]+\/[0-9a-f]{64}\.(?:zip|jar)$/.test(key);
}

/** Whether this change is an update of package values and of nothing else. */
export function isPackageOnly({ mode, type, change, previous_address: from, address }: PlanResourceChange): boolean {
  if (mode !== 'managed' || change.actions.join() !== 'update' || change.importing) return false;
  if (from !== undefined && from !== address) return false;
  const changed = changedAttributes(change);
  if (changed.includes('s3_key') && !(isObject(change.after) && isPackageKey(change.after.s3_key))) return false;
  return changed.length > 0 && changed.every((attribute) => isPackageAttribute(type, attribute));
}
