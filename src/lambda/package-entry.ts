import { createHash } from 'node:crypto';
import { ActionError } from '../errors.js';

/** What a package says of one file. Time, owner and the order of reading are left out: they say nothing of the code. */
export interface PackageEntry {
  /** Relative to the package's root, with `/`. */
  readonly path: string;
  /** `0o755` when its owner may run it, else `0o644`: readable for all, since Lambda runs it as another user. */
  readonly mode: 0o644 | 0o755;
  readonly content: Uint8Array;
}

/** A zip counts its entries in 16 bits; its 64-bit form is refused by many tools, and by nobody needed for a function. */
const MOST_ENTRIES = 65_534;

/** Sorts by the bytes of the path, which no locale changes, and refuses what cannot be packed. */
export function packageContents(entries: readonly PackageEntry[], name: string): readonly PackageEntry[] {
  if (entries.length === 0) throw emptyPackage(name);
  if (entries.length > MOST_ENTRIES) {
    throw new ActionError({
      what: `The Lambda package "${name}" has too many files`,
      found: String(entries.length),
      expected: `at most ${MOST_ENTRIES}, what a zip holds`,
      wayOut: 'Bundle the handler, or leave development dependencies out',
    });
  }
  for (const { path } of entries) checkEntryName(path, name);
  const sorted = [...entries].sort((one, other) => Buffer.compare(Buffer.from(one.path), Buffer.from(other.path)));
  for (const [at, { path }] of sorted.entries()) if (sorted[at - 1]?.path === path) throw duplicateEntry(path, name);
  return sorted;
}

/**
 * The SHA-256 (hex) of the list of mode, content hash and path: what the package is, whatever packed it. NUL ends
 * each line, since it is the only byte that no path holds.
 */
export function packageDigest(contents: readonly PackageEntry[]): string {
  const digest = createHash('sha256');
  for (const { path, mode, content } of contents) {
    const hash = createHash('sha256').update(content).digest('hex');
    digest.update(`${mode.toString(8)} ${hash} ${path}\0`);
  }
  return digest.digest('hex');
}

export function emptyPackage(name: string): ActionError {
  return new ActionError({
    what: `The Lambda package "${name}" is empty`,
    found: 'no file at all',
    expected: 'the handler and what it needs',
    wayOut: 'Build it before this step, and check its path in "lambda-packages"',
  });
}

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

export function duplicateEntry(path: string, name: string): ActionError {
  return new ActionError({
    what: `The Lambda package "${name}" has the same entry twice`,
    found: JSON.stringify(path),
    expected: 'every path once: which of two would run is not defined',
    wayOut: 'Pack it again into a new file; nothing was uploaded',
  });
}
