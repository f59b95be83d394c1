import { dirname } from 'node:path/posix';
import { fileKind } from '../file-kind.js';
import { codeEndsIn, endsInLongHex, type HashForm, holdsHash, resourceEndsIn } from './hash-form.js';
import { isUnmistakable, stemOf } from './hash-token.js';
import type { NamingEvidence } from './naming-evidence.js';
import { habitOf } from './naming-habit.js';

export interface LastingRequest {
  /** Every file of the build, inside the site. */
  readonly paths: readonly string[];
  readonly named: NamingEvidence;
  /** What the manifest says is kept for a year already. */
  readonly before: ReadonlySet<string>;
  /** What lies under the same name and with the same bytes outside the build: a person named it. */
  readonly byPeople: ReadonlySet<string>;
}

const BUNDLERS_OWN = /(?:^|\/)(_next\/static|_app\/immutable|_astro|_nuxt)\/(.+)$/;
/** The folders of `_next/static/` whose files are hashed; any other one is called after the build. */
const NEXT_FOLDERS = new Set(['chunks', 'css', 'media', 'wasm']);
/** Where one bundler puts what scripts import, as `NAME.HASH.EXT`; nobody else calls a folder so. */
const IMPORTED_MEDIA = /(?:^|\/)static\/media\/[^/]+\.[0-9a-f]{16,}\.\w+$/;

/**
 * The files whose names were made from their content, so that a browser may keep them for a year. A name alone cannot
 * tell; what the rest of the build does can. See docs/site.md for the rule as people read it.
 */
export function lastingNames({ paths, named, before, byPeople }: LastingRequest): ReadonlySet<string> {
  const all = new Set(paths);
  const candidates = paths.filter(
    (path) => fileKind(path) !== undefined && !isDerived(path, all) && !byPeople.has(path),
  );
  const habits = habitsOf(candidates, named);
  return new Set(
    candidates.filter((path) => isLasting(path, habits, named) || (before.has(path) && holdsHash(stemOf(path)))),
  );
}

/** `photo-HASH.jpg.webp` beside `photo-HASH.jpg`: it bears another file's hash, and may change alone. */
function isDerived(path: string, all: ReadonlySet<string>): boolean {
  return all.has(path.slice(0, path.lastIndexOf('.')));
}

function isLasting(path: string, habits: Habits, named: NamingEvidence): boolean {
  const stem = stemOf(path);
  const { forms, known } = habits.get(dirname(path)) ?? NO_HABIT;
  const own = BUNDLERS_OWN.exec(path);
  if (own !== null) return isBundlersOwn(stem, own[1] ?? '', own[2] ?? '', forms);
  if (IMPORTED_MEDIA.test(path)) return true;
  if (fileKind(path) === 'code') {
    const counts = !known || named.byAnything.has(path);
    return endsInLongHex(stem) || (counts && forms.some((form) => codeEndsIn(stem, form)));
  }
  if (!named.byCode.has(path)) return false;
  return forms.length > 0 && (endsInLongHex(stem) || forms.some((form) => resourceEndsIn(stem, form)));
}

/** @param rest the path below the bundler's own folder */
function isBundlersOwn(stem: string, folder: string, rest: string, forms: readonly HashForm[]): boolean {
  const first = rest.includes('/') ? rest.slice(0, rest.indexOf('/')) : '';
  if (first === 'builds') return false;
  if (folder === '_next/static' && first !== '' && !NEXT_FOLDERS.has(first)) {
    // Next's own identifier of a build is random, and then the folder is the hash; one that a person chose may come
    // again with other files.
    return /^[\w-]{21}$/.test(first) && isUnmistakable(first);
  }
  // Some hashes look like a number and a word; the names beside them show what they are.
  return holdsHash(stem) || forms.some((form) => codeEndsIn(stem, form));
}

interface Habit {
  readonly forms: readonly HashForm[];
  /** Something names the folder's code; where nothing does, all of it counts. */
  readonly known: boolean;
}
type Habits = ReadonlyMap<string, Habit>;
const NO_HABIT: Habit = { forms: [], known: true };

function habitsOf(paths: readonly string[], named: NamingEvidence): Habits {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const folder = dirname(path);
    const inside = folders.get(folder);
    if (inside === undefined) folders.set(folder, [path]);
    else inside.push(path);
  }
  const own = new Map<string, Habit>();
  for (const [folder, inside] of folders) {
    const code = inside.filter((path) => fileKind(path) === 'code');
    const known = code.some((path) => named.byAnything.has(path));
    const counted = known ? code.filter((path) => named.byAnything.has(path)) : code;
    own.set(folder, { forms: habitOf(counted.map(stemOf)), known });
  }
  const habits = new Map(own);
  for (const [folder, inside] of folders) {
    const habit = own.get(folder) ?? NO_HABIT;
    if (habit.forms.length === 0) habits.set(folder, { ...habit, forms: inherited(folder, inside, own, named) });
  }
  return habits;
}

/** How many of a folder's names have to end in the form of the folder beside it. */
const MOST = 0.9;

/**
 * `static/css` and `static/media` are written by the bundler of `static/js`. Not at the root, where folders of people
 * lie beside those of a bundler, but for `media/`, and only where nearly all names that count end in that form.
 */
function inherited(
  folder: string,
  inside: readonly string[],
  own: Habits,
  { byCode, byAnything }: NamingEvidence,
): readonly HashForm[] {
  const parent = dirname(folder);
  const near = [...own].filter(([other]) =>
    parent === '.' ? folder === 'media' && other === '.' : dirname(other) === parent,
  );
  const forms = near.flatMap(([, habit]) => habit.forms);
  const counted = inside.filter((path) => (fileKind(path) === 'code' ? byAnything : byCode).has(path));
  const fitting = counted.filter((path) => {
    const stem = stemOf(path);
    const fits = fileKind(path) === 'code' ? codeEndsIn : resourceEndsIn;
    return endsInLongHex(stem) || forms.some((form) => fits(stem, form));
  });
  return counted.length > 0 && fitting.length >= MOST * counted.length ? forms : [];
}
