import { type ChangeSet, isReplacedOrDeleted, type ResourceChange } from './change-set.js';

/**
 * Deletions and replacements that a pattern protects. A pattern is an address or a type, whole, in which `*` stands
 * for any characters: `aws_db_instance`, `module.data.*`, `aws_s3_bucket.site["eu"]`. What a plan moves and replaces has
 * two addresses, and either protects it.
 */
export function protectedChanges(changes: ChangeSet, patterns: readonly string[]): readonly ResourceChange[] {
  const expressions = patterns.map((pattern) => new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`, 's'));
  return changes.resources.filter(isReplacedOrDeleted).filter((change) => {
    const names = namesOf(change);
    return expressions.some((expression) => names.some((name) => expression.test(name)));
  });
}

function namesOf({ address, type, previousAddress }: ResourceChange): readonly string[] {
  if (previousAddress === undefined) return [address, type];
  const [previousType = ''] = previousAddress.replace(/^(?:module\.[^.[]+(?:\[(?:"[^"]*"|\d+)\])?\.)*/, '').split('.');
  return [address, type, previousAddress, previousType];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
