import type { PackagesConfig } from '../../config/config.js';
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
  const modules: unknown[] = [field(field(state, 'values'), 'root_module')];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    modules.push(...list(field(module, 'child_modules')));
    for (const resource of list(field(module, 'resources'))) {
      const values = field(resource, 'values');
      const [key, sha256] = [field(values, 's3_key'), field(values, 'source_code_hash')];
      if (field(values, 's3_bucket') !== bucket || typeof key !== 'string' || typeof sha256 !== 'string') continue;
      const name = /^(.+)\/[0-9a-f]{64}\.(?:zip|jar)$/.exec(key)?.[1];
      if (name !== undefined) found.set(name, { name, key, sha256 });
    }
  }
  const wanted = packages.flatMap(({ name }) => found.get(name) ?? []);
  if (wanted.length < packages.length) return undefined;
  return new Map([[VARIABLE, JSON.stringify(lambdaPackagesVariable(wanted, bucket))]]);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
