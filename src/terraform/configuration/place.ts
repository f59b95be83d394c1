import { isSign } from '../hcl/body.js';
import { unwrapped } from '../hcl/narrow.js';
import { ANY, onlyReference, type Step } from '../hcl/reference.js';
import type { Json } from '../plan/json.js';
import { ANY_KEY, type ModuleStep, written } from '../plan/module-address.js';
import type { Module } from './configuration.js';
import type { Declaration, Named } from './module-index.js';
import { attributeOf } from './module-index.js';

/** Where an expression stands: names in it mean what they mean there. */
export interface Place {
  readonly module: Module;
  readonly instance: readonly ModuleStep[];
  /** Of a block with `count` or `for_each`: which of its instances. */
  readonly each?: Each;
}

export interface Each {
  readonly key: Json | typeof ANY_KEY;
  /** The expression of `for_each`; absent with `count`. */
  readonly forEach?: Named | undefined;
}

/** The place within one instance of a block. */
export function within(place: Place, declaration: Declaration, key: Json | typeof ANY_KEY | undefined): Place {
  const { module, instance } = place;
  const forEach = attributeOf(declaration, 'for_each');
  if (forEach === undefined && attributeOf(declaration, 'count') === undefined) return { module, instance };
  return { module, instance, each: { key: key ?? ANY_KEY, forEach } };
}

/** An index that the address decides, such as `[each.key]`, as the key that it is here. */
export function settled(step: Step, { each }: Place): Step {
  if (typeof step !== 'object' || each === undefined) return step;
  const only = onlyReference(step.tokens);
  if (only === undefined || only.steps.length !== 1) return step;
  const name = `${only.root}.${String(only.steps[0])}`;
  const isKey = name === 'each.key' || name === 'count.index' || (name === 'each.value' && isOfSet(each));
  if (!isKey) return step;
  return typeof each.key === 'string' || typeof each.key === 'number' ? each.key : ANY;
}

/** `for_each = toset(...)`: then each value is its key, which the address has. */
export function isOfSet({ forEach }: Each): boolean {
  if (forEach === undefined) return false;
  const tokens = unwrapped(forEach.attribute.value);
  return tokens[0]?.text === 'toset' && isSign(tokens[1], '(') && endsWithCall(tokens);
}

function endsWithCall(tokens: ReturnType<typeof unwrapped>): boolean {
  let depth = 0;
  for (let at = 1; at < tokens.length; at++) {
    if (isSign(tokens[at], '(')) depth++;
    else if (isSign(tokens[at], ')') && --depth === 0) return at === tokens.length - 1;
  }
  return false;
}

/** How parts that stand here are named: `module.a: `; nothing in the root module. */
export function prefix({ instance }: Pick<Place, 'instance'>): string {
  return instance.length === 0 ? '' : `${written(instance)}: `;
}
