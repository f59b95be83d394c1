import type { Step } from '../hcl/reference.js';
import { formatPath } from '../plan/attribute-path.js';
import { isObject, isUnknown } from '../plan/fields.js';
import type { Json } from '../plan/json.js';
import type { Material } from './material.js';
import type { Instance } from './plan-values.js';
import type { UnknownAtReview, ValueText } from './slices.js';

/** What a reference reads, as text to be digested. */
export interface KnownValue {
  /** Where `hasUnknown`, with a mark in place of each value that is not known. */
  readonly text: string;
  readonly unknown: 'nothing' | 'parts' | 'all';
  readonly sensitive: boolean;
}

interface Node {
  readonly value: Json | undefined;
  readonly unknown: Json | undefined;
  readonly sensitive: Json | undefined;
}

/** The value of an instance at a path. A step that is no literal takes all that lies below it. */
export function valueAt(
  instance: Instance,
  steps: readonly Step[],
  { words, isCode }: Pick<Material, 'words' | 'isCode'>,
  unknownAtReview: UnknownAtReview | undefined,
): KnownValue {
  const isOwnCode = (at: readonly Json[]) => at.length === 1 && isCode(instance.type, instance.value, at[0] ?? null);
  let node: Node = instance;
  const path: Json[] = [];
  for (const step of steps) {
    if (typeof step === 'object' || isUnknown(node.unknown) || isOwnCode(path)) break;
    node = childOf(node, step);
    path.push(step);
  }
  const seen = { unknown: 0, known: 0, sensitive: false };
  const text = render(node, path);
  const unknown = seen.unknown === 0 ? 'nothing' : seen.known === 0 ? 'all' : 'parts';
  return { text, unknown, sensitive: seen.sensitive };

  function render(at: Node, here: readonly Json[]): string {
    const written = here.length === 0 ? '' : formatPath(here);
    // Another build of a package of ours is another value, or not known: which one it is was reviewed as code.
    if (isOwnCode(here)) {
      seen.known++;
      return '<code>';
    }
    if (unknownAtReview === undefined ? isUnknown(at.unknown) : unknownAtReview(instance.address, written)) {
      seen.unknown++;
      return '<unknown>';
    }
    // Known when it was reviewed: this differs from every value that it can have had.
    if (isUnknown(at.unknown)) {
      seen.known++;
      return '<unknown now>';
    }
    if (at.sensitive === true) {
      seen.known++;
      seen.sensitive = true;
      return `sensitive:${words.keyed(canonical(at.value ?? null, words))}`;
    }
    const keys = childKeys(at);
    if (keys.length === 0) {
      seen.known++;
      return canonical(at.value ?? null, words);
    }
    const children = keys.map((key) => `${JSON.stringify(key)}:${render(childOf(at, key), [...here, key])}`);
    return `${Array.isArray(at.value) ? 'list' : 'object'}{${children.join(',')}}`;
  }
}

/** One text for each value: keys sorted, scalars as `words` writes them. */
export function canonical(value: Json, words: ValueText): string {
  if (Array.isArray(value)) return `[${value.map((element) => canonical(element, words)).join(',')}]`;
  if (!isObject(value)) return `${typeof value}:${JSON.stringify(words.text(value))}`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null, words)}`).join(',')}}`;
}

function childKeys({ value, unknown }: Node): readonly (string | number)[] {
  if (Array.isArray(value) || Array.isArray(unknown)) {
    const length = Math.max(lengthOf(value), lengthOf(unknown));
    return Array.from({ length }, (_, index) => index);
  }
  const names = [...(isObject(value) ? Object.keys(value) : []), ...(isObject(unknown) ? Object.keys(unknown) : [])];
  return [...new Set(names)].sort();
}

function lengthOf(value: Json | undefined): number {
  return Array.isArray(value) ? value.length : 0;
}

function childOf({ value, unknown, sensitive }: Node, key: string | number): Node {
  return { value: child(value, key), unknown: marked(unknown, key), sensitive: marked(sensitive, key) };
}

function child(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as { readonly [key: string]: Json | undefined })[key] : undefined;
}

function marked(marks: Json | undefined, key: string | number): Json | undefined {
  return marks === true ? true : child(marks, key);
}
