import type { SlicePart } from '../configuration/slice.js';
import type { Closure } from './address-units.js';

export function isSame(a: Closure, b: Closure): boolean {
  return a.slice.digest === b.slice.digest;
}

/** What is there now comes before what is gone. */
export function difference({ slice: then }: Closure, { slice: now }: Closure): SlicePart | undefined {
  if (then.digest === now.digest) return undefined;
  const [old, current] = [new Set(then.parts.map(contentOf)), new Set(now.parts.map(contentOf))];
  return (
    now.parts.find((part) => !old.has(contentOf(part))) ?? then.parts.find((part) => !current.has(contentOf(part)))
  );
}

export function contentOf({ name, kind, digest }: SlicePart): string {
  return `${name} ${kind} ${digest}`;
}
