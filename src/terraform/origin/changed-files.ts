/** A file that a pull request changes, as GitHub lists it. */
export interface ChangedFile {
  /** Relative to the repository. */
  readonly path: string;
  /** Where it was before, where it was renamed. */
  readonly before?: string | undefined;
  /** Lines added and removed; 0 of a file that was only renamed. */
  readonly changes: number;
  /** A unified diff without its file names; absent of binary files and of large diffs. */
  readonly patch?: string | undefined;
}

interface Patch {
  /** Lines of the new file that are new, counted from 1. */
  readonly added: ReadonlySet<number>;
  /** Lines of the new file in front of which something was taken out. */
  readonly gaps: ReadonlySet<number>;
  /** What was taken out. */
  readonly removed: readonly string[];
  /** Every line of the new file that the diff shows. */
  readonly shown: ReadonlyMap<number, string>;
}

/** The files of a pull request, asked for the lines that it changes. */
export class ChangedFiles {
  private readonly byPath = new Map<string, ChangedFile>();
  private readonly patches = new Map<string, Patch | undefined>();

  /** @param texts files of the configuration as they were planned: of the merge, which may be newer than the list */
  constructor(
    private readonly files: readonly ChangedFile[],
    private readonly texts: ReadonlyMap<string, string>,
  ) {
    for (const file of files) this.byPath.set(file.path, file);
  }

  /** Whether a file is another one, or lies elsewhere. */
  touches(path: string): boolean {
    return this.files.some((file) => file.path === path || file.before === path);
  }

  /** Whether a file, or one below a folder, is another one; `.` is the whole repository. */
  touchesBelow(path: string): boolean {
    const folder = path.replace(/\/+$/, '');
    if (folder === '.' || folder === '') return this.files.length > 0;
    return this.files.some(({ path: one, before }) =>
      [one, before].some((name) => name === folder || name?.startsWith(`${folder}/`)),
    );
  }

  /** Whether one of these lines is new or lost its neighbour inside; a file without a diff that fits touches all of its lines. */
  touchesLines(path: string, from: number, to: number): boolean {
    const file = this.byPath.get(path);
    if (file === undefined || file.changes === 0) return false;
    const patch = this.patchOf(file);
    if (patch === undefined) return true;
    for (let line = from; line <= to; line++) {
      if (patch.added.has(line) || (line > from && patch.gaps.has(line))) return true;
    }
    return false;
  }

  /** Whether a line with this was taken out; `unknown` where a diff is missing. */
  removes(pattern: RegExp): 'yes' | 'no' | 'unknown' {
    let unseen = false;
    for (const file of this.files) {
      if (file.changes === 0) continue;
      if (file.patch === undefined) unseen ||= /\.(?:tf|tofu)(?:\.json)?$/.test(file.path);
      else if (parsed(file.patch).removed.some((line) => pattern.test(line))) return 'yes';
    }
    return unseen ? 'unknown' : 'no';
  }

  /** `undefined` where there is none, or where its lines are not those of the text that was planned. */
  private patchOf({ path, patch: written }: ChangedFile): Patch | undefined {
    if (this.patches.has(path)) return this.patches.get(path);
    const patch = written === undefined ? undefined : parsed(written);
    const lines = this.texts.get(path)?.split('\n').map(trimmed);
    const fits =
      patch !== undefined &&
      lines !== undefined &&
      [...patch.shown].every(([number, line]) => lines[number - 1] === trimmed(line));
    const found = fits ? patch : undefined;
    this.patches.set(path, found);
    return found;
  }
}

function parsed(patch: string): Patch {
  const added = new Set<number>();
  const gaps = new Set<number>();
  const removed: string[] = [];
  const shown = new Map<number, string>();
  let at = 0;
  for (const line of patch.split('\n')) {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk !== null) {
      // A hunk without a new line names the line in front of it.
      at = Number(hunk[1]) + (hunk[2] === '0' ? 1 : 0);
      continue;
    }
    const [sign] = line;
    if (sign === '-') {
      removed.push(line.slice(1));
      gaps.add(at);
    } else if (sign === '+' || sign === ' ') {
      if (sign === '+') added.add(at);
      shown.set(at, line.slice(1));
      at++;
    }
  }
  return { added, gaps, removed, shown };
}

function trimmed(line: string): string {
  return line.replace(/\r$/, '');
}
