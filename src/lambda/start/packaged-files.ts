import { posix } from 'node:path';
import { entryContent, entryHead, isLink } from '../archive/contents.js';
import { type ArchiveEntry, archiveDirectory } from '../archive/directory.js';

const MOST_LINKS = 40;
const MAY_RUN = 0o111;

/** The files of a package as the function will find them: out of the very archive, symlinks followed. */
export class PackagedFiles {
  readonly #entries = new Map<string, ArchiveEntry>();
  readonly #folders = new Set<string>();

  constructor(
    private readonly archive: Uint8Array,
    name: string,
  ) {
    for (const entry of archiveDirectory(archive, name)) {
      if (!entry.directory) this.#entries.set(entry.path, entry);
      const folder = entry.directory ? entry.path.slice(0, -1) : posix.dirname(entry.path);
      for (let at = folder; at !== '.' && !this.#folders.has(at); at = posix.dirname(at)) this.#folders.add(at);
    }
  }

  /** Every file, symlinks too. */
  paths(): readonly string[] {
    return [...this.#entries.keys()];
  }

  isFile(path: string): boolean {
    return this.#resolved(path) !== undefined;
  }

  isFolder(path: string): boolean {
    const real = this.#real(path);
    return real !== undefined && this.#folders.has(real);
  }

  /** `undefined` where there is no such file. */
  read(path: string): Uint8Array | undefined {
    const entry = this.#resolved(path);
    return entry === undefined ? undefined : entryContent(this.archive, entry);
  }

  text(path: string): string | undefined {
    const content = this.read(path);
    return content === undefined ? undefined : Buffer.from(content).toString('utf8');
  }

  /** The first bytes, at least as many as the headers of programs have. */
  head(path: string): Uint8Array | undefined {
    const entry = this.#resolved(path);
    return entry === undefined ? undefined : entryHead(this.archive, entry);
  }

  /** Whether somebody may run it, by its mode. An archive that was made without modes says no. */
  isExecutable(path: string): boolean {
    const entry = this.#resolved(path);
    return entry !== undefined && (entry.unixMode & MAY_RUN) === MAY_RUN;
  }

  #resolved(path: string): ArchiveEntry | undefined {
    const real = this.#real(path);
    return real === undefined ? undefined : this.#entries.get(real);
  }

  /** The path with every symlink on the way replaced by where it leads; `undefined` when that is outside. */
  #real(path: string): string | undefined {
    let rest = posix.normalize(path).replace(/\/$/, '').split('/');
    let done: string[] = [];
    for (let links = 0; rest.length > 0; ) {
      const [segment = '', ...further] = rest;
      if (segment === '..') return undefined;
      const here = [...done, segment].join('/');
      const entry = this.#entries.get(here);
      if (entry === undefined || !isLink(entry)) {
        done = [...done, segment];
        rest = further;
        continue;
      }
      const target = entryContent(this.archive, entry);
      if (target === undefined || ++links > MOST_LINKS) return undefined;
      rest = [...posix.join(...done, '.', Buffer.from(target).toString('utf8')).split('/'), ...further];
      done = [];
    }
    return done.join('/');
  }
}
