import { createHash } from 'node:crypto';
import { ActionError } from '../errors.js';
import { checkEntryName } from './entry-name.js';

/** Type and permissions of a symlink, as a zip made on a Unix has them. */
export const LINK_MODE = 0o120777;

/** What a package says of one file. Time, owner and the order of reading are left out: they say nothing of the code. */
export interface PackageEntry {
  /** Relative to the package's root, with `/`. */
  readonly path: string;
  /**
   * `0o755` when its owner may run it, else `0o644`: readable for all, since Lambda runs it as another user.
   * `LINK_MODE`: a symlink, whose content is the relative path that it leads to.
   */
  readonly mode: 0o644 | 0o755 | typeof LINK_MODE;
  readonly content: Uint8Array;
}

/** One line of a package's digest. */
export interface DigestedEntry {
  readonly path: string;
  readonly mode: number;
  /** SHA-256 of the content, hex. */
  readonly hash: string;
}

/** A zip counts its entries in 16 bits; whether Lambda takes the 64-bit form is said nowhere. */
export const MOST_ENTRIES = 65_534;

/** Sorts by the bytes of the path, which no locale changes, and refuses what cannot be packed. */
export function packageContents(entries: readonly PackageEntry[], name: string): readonly PackageEntry[] {
  if (entries.length === 0) throw emptyPackage(name);
  if (entries.length > MOST_ENTRIES) throw tooManyEntries(name, entries.length);
  for (const { path } of entries) checkEntryName(path, name);
  const sorted = sortedByPath(entries);
  for (const [at, { path }] of sorted.entries()) if (sorted[at - 1]?.path === path) throw duplicateEntry(path, name);
  return sorted;
}

function sortedByPath<Entry extends { readonly path: string }>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((one, other) => Buffer.compare(Buffer.from(one.path), Buffer.from(other.path)));
}

/**
 * The SHA-256 (hex) of the list of mode, content hash and path: what the package is, whatever packed it. NUL ends
 * each line, since it is the only byte that no path holds.
 */
export function packageDigest(entries: readonly DigestedEntry[]): string {
  const digest = createHash('sha256');
  for (const { path, mode, hash } of sortedByPath(entries)) digest.update(`${mode.toString(8)} ${hash} ${path}\0`);
  return digest.digest('hex');
}

export function digestedEntry(path: string, mode: number, content: Uint8Array): DigestedEntry {
  return { path, mode, hash: createHash('sha256').update(content).digest('hex') };
}

export function emptyPackage(name: string): ActionError {
  return new ActionError({
    what: `The Lambda package "${name}" is empty`,
    found: 'no file at all',
    expected: 'the handler and what it needs',
    wayOut: 'Build it before this step, and check its path in "lambda-packages"',
  });
}

export function duplicateEntry(path: string, name: string): ActionError {
  return new ActionError({
    what: `The Lambda package "${name}" has two different files of one name`,
    found: JSON.stringify(path),
    expected: 'every path once: which of two would run is not defined',
    wayOut:
      'Pack it into a new file (zip adds to an old one); for a fat jar set duplicatesStrategy = EXCLUDE (Gradle) or ' +
      'merge them with a transformer (maven-shade-plugin). Nothing was uploaded',
  });
}

export function tooManyEntries(name: string, entries: number): ActionError {
  return new ActionError({
    what: `The Lambda package "${name}" has too many files`,
    found: String(entries),
    expected: `at most ${MOST_ENTRIES}, what a zip holds`,
    wayOut:
      'Bundle the handler, or leave development dependencies out; in Java hand over a folder with your classes and ' +
      'the dependencies as jars in lib/, each of which is one file. Nothing was uploaded',
  });
}
