import type { Dirent, Stats } from 'node:fs';
import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { ActionError } from '../../errors.js';
import { linkOutside } from '../../lambda/archive/checks.js';
import { isBytecode, isLeftOut, isStaleBytecode } from '../../lambda/left-out.js';
import { LINK_MODE, type PackageEntry } from '../../lambda/package-entry.js';
import { checkedSize } from '../../lambda/package-size.js';
import type { PackageSource, PackageSources } from '../../ports/packages.js';

interface ListedFile {
  readonly path: string;
  /** Where its bytes are; of a symlink, what it leads to. */
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
  const files = await listed(name, root, root, '');
  checkedSize(files, name);
  const entries: PackageEntry[] = [];
  for (const { path, file, mode } of files) {
    if (mode === LINK_MODE) entries.push({ path, mode, content: Buffer.from(linkText(root, path, file)) });
    else {
      const content = await readFile(file);
      if (!isBytecode(path) || !isStaleBytecode(path, content)) entries.push({ path, mode, content });
    }
  }
  return { kind: 'folder', entries };
}

async function listed(name: string, root: string, folder: string, prefix: string): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, encoding: 'buffer' })) {
    const found = decodedName(entry, name, prefix);
    const path = `${prefix}${found}`;
    if (isLeftOut(path)) continue;
    const file = join(folder, found);
    if (entry.isSymbolicLink()) {
      const target = await resolvedLink(name, root, file, path);
      if (!isLeftOut(inside(root, target))) files.push({ path, file: target, size: 0, mode: LINK_MODE });
    } else if (entry.isDirectory()) files.push(...(await listed(name, root, file, `${path}/`)));
    else if (entry.isFile()) {
      const { size, mode } = await stat(file);
      files.push({ path, file, size, mode: (mode & OWNER_MAY_RUN) === 0 ? 0o644 : 0o755 });
    } else throw unpackable(name, path, 'a device, pipe or socket');
  }
  return files;
}

/** Relative, wherever the folder was built: what pnpm and workspaces make finds its neighbours by where a link leads. */
function linkText(root: string, path: string, target: string): string {
  const text = posix.relative(posix.dirname(path), inside(root, target));
  return text === '' ? '.' : text;
}

/** `''` for the root itself. */
function inside(root: string, place: string): string {
  return relative(root, place).split(sep).join('/');
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
  const stats = await stat(real);
  if (!stats.isFile() && !stats.isDirectory()) throw unpackable(name, path, 'a symlink to a device, pipe or socket');
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
