import { basename } from 'node:path/posix';
import { lookup } from 'mrmime';

const UNKNOWN = 'application/octet-stream';

/** Names that have no extension to go by, and must be served as JSON (Apple's universal links). */
const WITHOUT_EXTENSION: Readonly<Record<string, string>> = { 'apple-app-site-association': 'application/json' };

/**
 * The media type of a file by its name, from a table in the bundle: the operating system's own table differs from
 * runner to runner. Text says its charset, since browsers otherwise guess; JSON and XML carry theirs.
 */
export function contentTypeOf(path: string): string {
  const name = basename(path);
  const type = WITHOUT_EXTENSION[name] ?? (name.includes('.') ? lookup(name.toLowerCase()) : undefined) ?? UNKNOWN;
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
}

/** Whether browsers show it as a page. */
export function isPage(contentType: string): boolean {
  return /^(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType);
}
