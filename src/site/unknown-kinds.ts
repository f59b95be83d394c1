import { basename, extname } from 'node:path/posix';
import type { FileTask } from './compare-files.js';
import { hasKnownType, UNKNOWN_TYPE } from './content-type.js';

const NAMED = 10;

/** Said when they come, in one line for all: browsers download what has no type. */
export function unknownKinds(tasks: readonly FileTask[]): readonly string[] {
  const unknown = tasks
    .filter(({ decision }) => decision.reason === 'new' && decision.contentType === UNKNOWN_TYPE)
    .filter(({ file }) => !hasKnownType(file.path));
  const kinds = [...new Set(unknown.map(({ file }) => extname(file.path) || basename(file.path)))];
  if (kinds.length === 0) return [];
  const more = kinds.length > NAMED ? ` and ${kinds.length - NAMED} more kinds` : '';
  return [
    `Files of an unknown kind are served as ${UNKNOWN_TYPE}, which browsers download: ${kinds.slice(0, NAMED).join(', ')}${more}, ` +
      `such as ${unknown[0]?.file.path}. If browsers should show them, set a content type in "cache-rules"`,
  ];
}
