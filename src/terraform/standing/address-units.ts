import { attributeOf, contentOf, type Declaration } from '../configuration/module-index.js';
import type { Place } from '../configuration/place.js';
import { within } from '../configuration/place.js';
import type { Slice } from '../configuration/slice.js';
import { literalKeys, narrow } from '../hcl/narrow.js';
import { formatPath } from '../plan/attribute-path.js';
import { type Link, PROGRAM, type Surface, type TextWalk } from './text-walk.js';

/** Everything that one address, or a part of it, is made from, by text alone. */
export interface Closure {
  readonly slice: Slice;
  /** What it asks for that may be another by now, however far. */
  readonly uses: readonly Link[];
}

/** A resource in parts that a plan compares one by one. */
export interface AddressUnits<T = Closure> {
  /** By path: an attribute, or an element of one that is written as an object. */
  readonly leaves: ReadonlyMap<string, T & LeafForm>;
  /** All but those and its programs: how many there are, nested blocks, provider, what other blocks say of it. */
  readonly rest: T;
}

export type Leaf = Closure & LeafForm;

export interface LeafForm {
  /** Written as an object, so that it is never planned as nothing: a review takes the text of what is. */
  readonly isShown: boolean;
  /** Written in quotes: a text, whatever it is made from. */
  readonly isText: boolean;
}

const META = /^(?:count|for_each|provider|depends_on)$/;

/** @param walk what a new walk begins with */
export function unitsOf(
  declaration: Declaration,
  { shown, place, walk }: { readonly shown: string; readonly place: Place; readonly walk: (bare: boolean) => TextWalk },
): AddressUnits<Surface> {
  const inner = within(place, declaration, undefined);
  const leaves = new Map<string, Surface & LeafForm>();
  const rest = walk(false);
  const names = new Set(declaration.pieces.flatMap(({ block }) => contentOf(block).attributes.map(({ name }) => name)));
  for (const name of names) {
    const named = attributeOf(declaration, name);
    if (named === undefined) continue;
    if (META.test(name)) {
      if (!rest.meta(named, `${shown}.${name}`, inner)) continue;
      // Elements are evaluated too where nothing asks for them: what both sides change counts.
      const elements = walk(true);
      elements.named(named, `${shown}.${name}`, [], inner);
      leaves.set(name, { ...elements.surface(), isShown: true, isText: true });
      continue;
    }
    const keys = literalKeys(named.attribute.value) ?? [];
    for (const steps of keys.length === 0 ? [[]] : keys.map((key) => [key])) {
      const leaf = walk(true);
      leaf.named(named, `${shown}.${name}`, steps, inner);
      const isText = narrow(named.attribute.value, steps).tokens[0]?.kind === 'quote';
      leaves.set(formatPath([name, ...steps]), { ...leaf.surface(), isShown: keys.length > 0, isText });
    }
  }
  for (const { block, file } of declaration.pieces) {
    for (const one of block.body.blocks) {
      if (!PROGRAM.test(one.type)) rest.block({ block: one, file }, `${shown} ${one.type}`, inner);
    }
  }
  return { leaves, rest: rest.surface() };
}
