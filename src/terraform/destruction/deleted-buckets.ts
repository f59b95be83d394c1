import { ProviderKeys } from '../configuration/provider-keys.js';
import type { Plan, PlanResourceChange } from '../plan/json.js';
import { callPath, moduleSteps } from '../plan/module-address.js';
import { at, textAt } from './state-values.js';

export interface DeletedBucket {
  readonly address: string;
  readonly bucket: string;
  readonly objectLock: boolean;
  /** The plan deletes a policy of this bucket too: what it forbids is allowed afterwards. */
  readonly hasPolicy: boolean;
  /** Why it may be another bucket than the one that this run finds under the name; absent where it is the same. */
  readonly elsewhere?: string | undefined;
}

/** Arguments of a provider block by which it works as somebody else, or somewhere else, than its environment says. */
const SOMEBODY_ELSE = [
  'access_key',
  'assume_role',
  'assume_role_with_web_identity',
  'endpoints',
  'profile',
  'secret_key',
  'shared_config_files',
  'shared_credentials_file',
  'shared_credentials_files',
  'token',
];

/**
 * The buckets that a plan deletes and does not make again, by their names in the state. Only these are emptied: a bucket
 * that the plan does not name, or keeps, holds somebody's files. A name is not enough: a provider that works as somebody
 * else means a bucket of theirs, and what this run would find under the name is another one.
 *
 * @param hidden what the plan's JSON does not show of a provider: a `dynamic` block, a variable of the environment
 */
export function deletedBuckets(plan: Plan, hidden?: string): readonly DeletedBucket[] {
  const providers = new ProviderKeys(plan);
  const deleted = plan.resource_changes.filter(
    ({ mode, change }) => mode === 'managed' && change.actions.join() === 'delete',
  );
  const policies = new Set(
    deleted.filter(({ type }) => type === 'aws_s3_bucket_policy').map(({ change }) => textAt(change.before, 'bucket')),
  );
  return deleted.flatMap((resource) => {
    const { address, type, change } = resource;
    const bucket = textAt(change.before, 'bucket');
    if (type !== 'aws_s3_bucket' || bucket === undefined) return [];
    const elsewhere = hidden ?? foreignProvider(resource, providers, plan);
    return {
      address,
      bucket,
      objectLock: at(change.before, 'object_lock_enabled') === true,
      hasPolicy: policies.has(bucket) || textAt(change.before, 'policy') !== undefined,
      elsewhere,
    };
  });
}

/** A resource whose block is gone has a provider that the plan does not name: then each of that kind has to be the run's own. */
function foreignProvider(
  { module_address: module = '', type, name, provider_name: fullName }: PlanResourceChange,
  providers: ProviderKeys,
  plan: Plan,
): string | undefined {
  const key = providers.keyOf(callPath(moduleSteps(module)), `${type}.${name}`);
  const keys = key === undefined ? providers.withFullName(fullName).map((one) => one.key) : [key];
  const blocks = at(plan.configuration, 'provider_config');
  for (const one of keys) {
    const expressions = at(at(blocks, one), 'expressions');
    const set = SOMEBODY_ELSE.find((argument) => at(expressions, argument) !== undefined);
    if (set !== undefined) return `its provider "${one}" sets "${set}"`;
  }
  return undefined;
}
