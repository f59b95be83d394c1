import { posix } from 'node:path';
import { ActionError } from '../../errors.js';
import { checkEntryName } from '../entry-name.js';
import { isNeverPacked } from '../left-out.js';
import { duplicateEntry, emptyPackage } from '../package-entry.js';
import { checkedSize } from '../package-size.js';
import { entryContent, isLink } from './contents.js';
import { type ArchiveEntry, archiveDirectory } from './directory.js';

const PERMISSIONS = 0o777;
const READABLE_FOR_OTHERS = 0o004;
const OPEN_FOR_OTHERS = 0o005;
const METHODS = [0, 8];
const LONGEST_LINK = 4096;

/**
 * Checks a `.zip` or `.jar` that somebody else made, before it is uploaded as it is. Returns its files and the bytes
 * that they have unzipped, by its own word.
 */
export function checkedArchive(archive: Uint8Array, name: string): { readonly files: number; readonly size: number } {
  const entries = archiveDirectory(archive, name);
  const seen = new Map<string, ArchiveEntry>();
  for (const entry of entries) {
    checkEntryName(entry.path, name);
    const path = entry.path.replace(/\/$/, '');
    const first = seen.get(path);
    if (first !== undefined && !isSame(archive, first, entry)) throw duplicateEntry(entry.path, name);
    seen.set(path, entry);
    if (isNeverPacked(path)) throw notCode(path, name);
    checkForm(entry, name);
    if (isLink(entry)) checkLink(archive, entry, name);
    else checkReadable(entry, name);
  }
  const files = [...seen.values()].filter(({ directory }) => !directory);
  if (files.length === 0) throw emptyPackage(name);
  return { files: files.length, size: checkedSize(files, name) };
}

/**
 * A fat jar often has a folder or a licence twice, which is the same to whoever unpacks it. Folders that different tools wrote
 * have different modes; each has to be one that everyone may open.
 */
function isSame(archive: Uint8Array, one: ArchiveEntry, other: ArchiveEntry): boolean {
  if (one.directory || other.directory) return one.directory && other.directory;
  if (one.unixMode !== other.unixMode || one.size !== other.size || one.crc32 !== other.crc32) return false;
  const [content, again] = [entryContent(archive, one), entryContent(archive, other)];
  return content !== undefined && again !== undefined && Buffer.compare(content, again) === 0;
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
function checkReadable({ path, unixMode, directory }: ArchiveEntry, name: string): void {
  const needed = directory ? OPEN_FOR_OTHERS : READABLE_FOR_OTHERS;
  if ((unixMode & PERMISSIONS) === 0 || (unixMode & needed) === needed) return;
  throw new ActionError({
    what: `The function could not read ${JSON.stringify(path)} of the package "${name}": it runs as another user`,
    found: `mode ${(unixMode & 0o7777).toString(8).padStart(4, '0')}`,
    expected: directory
      ? 'folders that everyone may open (0755)'
      : 'files that everyone may read (0644, or 0755 for programs)',
    wayOut: 'Run chmod -R a+rX before packing, or hand over the folder, which is packed with the right modes',
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
    wayOut:
      'Bundle the handler (esbuild --bundle --platform=node), or copy the folder with its links followed (cp -RL) and ' +
      'package the copy; of a pnpm workspace package what pnpm deploy makes. Nothing was uploaded',
  });
}

function notCode(path: string, name: string): ActionError {
  return new ActionError({
    what: `The Lambda package "${name}" holds a repository, whose configuration may hold a token`,
    found: JSON.stringify(path),
    wayOut:
      'Pack it without (zip -x ".git/*"), or hand over the folder, from which it is left out; nothing was uploaded',
  });
}
