import { posix } from 'node:path';
import { ActionError } from '../errors.js';
import { entryContent } from './archive-contents.js';
import { type ArchiveEntry, archiveDirectory } from './archive-directory.js';
import { checkEntryName, duplicateEntry, emptyPackage } from './package-entry.js';
import { checkedSize } from './package-size.js';

const TYPE_MASK = 0o170000;
const SYMLINK = 0o120000;
const READABLE_FOR_OTHERS = 0o004;
const METHODS = [0, 8];
const LONGEST_LINK = 4096;

/**
 * Checks a `.zip` or `.jar` that somebody else made, before it is uploaded as it is. Returns its files and the bytes
 * that they have unzipped, by its own word.
 */
export function checkedArchive(archive: Uint8Array, name: string): { readonly files: number; readonly size: number } {
  const entries = archiveDirectory(archive, name);
  const files = entries.filter(({ directory }) => !directory);
  if (files.length === 0) throw emptyPackage(name);
  const seen = new Set<string>();
  for (const entry of entries) {
    checkEntryName(entry.path, name);
    const path = entry.path.replace(/\/$/, '');
    if (seen.has(path)) throw duplicateEntry(entry.path, name);
    seen.add(path);
    checkForm(entry, name);
    if ((entry.unixMode & TYPE_MASK) === SYMLINK) checkLink(archive, entry, name);
    else if (!entry.directory) checkReadable(entry, name);
  }
  return { files: files.length, size: checkedSize(files, name) };
}

function checkForm(entry: ArchiveEntry, name: string): void {
  const found = entry.encrypted
    ? 'it is encrypted'
    : METHODS.includes(entry.method)
      ? undefined
      : `it is packed by method ${entry.method}`;
  if (found === undefined) return;
  throw new ActionError({
    what: `Lambda cannot unpack ${JSON.stringify(entry.path)} in the package "${name}"`,
    found,
    expected: 'entries that are stored or deflated, without a password',
    wayOut: 'Pack it again with plain zip; nothing was uploaded',
  });
}

/** Lambda runs the code as a user that owns none of the files. */
function checkReadable({ path, unixMode }: ArchiveEntry, name: string): void {
  if (unixMode === 0 || (unixMode & READABLE_FOR_OTHERS) !== 0) return;
  throw new ActionError({
    what: `The function could not read ${JSON.stringify(path)} of the package "${name}": it runs as another user`,
    found: `mode ${(unixMode & 0o7777).toString(8).padStart(4, '0')}`,
    expected: 'files that everyone may read (0644, or 0755 for programs)',
    wayOut: 'chmod -R a+rX before packing, or hand over the folder, which is packed with the right modes',
  });
}

function checkLink(archive: Uint8Array, entry: ArchiveEntry, name: string): void {
  // The link's text is its content.
  const content = entry.size > LONGEST_LINK ? undefined : entryContent(archive, entry);
  const target = content === undefined ? undefined : Buffer.from(content).toString('utf8');
  const resolved = target === undefined ? '..' : posix.join(posix.dirname(entry.path), target);
  const escapes = target?.startsWith('/') || resolved === '..' || resolved.startsWith('../');
  if (!escapes) return;
  throw linkOutside(entry.path, target ?? 'something unreadable', name);
}

/** A symlink whose target is not in the package, in an archive or in a folder. */
export function linkOutside(path: string, target: string, name: string): ActionError {
  return new ActionError({
    what: `The Lambda package "${name}" has a symlink that leaves it`,
    found: `${JSON.stringify(path)} -> ${JSON.stringify(target)}`,
    expected: 'links to files of the package',
    wayOut: 'Copy what it points to into the package (npm: install-links=true; pnpm: deploy); nothing was uploaded',
  });
}
