import type { PackagesConfig } from '../../config/config.js';
import { isObject, stateResources } from '../../terraform/plan/fields.js';
import { lambdaPackagesVariable, VARIABLE } from './prepare.js';

/**
 * The packages that functions and layers of a state (`terraform show -json`) have, for Terraform: what runs after a rollback
 * is in no build. `undefined` where one of the configured names is not found.
 */
export function packagesInState(
  state: unknown,
  { bucket, packages }: PackagesConfig,
): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, { readonly name: string; readonly key: string; readonly sha256: string }>();
  for (const { values } of stateResources(isObject(state) ? state.values : undefined)) {
    if (!isObject(values) || values.s3_bucket !== bucket) continue;
    const { s3_key: key, source_code_hash: sha256 } = values;
    if (typeof key !== 'string' || typeof sha256 !== 'string') continue;
    const name = /^(.+)\/[0-9a-f]{64}\.(?:zip|jar)$/.exec(key)?.[1];
    if (name !== undefined) found.set(name, { name, key, sha256 });
  }
  const wanted = packages.flatMap(({ name }) => found.get(name) ?? []);
  if (wanted.length < packages.length) return undefined;
  return new Map([[VARIABLE, JSON.stringify(lambdaPackagesVariable(wanted, bucket))]]);
}
