import { formatPath } from '../plan/attribute-path.js';
import { digest } from '../plan/digest.js';
import { holdsTrue, isEmpty, isObject, isUnknown } from '../plan/fields.js';
import type { Json } from '../plan/json.js';
import type { ReviewedLeaf } from './reviewed-change.js';

/** One side of a change. */
export interface Side {
  readonly value: Json | undefined;
  /** `true`, or the shape of the value with `true` at what is sensitive. */
  readonly sensitive: Json | undefined;
}

export interface Digesting {
  /** Values that differ in each run by nature as tokens. */
  readonly tokenize: (text: string) => string;
  /** Of a sensitive value; `undefined` where there is no state, hence no key. */
  readonly keyed: ((value: string) => string) | undefined;
  /** Replaces the value at a path (a package's key), or leaves the path out (`undefined`). */
  readonly substitute: (path: readonly Json[], value: Json) => Json | undefined;
  /** Paths that do not count as unknown (what AWS derives from code). */
  readonly ignoreUnknown: (path: readonly Json[]) => boolean;
}

interface Found {
  readonly value: Json;
  readonly sensitive: boolean;
}

/**
 * The leaves that a change sets, and the paths known only after apply. A value that stays is no leaf; nor is `null`
 * where nothing was: a newer provider adds attributes without a change.
 */
export function changedLeaves(
  before: Side | undefined,
  after: Side,
  unknown: Json | undefined,
  digesting: Digesting,
): { readonly leaves: readonly ReviewedLeaf[]; readonly unknown: readonly string[] } {
  const unknownPaths: string[] = [];
  const to = new Map<string, Found>();
  const from = new Map<string, Found>();
  collect(after, unknown, [], digesting, to, unknownPaths);
  if (before !== undefined) collect(before, undefined, [], digesting, from, []);
  const covered = pathsUnder(unknownPaths);
  const leaves: ReviewedLeaf[] = [];
  for (const path of new Set([...to.keys(), ...from.keys()])) {
    if (covered(path)) continue;
    const leaf = changed(path, from.get(path), to.get(path), digesting);
    if (leaf !== undefined) leaves.push(leaf);
  }
  leaves.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { leaves, unknown: unknownPaths.sort() };
}

/** Whether a path is one of these or lies below one. */
export function pathsUnder(roots: readonly string[]): (path: string) => boolean {
  const exact = new Set(roots);
  if (exact.has('')) return () => true;
  return (path) => {
    if (exact.size === 0) return false;
    if (exact.has(path)) return true;
    for (let at = 0; at < path.length; at++) {
      if ((path[at] === '.' || path[at] === '[') && exact.has(path.slice(0, at))) return true;
    }
    return false;
  };
}

function changed(
  path: string,
  old: Found | undefined,
  now: Found | undefined,
  digesting: Digesting,
): ReviewedLeaf | undefined {
  const from = old === undefined ? undefined : digested(old, digesting);
  const to = now === undefined ? undefined : digested(now, digesting);
  const gone = now === undefined || now.value === null;
  if ((old === undefined || old.value === null) && gone) return undefined;
  // Without a key all sensitive values look alike: whether one changes is decided by the values themselves.
  if (from?.clear === to?.clear && old?.sensitive === now?.sensitive) return undefined;
  return {
    path,
    digest: digest([path, to?.text ?? 'absent']),
    empty: now !== undefined && isEmpty(now.value) ? (true as const) : undefined,
  };
}

function digested({ value, sensitive }: Found, { tokenize, keyed }: Digesting) {
  const kind = typeof value === 'string' ? 'text' : 'json';
  const clear = `${kind}:${tokenize(typeof value === 'string' ? value : JSON.stringify(value))}`;
  if (!sensitive) return { clear, text: clear };
  return { clear, text: keyed === undefined ? 'sensitive' : `sensitive:${keyed(clear)}` };
}

/** Walks a value beside its marks. Empty lists and objects are leaves: `[]` is not the same as nothing. */
function collect(
  { value, sensitive }: Side,
  unknown: Json | undefined,
  path: readonly Json[],
  digesting: Digesting,
  into: Map<string, Found>,
  unknownPaths: string[],
): void {
  if (isUnknown(unknown)) {
    if (!digesting.ignoreUnknown(path)) unknownPaths.push(formatted(path));
    return;
  }
  const children = new Set([...keysOf(value), ...keysOf(unknown)]);
  // A key may be as secret as what it leads to: below the mark a value is one leaf.
  if (sensitive === true && children.size > 0) {
    if (keysOf(unknown).length > 0 && holdsTrue(unknown)) {
      if (!digesting.ignoreUnknown(path)) unknownPaths.push(formatted(path));
      return;
    }
    if (value === undefined) return;
    const substituted = digesting.substitute(path, value);
    if (substituted !== undefined) into.set(formatted(path), { value: substituted, sensitive: true });
    return;
  }
  if (children.size > 0 && (value === undefined || value === null || typeof value === 'object')) {
    for (const key of children) {
      const side: Side = { value: child(value, key), sensitive: child(sensitive, key) };
      collect(side, child(unknown, key), [...path, key], digesting, into, unknownPaths);
    }
    return;
  }
  if (value === undefined) return;
  const substituted = digesting.substitute(path, value);
  if (substituted !== undefined) into.set(formatted(path), { value: substituted, sensitive: sensitive === true });
}

function formatted(path: readonly Json[]): string {
  return path.length === 0 ? '' : formatPath(path);
}

function keysOf(value: Json | undefined): readonly (string | number)[] {
  if (Array.isArray(value)) return value.map((_, index) => index);
  return isObject(value) ? Object.keys(value) : [];
}

function child(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as { readonly [key: string]: Json | undefined })[key];
}
