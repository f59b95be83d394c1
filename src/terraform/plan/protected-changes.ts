import { type ChangeSet, isReplacedOrDeleted, type ResourceChange } from './change-set.js';

/**
 * Deletions and replacements that a pattern protects. A pattern is an address or a type, whole, in which `*` stands
 * for any characters: `aws_db_instance`, `module.data.*`, `aws_s3_bucket.site["eu"]`.
 */
export function protectedChanges(changes: ChangeSet, patterns: readonly string[]): readonly ResourceChange[] {
  const expressions = patterns.map((pattern) => new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`, 's'));
  return changes.resources
    .filter(isReplacedOrDeleted)
    .filter(({ address, type }) => expressions.some((expression) => expression.test(address) || expression.test(type)));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
