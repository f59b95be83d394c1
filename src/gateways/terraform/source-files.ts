import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileContents } from '../../terraform/configuration/configuration.js';
import type { SourceFile } from '../../terraform/configuration/sources.js';

/** Made by Terraform, git or a package manager from what is listed otherwise; a state is no source. */
const LEFT_OUT =
  /^(?:\.git|\.terraform|node_modules|terraform\.tfstate(?:\..*)?|.*\.tfstate\.lock\.info|.*\.tfplan|crash\.log)$/;

/** Below a file, too long, round in circles, or with a NUL in it. */
const NO_FILE = new Set<unknown>(['ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'ERR_INVALID_ARG_VALUE']);

/** Files of the repository and beside it, each read once. Paths are relative to the repository, with `/`. */
export class SourceFiles implements FileContents {
  private readonly digests = new Map<string, ReturnType<FileContents['digestOf']>>();
  private readonly asked = new Set<string>();

  /** @param repository absolute path of the checkout */
  constructor(private readonly repository: string) {}

  digestOf(path: string): ReturnType<FileContents['digestOf']> {
    const place = this.placeOf(path);
    if (!this.digests.has(place)) this.digests.set(place, this.read(place));
    const found = this.digests.get(place);
    if (found !== undefined) this.asked.add(place);
    return found;
  }

  isInside(path: string): boolean {
    const place = this.placeOf(path);
    return place === this.repository || place.startsWith(this.repository + sep);
  }

  textOf(path: string): string | undefined {
    const place = this.placeOf(path);
    try {
      const places = statsOf(place)?.isDirectory() === true ? filesBelow(place) : [place];
      return places.map((one) => readFileSync(one, 'utf8')).join('\n');
    } catch {
      return undefined;
    }
  }

  /**
   * Every file below these folders, and what was asked for by its name: a file, or as a whole a folder, whose name ends
   * with `/`. Sorted by path.
   */
  list(folders: readonly string[]): readonly SourceFile[] {
    const places = new Set(this.asked);
    for (const folder of new Set(folders)) for (const place of filesBelow(this.placeOf(folder))) places.add(place);
    return [...places]
      .flatMap((place): SourceFile[] => {
        const found = this.digestOf(this.nameOf(place));
        if (found === undefined) return [];
        const name = this.nameOf(place);
        return [{ path: found.kind === 'folder' ? `${name}/` : name, digest: found.digest }];
      })
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  nameOf(place: string): string {
    const name = relative(this.repository, place).split(sep).join('/');
    return name === '' ? '.' : name;
  }

  private placeOf(path: string): string {
    return isAbsolute(path) ? resolve(path) : resolve(this.repository, path);
  }

  private read(place: string): ReturnType<FileContents['digestOf']> {
    const stats = statsOf(place);
    if (stats?.isFile() === true) return { kind: 'file', digest: digestOfFile(place) };
    if (stats?.isDirectory() !== true) return undefined;
    const hash = createHash('sha256');
    for (const file of filesBelow(place)) hash.update(`${relative(place, file)}\0${digestOfFile(file)}\n`);
    return { kind: 'folder', digest: hash.digest('hex').slice(0, 32) };
  }
}

function digestOfFile(place: string): string {
  return createHash('sha256').update(readFileSync(place)).digest('hex').slice(0, 32);
}

/** Links are followed, but not back into a folder around them. */
function filesBelow(root: string): readonly string[] {
  const found: string[] = [];
  if (statsOf(root)?.isDirectory() === true) visit(root, new Set());
  return found.sort();

  function visit(folder: string, above: ReadonlySet<string>): void {
    const real = realpathSync(folder);
    if (above.has(real)) return;
    for (const { name } of readdirSync(folder, { withFileTypes: true })) {
      if (LEFT_OUT.test(name)) continue;
      const place = join(folder, name);
      const stats = statsOf(place);
      if (stats?.isDirectory() === true) visit(place, new Set([...above, real]));
      else if (stats?.isFile() === true) found.push(place);
    }
  }
}

/**
 * A link that leads nowhere is no file, nor is a text that cannot be the name of one: any value of a plan may be asked for.
 * Everything else that goes wrong is not known: it throws.
 */
function statsOf(place: string): Stats | undefined {
  try {
    return statSync(place, { throwIfNoEntry: false });
  } catch (thrown) {
    if (NO_FILE.has((thrown as NodeJS.ErrnoException).code)) return undefined;
    throw thrown;
  }
}
