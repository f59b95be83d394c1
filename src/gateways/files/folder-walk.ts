import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import { asError } from '../../errors.js';
import type { ExcludedEntry, FolderEntries, FolderEntry } from '../../ports/site.js';
import { UnfitSite } from '../../site/unfit-site.js';

/** Where each path's bytes are: the name on disk may be written in another Unicode form. */
export type FoundFiles = ReadonlyMap<string, string>;

/** Never part of a site, whatever built it. Other dot files are: `.well-known` has to be served. */
const NEVER = new Set(['.git', '.DS_Store']);
/** S3's limit for a key, in bytes of UTF-8; the prefix comes on top and S3 itself refuses what is too long then. */
const LONGEST_KEY = 1024;

/** Every file below a folder, links inside it followed. Sorted by path. Throws on what cannot be served. */
export function walkFolder(
  directory: string,
  isExcluded: (path: string) => boolean,
): FolderEntries & { readonly places: FoundFiles } {
  const files: FolderEntry[] = [];
  const excluded: ExcludedEntry[] = [];
  const places = new Map<string, string>();
  const root = rootOf(directory);

  visit(root, '', '', [root]);
  const byPath = (a: FolderEntry, b: FolderEntry) => (a.path < b.path ? -1 : 1);
  return { files: files.sort(byPath), excluded: excluded.sort(byPath), places };

  /**
   * @param onDisk `inside` as it is written there, perhaps not in the composed form
   * @param trail real paths of the folders above, so that a link back to one of them is seen
   */
  function visit(folder: string, inside: string, onDisk: string, trail: readonly string[]): void {
    for (const entry of entriesOf(folder, inside)) {
      const name = decoded(entry.name, inside);
      if (NEVER.has(name)) continue;
      const path = `${inside}${name}`.normalize('NFC');
      const written = `${onDisk}${name}`;
      const place = `${folder}${sep}${name}`;
      if (entry.isSymbolicLink()) {
        const target = targetOf(place, path);
        if (target !== root && !target.startsWith(root + sep)) throw leavesFolder(path, target);
        const stats = statSync(place);
        if (stats.isDirectory() && trail.includes(target)) throw loop(path, target);
        take(stats, place, path, written, target, trail);
      } else {
        take(entry, place, path, written, place, trail);
      }
    }
  }

  function take(
    kind: Stats | Dirent<Buffer>,
    place: string,
    path: string,
    written: string,
    real: string,
    trail: readonly string[],
  ) {
    if (kind.isDirectory()) return visit(place, `${path}/`, `${written}/`, [...trail, real]);
    if (isExcluded(path)) {
      // Not opened and not judged: whatever it is, it does not go up.
      excluded.push({ path, size: kind.isFile() ? statSync(place).size : 0 });
      return;
    }
    if (!kind.isFile()) throw special(path);
    checkName(path);
    if (places.has(path)) throw sameName(path);
    places.set(path, place);
    files.push({ path });
    // A page may name it as it is written here: S3 has one key for each form, and browsers ask for what the page says.
    if (written !== path) {
      checkName(written);
      places.set(written, place);
      files.push({ path: written });
    }
  }
}

function rootOf(directory: string): string {
  try {
    const root = realpathSync(directory);
    if (statSync(root).isDirectory()) return root;
  } catch {
    // Said below, as for a file in its place.
  }
  throw new UnfitSite({
    what: 'The folder of the site is missing',
    found: `no folder at ${directory}`,
    expected: 'a built front end',
    wayOut: 'Build the front end before this step, and look at the input "site-directory". Nothing was changed',
  });
}

function entriesOf(folder: string, inside: string): Dirent<Buffer>[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (thrown) {
    throw new UnfitSite({
      what: `The folder ${inside === '' ? folder : inside} cannot be read`,
      found: asError(thrown).message,
      wayOut: 'Look at its permissions',
      cause: thrown,
    });
  }
}

/** A name that is no UTF-8 has no key that would lead back to it. */
function decoded(name: Buffer, inside: string): string {
  const text = name.toString('utf8');
  // Decoding puts U+FFFD in the place of what is none.
  if (!text.includes('\ufffd') || Buffer.from(text).equals(name)) return text;
  throw new UnfitSite({
    what: 'A file of the site has a name that is not UTF-8',
    found: `${inside}${name.toString('latin1').replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`)}`,
    expected: 'names in UTF-8',
    wayOut: 'Rename it, or leave it out of the build',
  });
}

function checkName(path: string): void {
  const control = /\p{Cc}/u.exec(path);
  if (control === null && Buffer.byteLength(path) <= LONGEST_KEY) return;
  throw new UnfitSite({
    what:
      control === null
        ? `A file of the site has a name of ${Buffer.byteLength(path)} bytes`
        : 'A file of the site has a control character in its name',
    found: JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}...` : path),
    expected: `at most ${LONGEST_KEY} bytes, and no control characters`,
    wayOut: 'Rename it, or leave it out of the build',
  });
}

function targetOf(place: string, path: string): string {
  try {
    return realpathSync(place);
  } catch (thrown) {
    const looping = (thrown as { code?: string }).code === 'ELOOP';
    throw new UnfitSite({
      what: looping ? `The link ${path} leads to itself` : `The link ${path} leads to nothing`,
      found: asError(thrown).message,
      expected: 'a file or a folder inside the site',
      wayOut: 'Remove the link, or copy what it should lead to',
      cause: thrown,
    });
  }
}

function leavesFolder(path: string, target: string): UnfitSite {
  return new UnfitSite({
    what: `The link ${path} leads out of the site's folder`,
    found: target,
    expected: 'a file or a folder inside the site: a build could else publish any file of the runner',
    wayOut: 'Copy the file into the build, or leave the link out',
  });
}

function loop(path: string, target: string): UnfitSite {
  return new UnfitSite({
    what: `The link ${path} leads back to a folder above it`,
    found: target,
    expected: 'folders that end',
    wayOut: 'Remove the link',
  });
}

function special(path: string): UnfitSite {
  return new UnfitSite({
    what: `${path} is neither a file nor a folder`,
    found: 'a socket, a pipe or a device',
    expected: 'files',
    wayOut: 'Remove it, or name it in "exclude"',
  });
}

function sameName(path: string): UnfitSite {
  return new UnfitSite({
    what: 'Two files of the site have the same name, written in two Unicode forms',
    found: path,
    expected: 'one file for each address',
    wayOut: 'Remove one of them',
  });
}
