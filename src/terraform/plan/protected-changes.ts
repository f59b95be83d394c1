import { type ChangeSet, isReplacedOrDeleted, type ResourceChange } from './change-set.js';

/**
 * Deletions and replacements that a pattern protects. A pattern is an address or a type, whole, in which `*` stands
 * for any characters: `aws_db_instance`, `module.data.*`, `aws_s3_bucket.site["eu"]`. What a plan moves and replaces has
 * two addresses, and either protects it.
 */
export function protectedChanges(changes: ChangeSet, patterns: readonly string[]): readonly ResourceChange[] {
  const matches = patterns.map(matcher);
  return changes.resources
    .filter(isReplacedOrDeleted)
    .filter((change) => matches.some((matching) => namesOf(change).some(matching)));
}

export function matchesPattern(change: Named, pattern: string): boolean {
  return namesOf(change).some(matcher(pattern));
}

type Named = Pick<ResourceChange, 'address' | 'type' | 'previousAddress'>;

function matcher(pattern: string): (name: string) => boolean {
  const expression = new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`, 's');
  return (name) => expression.test(name);
}

function namesOf({ address, type, previousAddress }: Named): readonly string[] {
  if (previousAddress === undefined) return [address, type];
  const [previousType = ''] = previousAddress.replace(/^(?:module\.[^.[]+(?:\[(?:"[^"]*"|\d+)\])?\.)*/, '').split('.');
  return [address, type, previousAddress, previousType];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
