import type { ResourceChange } from '../../terraform/plan/change-set.js';

const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: 'it is tainted',
  replace_because_cannot_update: 'it cannot be updated in place',
  replace_by_request: 'asked for by -replace',
  replace_by_triggers: 'by replace_triggered_by',
  delete_because_no_resource_config: 'no longer in the configuration',
  delete_because_no_module: 'its module is no longer in the configuration',
  delete_because_wrong_repetition: 'count or for_each was added or removed',
  delete_because_count_index: 'its index is beyond count',
  delete_because_each_key: 'its key is no longer in for_each',
  delete_because_no_move_target: 'it was moved to an address that is not in the configuration',
  read_because_config_unknown: 'its arguments are known only after apply',
  read_because_dependency_pending: 'it depends on a pending change',
  read_because_check_nested: 'it belongs to a check',
};

/** Terraform's reason in words. A reason of a newer version is shown as it is. */
export function reasonWords(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll('_', ' ');
}

/** What happens to a resource, in one or two words. */
export function actionWords({ action, importId, previousAddress }: ResourceChange): string {
  const words: string[] = [];
  switch (action) {
    case 'delete':
      words.push('destroy');
      break;
    case 'delete-create':
    case 'create-delete':
    case 'forget-create':
    case 'create-forget':
      words.push('replace');
      break;
    case 'no-op':
      break;
    default:
      words.push(action);
  }
  if (previousAddress !== undefined) words.push('move');
  if (importId !== undefined) words.push('import');
  return words.join(', ');
}

/** The order of a replacement: what a reviewer asks first. */
export function replacementOrder({ action }: ResourceChange): string | undefined {
  switch (action) {
    case 'delete-create':
      return 'destroyed, then created';
    case 'create-delete':
      return 'created, then destroyed';
    case 'forget-create':
    case 'create-forget':
      return 'the old object stays, no longer managed';
    default:
      return undefined;
  }
}
