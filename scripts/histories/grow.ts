import type { Expression, Item, ObjectItem, Term, Tree } from './language.js';
import type { Random } from './random.js';
import { ALIASES, isGuarded } from './render.js';

const TEXTS = ['shop', 'role', '*', 'on', 'off', 'west', 'a b'];
const ATTRIBUTES = ['a', 'b', 'c'];
const NAMES: Readonly<Record<Item['kind'], readonly string[]>> = {
  variable: ['v1', 'v2'],
  data: ['d1', 'd2'],
  local: ['l1', 'l2', 'l3', 'l4'],
  map: ['m1', 'm2'],
  output: ['p1', 'p2'],
  object: ['o1', 'o2', 'o3', 'o4', 'o5', 'o6'],
};
/** Which object a data source waits for, where it does. */
const AFTER: Readonly<Record<string, string>> = { d2: 'o2' };

/** An item refers to items of a lower rank alone, so that nothing goes in circles. */
function rankOf(name: string): number {
  const number = Number(name.slice(1)) * 10;
  const letter = name[0];
  if (letter === 'p') return 1_000;
  if (letter === 'v') return 0;
  if (letter === 'd') return AFTER[name] === undefined ? 1 : 25;
  return letter === 'o' ? number : number + 5;
}

export function randomTree(random: Random): Tree {
  let tree: Tree = {};
  const count = 5 + random.integer(8);
  for (let index = 0; index < count; index++) tree = withItem(tree, random);
  return tree;
}

/** One edit, as a person would make it: an item more or less, or one that says something else. */
export function edited(tree: Tree, random: Random): Tree {
  const names = Object.keys(tree);
  if (names.length === 0 || random.chance(0.2)) return withItem(tree, random);
  const name = random.pick(names);
  const item = tree[name];
  if (item === undefined) return tree;
  if (random.chance(0.12)) return Object.fromEntries(Object.entries(tree).filter(([other]) => other !== name));
  return { ...tree, [name]: changed(tree, name, item, random) };
}

/** The item of this name, new or with something else in it. */
export function changedItem(tree: Tree, name: string, random: Random): Item {
  const item = tree[name];
  const kind = name.startsWith('o') ? 'object' : 'local';
  return item === undefined ? fresh(tree, name, kind, random) : changed(tree, name, item, random);
}

function withItem(tree: Tree, random: Random): Tree {
  const kinds: readonly Item['kind'][] = [
    'object',
    'object',
    'object',
    'local',
    'local',
    'map',
    'variable',
    'data',
    'output',
  ];
  const kind = random.pick(kinds);
  const name = random.pick(NAMES[kind]);
  return { ...tree, [name]: fresh(tree, name, kind, random) };
}

function fresh(tree: Tree, name: string, kind: Item['kind'], random: Random): Item {
  switch (kind) {
    case 'variable':
      return { kind, default: random.pick(TEXTS) };
    case 'data':
      return { kind, ...(AFTER[name] !== undefined && random.chance(0.6) ? { after: AFTER[name] } : {}) };
    case 'local':
    case 'output':
      return { kind, value: expression(tree, name, random) };
    case 'map':
      return { kind, elements: { k1: expression(tree, name, random), k2: expression(tree, name, random) } };
    case 'object':
      return object(tree, name, random);
  }
}

function object(tree: Tree, name: string, random: Random): ObjectItem {
  return {
    kind: 'object',
    attributes: Object.fromEntries(
      ATTRIBUTES.slice(0, 1 + random.integer(2)).map((attribute) => [attribute, expression(tree, name, random)]),
    ),
    ...(isGuarded(name) && random.chance(0.4) ? { guard: guard(tree, name, random) } : {}),
    ...(random.chance(0.2) ? { trigger: expression(tree, name, random) } : {}),
    ...(random.chance(0.15) ? { provider: random.pick(ALIASES) } : {}),
    ...(random.chance(0.15) ? { program: expression(tree, name, random) } : {}),
    ...(random.chance(0.1) ? { farewell: random.pick(TEXTS) } : {}),
  };
}

function changed(tree: Tree, name: string, item: Item, random: Random): Item {
  if (item.kind === 'map') {
    const key = random.pick(['k1', 'k2', 'k3']);
    return { ...item, elements: { ...item.elements, [key]: expression(tree, name, random) } };
  }
  if (item.kind !== 'object') return fresh(tree, name, item.kind, random);
  const other = object(tree, name, random);
  const { attributes } = item;
  const part = random.integer(9);
  const attribute = random.pick(ATTRIBUTES);
  if (part < 3) return { ...item, attributes: { ...attributes, [attribute]: expression(tree, name, random) } };
  if (part === 3) {
    const left = Object.entries(attributes).filter(([one]) => one !== attribute);
    return left.length === 0 ? item : { ...item, attributes: Object.fromEntries(left) };
  }
  const key = random.pick(['guard', 'trigger', 'provider', 'program', 'farewell'] as const);
  const { [key]: _old, ...rest } = item;
  return other[key] === undefined ? rest : { ...rest, [key]: other[key] };
}

/** Known while planning: nothing that an object computes. */
function guard(tree: Tree, name: string, random: Random): Expression {
  const terms = termsFor(tree, name).filter(
    (term) => 'variable' in term || ('data' in term && AFTER[term.data] === undefined) || 'local' in term,
  );
  return terms.length === 0 || random.chance(0.2) ? [{ text: random.pick(['on', 'off']) }] : [random.pick(terms)];
}

function expression(tree: Tree, name: string, random: Random): Expression {
  const terms = termsFor(tree, name);
  const length = 1 + random.integer(2);
  return Array.from({ length }, (): Term => {
    return terms.length === 0 || random.chance(0.35) ? { text: random.pick(TEXTS) } : random.pick(terms);
  });
}

function termsFor(tree: Tree, name: string): readonly Term[] {
  const rank = rankOf(name);
  return Object.entries(tree)
    .filter(([other]) => rankOf(other) < rank)
    .flatMap(([other, item]) => termsOf(other, item));
}

function termsOf(name: string, item: Item): readonly Term[] {
  switch (item.kind) {
    case 'variable':
      return [{ variable: name }];
    case 'data':
      return [{ data: name }];
    case 'local':
      return [{ local: name }];
    case 'output':
      return [];
    case 'map':
      return Object.keys(item.elements).map((key) => ({ map: name, key }));
    case 'object':
      return ['id', ...Object.keys(item.attributes).map((one) => `output.${one}`)].map((attribute) => ({
        object: name,
        attribute,
      }));
  }
}
