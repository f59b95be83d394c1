import type { Dirent, Stats } from 'node:fs';
import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ActionError } from '../../errors.js';
import { linkOutside } from '../../lambda/archive-checks.js';
import type { PackageEntry } from '../../lambda/package-entry.js';
import { checkedSize } from '../../lambda/package-size.js';
import type { PackageSource, PackageSources } from '../../ports/packages.js';

interface ListedFile {
  readonly path: string;
  readonly file: string;
  readonly size: number;
  readonly mode: PackageEntry['mode'];
}

const OWNER_MAY_RUN = 0o100;

/** Packages on this machine's disk, their paths relative to the workspace. */
export function packageFiles(workspace: string): PackageSources {
  return {
    async read(name, path) {
      const place = join(workspace, path);
      const stats = await statOf(place);
      if (stats?.isDirectory()) return await readFolder(name, place);
      const extension = /\.(zip|jar)$/i.exec(path)?.[1]?.toLowerCase();
      if (stats?.isFile() && (extension === 'zip' || extension === 'jar')) {
        return { kind: 'archive', extension, bytes: await readFile(place) };
      }
      throw new ActionError({
        what: `The Lambda package "${name}" cannot be read`,
        found: stats === undefined ? `nothing at ${path}` : `${path}, which is neither a folder nor a .zip or .jar`,
        expected: 'a folder with the built handler, a .zip, or a .jar',
        wayOut: 'Build it in a step before this one, and check its path in "lambda-packages"',
      });
    },
  };
}

async function statOf(place: string): Promise<Stats | undefined> {
  try {
    return await stat(place);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** Lists first: a folder that is far too large is refused before it is in memory. */
async function readFolder(name: string, folder: string): Promise<PackageSource> {
  const root = await realpath(folder);
  const files = await listed(name, root, root, '', [root]);
  checkedSize(files, name);
  const entries: PackageEntry[] = [];
  for (const { path, file, mode } of files) entries.push({ path, mode, content: await readFile(file) });
  return { kind: 'folder', entries };
}

/** `above` are the real folders on the way here, so that a link back to one of them is seen. */
async function listed(
  name: string,
  root: string,
  folder: string,
  prefix: string,
  above: readonly string[],
): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, encoding: 'buffer' })) {
    const found = decodedName(entry, name, prefix);
    const path = `${prefix}${found}`;
    const file = entry.isSymbolicLink()
      ? await resolvedLink(name, root, join(folder, found), path)
      : join(folder, found);
    const stats = await stat(file);
    if (stats.isDirectory()) {
      if (above.includes(file)) throw unpackable(name, path, 'a symlink to a folder that it lies in');
      files.push(...(await listed(name, root, file, `${path}/`, [...above, file])));
    } else if (stats.isFile()) {
      const mode = (stats.mode & OWNER_MAY_RUN) === 0 ? 0o644 : 0o755;
      files.push({ path, file, size: stats.size, mode });
    } else throw unpackable(name, path, 'a device, pipe or socket');
  }
  return files;
}

async function resolvedLink(name: string, root: string, link: string, path: string): Promise<string> {
  const target = await readlink(link);
  let real: string;
  try {
    real = await realpath(link);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    throw unpackable(
      name,
      path,
      code === 'ELOOP' ? 'a symlink that leads to itself' : `a symlink to nothing (${target})`,
    );
  }
  if (real !== root && !real.startsWith(`${root}${sep}`)) throw linkOutside(path, target, name);
  return real;
}

function decodedName(entry: Dirent<Buffer>, name: string, prefix: string): string {
  const decoded = entry.name.toString('utf8');
  if (Buffer.from(decoded).equals(entry.name)) return decoded;
  throw unpackable(name, `${prefix}${entry.name.toString('latin1')}`, 'a name that is not UTF-8');
}

function unpackable(name: string, path: string, found: string): ActionError {
  return new ActionError({
    what: `The Lambda package "${name}" has something that cannot be packed`,
    found: `${JSON.stringify(path)}: ${found}`,
    expected: 'files, folders, and symlinks to files of the package',
    wayOut: 'Remove it from the folder, or package another one; nothing was uploaded',
  });
}
