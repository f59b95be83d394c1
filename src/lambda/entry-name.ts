import { ActionError } from '../errors.js';

/** Refuses a name that would be unpacked elsewhere than under the package's root, or under another name. */
export function checkEntryName(path: string, name: string): void {
  const why = faultOf(path);
  if (why === undefined) return;
  throw new ActionError({
    what: `The Lambda package "${name}" has an entry that ${why}`,
    found: JSON.stringify(path),
    expected: 'paths below the root of the package, with "/" between the folders',
    wayOut: 'Pack it again from inside its own folder; nothing was uploaded',
  });
}

function faultOf(path: string): string | undefined {
  if (path === '') return 'has no name';
  if (path.includes('\0')) return 'has a NUL in its name';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'begins at the root of the disk';
  if (path.includes('\\')) return 'has a backslash in its name: Linux would take the whole path for one file name';
  const segments = path.replace(/\/$/, '').split('/');
  if (segments.includes('..')) return 'leaves the package';
  if (segments.includes('.') || segments.includes('')) return 'has an empty or a "." part in its path';
  return undefined;
}
