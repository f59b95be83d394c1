import { isObject } from '../plan/fields.js';
import type { Plan } from '../plan/json.js';

export interface Undeletable {
  readonly address: string;
  /** `deletion_protection = true`. */
  readonly because: string;
}

/** `deletion_protection`, `enable_deletion_protection`, `deletion_protection_enabled`, `delete_protection`, ... */
const PROTECTION = /^(enable_)?(deletion|delete|termination)_protection(_enabled)?$|^disable_api_termination$/;

/** Types that fail without a name for their last snapshot, unless they are told to make none. */
const SNAPSHOTS = [
  'aws_db_instance',
  'aws_rds_cluster',
  'aws_docdb_cluster',
  'aws_neptune_cluster',
  'aws_redshift_cluster',
];

/** What a service will refuse to delete, by the state's own values: known before anything is deleted. */
export function undeletable({ resource_changes: changes }: Plan): readonly Undeletable[] {
  return changes
    .filter(({ mode, change }) => mode === 'managed' && change.actions.join() === 'delete')
    .flatMap(({ address, type, change: { before } }) => {
      if (!isObject(before)) return [];
      const protection = Object.entries(before).find(([name, value]) => PROTECTION.test(name) && isOn(value));
      if (protection !== undefined) return { address, because: `${protection[0]} = ${JSON.stringify(protection[1])}` };
      const needsName =
        SNAPSHOTS.includes(type) &&
        before.skip_final_snapshot === false &&
        !before.final_snapshot_identifier &&
        !before.replicate_source_db;
      return needsName ? { address, because: 'skip_final_snapshot = false, without "final_snapshot_identifier"' } : [];
    });
}

function isOn(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(active|enabled|true)$/i.test(value));
}
