import { CloudFrontError } from './cloudfront-error.js';

/** Developer Guide, "Invalidate files": the longest path. */
const LONGEST_PATH = 4000;
/** What RFC 1738 calls unsafe; `%` is one too, where it begins no escape. */
const UNSAFE = /[\s"<>#{}|\\^~[\]`]|[^\x21-\x7e]/;
const EVERY_UNSAFE = new RegExp(UNSAFE.source, 'g');
const ESCAPED = /%[0-9a-f]{2}/gi;

/**
 * CloudFront wants unsafe characters of RFC 1738 and those outside ASCII encoded, and refuses them raw. It accepts
 * escapes of any other character too, and then finds nothing, because viewers do not send them: see `edgeForm`.
 */
export function checkInvalidationPath(path: string): void {
  const valid =
    path.startsWith('/') &&
    path.length <= LONGEST_PATH &&
    !UNSAFE.test(path) &&
    !/%(?![0-9A-Fa-f]{2})/.test(path) &&
    !path.slice(0, -1).includes('*');
  if (!valid) {
    throw new CloudFrontError('InvalidArgument', 'Your request contains one or more invalid invalidation paths.');
  }
}

/**
 * The form in which paths are compared: as the viewer sent it, with raw unsafe characters escaped (browsers send a
 * `~` as it is, an invalidation must not) and escapes in capitals. No escape is resolved: `%2B` is not `+`.
 * The Developer Guide says this much ("Do not URL-encode any other characters in the path, or CloudFront will not
 * invalidate the old version"); that the comparison is otherwise literal is this server's reading of it.
 */
export function edgeForm(path: string): string {
  return path.replace(ESCAPED, (code) => code.toUpperCase()).replace(EVERY_UNSAFE, percentEncoded);
}

/** Whether an invalidation of `path` forgets the object under `uri` (with its query string where that is cached). */
export function forgets(path: string, uri: string): boolean {
  const named = edgeForm(path);
  return named.endsWith('*') ? uri.startsWith(named.slice(0, -1)) : uri === named;
}

/** Node hands over a path as Latin-1: one character is one byte that was sent. */
function percentEncoded(character: string): string {
  const [byte = 0] = Buffer.from(character, 'latin1');
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
