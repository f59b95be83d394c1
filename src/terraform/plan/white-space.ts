import { holdsTrue, isObject } from './fields.js';
import type { Json, PlanChange } from './json.js';

/** How two values that differ are the same: in all but white space, or in all but their line ends. */
export type Blank = 'white space' | 'line ends';

/** The attributes of a change in which nothing but white space differs. Sensitive ones are left out. */
export function blankAttributes(change: PlanChange, names: readonly string[]): Readonly<Record<string, Blank>> {
  const { before, after } = change;
  if (!isObject(before) || !isObject(after)) return {};
  const found: Record<string, Blank> = {};
  for (const name of names) {
    if ([change.before_sensitive, change.after_sensitive, change.after_unknown].some((marks) => isMarked(marks, name)))
      continue;
    const [old, made] = [before[name], after[name]];
    if (same(old, made, (text) => text)) continue;
    if (same(old, made, (text) => text.replace(/\r\n?/g, '\n'))) found[name] = 'line ends';
    else if (same(old, made, (text) => text.replace(/\s+/g, ''))) found[name] = 'white space';
  }
  return found;
}

function isMarked(marks: Json | undefined, name: string): boolean {
  return holdsTrue(isObject(marks) ? marks[name] : marks);
}

function same(a: Json | undefined, b: Json | undefined, plain: (text: string) => string): boolean {
  if (typeof a === 'string' && typeof b === 'string') return plain(a) === plain(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a, b] as readonly Readonly<Record<string, Json | undefined>>[];
  return names.every((name) => Object.hasOwn(b, name) && same(left?.[name], right?.[name], plain));
}
