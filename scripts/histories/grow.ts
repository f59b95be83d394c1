import type { Block, CallItem, Each, Expression, Item, ObjectItem, Term, Tree } from './language.js';
import { isGuarded, isRepeated, isServer } from './names.js';
import type { Random } from './random.js';
import { ALIASES } from './render.js';
import { restated } from './restate.js';
import { AFTER, rankOf, termsFor } from './terms.js';

const TEXTS = ['shop', 'role', '*', 'on', 'off', 'west', 'a b'];
const ATTRIBUTES = ['a', 'b', 'c'];
const KEYS = ['k1', 'k2', 'k3'];
const NAMES: Readonly<Record<Item['kind'], readonly string[]>> = {
  variable: ['v1', 'v2'],
  data: ['d1', 'd2'],
  local: ['l1', 'l2', 'l3', 'l4', 'l5'],
  map: ['m1', 'm2'],
  output: ['p1', 'p2'],
  object: ['o1', 'o2', 'o3', 'o4', 'o5', 'o6', 'e1', 'e2'],
  call: ['c1', 'c2'],
  moved: ['w1', 'w2'],
  import: ['i1'],
  removed: ['g1'],
  provider: ['y1', 'y2'],
};
const MODULES = ['x1', 'x2'];
/** What a module has. */
const OWN: Readonly<Partial<Record<Item['kind'], readonly string[]>>> = {
  variable: ['v1', 'v2'],
  local: ['l1'],
  output: ['p1'],
  object: ['o1', 'o2'],
};
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
  if (random.chance(0.08)) return restated(tree, random, (fresh) => object(tree, fresh, random));
  const name = random.pick(names);
  const item = tree[name];
  if (item === undefined) return tree;
  if (random.chance(0.12)) return Object.fromEntries(Object.entries(tree).filter(([other]) => other !== name));
  return { ...tree, [name]: changed(tree, name, item, random) };
}

/** The item of this name, new or with something else in it. */
export function changedItem(tree: Tree, name: string, random: Random): Item {
  const item = tree[name];
  return item === undefined ? fresh(tree, name, kindOf(name), random) : changed(tree, name, item, random);
}

function kindOf(name: string): Item['kind'] {
  if (isServer(name)) return 'object';
  const found = Object.entries(NAMES).find(([, names]) => names.includes(name));
  if (found === undefined) throw new Error(`no item has the name ${name}`);
  return found[0] as Item['kind'];
}

const KINDS: readonly Item['kind'][] = [
  'object',
  'object',
  'object',
  'object',
  'local',
  'local',
  'map',
  'variable',
  'data',
  'output',
  'call',
];

function withItem(tree: Tree, random: Random): Tree {
  const kind = random.pick(KINDS);
  if (kind === 'call') return withCall(tree, random.pick(NAMES.call), random);
  const module = Object.keys(tree)
    .find((name) => name.includes(':'))
    ?.split(':')[0];
  const names = OWN[kind];
  // A module that is there grows too.
  if (module !== undefined && names !== undefined && random.chance(0.15)) {
    const name = `${module}:${random.pick(names)}`;
    return { ...tree, [name]: fresh(tree, name, kind, random) };
  }
  const name = random.pick(NAMES[kind]);
  return { ...tree, [name]: fresh(tree, name, kind, random) };
}

/** A call, with its module where that is not there yet. */
export function withCall(tree: Tree, name: string, random: Random): Tree {
  const module = random.pick(MODULES);
  let grown = tree;
  for (const [own, kind] of [
    ['v1', 'variable'],
    ['o2', 'object'],
    ['p1', 'output'],
  ] as const) {
    const full = `${module}:${own}`;
    if (grown[full] === undefined) grown = { ...grown, [full]: fresh(grown, full, kind, random) };
  }
  return { ...grown, [name]: call(grown, name, module, random) };
}

function call(tree: Tree, name: string, module: string, random: Random): CallItem {
  const variables = Object.keys(tree).filter((full) => full.startsWith(`${module}:v`));
  const given = variables.filter(() => random.chance(0.8)).map((full) => full.slice(module.length + 1));
  const each = isRepeated(name) ? repetition(tree, name, random) : undefined;
  const terms = each === undefined ? [] : EACH;
  return {
    kind: 'call',
    module,
    arguments: Object.fromEntries(given.map((one) => [one, expression(tree, name, random, terms)])),
    ...(each === undefined ? {} : { each }),
    ...(random.chance(0.2) ? { provider: random.pick(ALIASES) } : {}),
  };
}

const EACH: readonly Term[] = [{ each: 'key' }, { each: 'value' }, { each: 'value' }];

function repetition(tree: Tree, name: string, random: Random): Each {
  const maps = Object.keys(tree).filter((other) => other.startsWith('m') && rankOf(other) < rankOf(name));
  if (maps.length > 0 && random.chance(0.5)) return random.pick(maps);
  const keys = KEYS.filter(() => random.chance(0.6));
  if (random.chance(0.4)) return keys;
  return Object.fromEntries(keys.map((key) => [key, expression(tree, name, random)]));
}

function fresh(tree: Tree, name: string, kind: Item['kind'], random: Random): Item {
  switch (kind) {
    case 'variable':
      return { kind, default: random.pick(TEXTS), ...(random.chance(0.2) ? { sensitive: true } : {}) };
    case 'data':
      return { kind, ...(AFTER[name] !== undefined && random.chance(0.6) ? { after: AFTER[name] } : {}) };
    case 'local':
    case 'output':
      return { kind, value: expression(tree, name, random) };
    case 'map':
      return { kind, elements: { k1: expression(tree, name, random), k2: expression(tree, name, random) } };
    case 'object':
      return isServer(name) ? server(tree, name, random) : object(tree, name, random);
    case 'call':
      return call(tree, name, random.pick(MODULES), random);
    case 'provider':
      return {
        kind,
        region: expression(tree, name, random),
        ...(random.chance(0.5) ? { token: token(tree, name, random) } : {}),
      };
    case 'moved':
    case 'import':
    case 'removed':
      throw new Error(`${kind} blocks come with what they are about`);
  }
}

function object(tree: Tree, full: string, random: Random): ObjectItem {
  const name = full.slice(full.indexOf(':') + 1);
  const inModule = name !== full;
  const guarded = isGuarded(name);
  const each = isRepeated(name) ? repetition(tree, full, random) : undefined;
  const terms: readonly Term[] = guarded ? [{ each: 'index' }] : each === undefined ? [] : EACH;
  const text = () => expression(tree, full, random, terms);
  return {
    kind: 'object',
    attributes: Object.fromEntries(ATTRIBUTES.slice(0, 1 + random.integer(2)).map((attribute) => [attribute, text()])),
    ...(guarded && random.chance(0.4) ? { guard: guard(tree, full, random) } : {}),
    ...(guarded && random.chance(0.15) ? { times: 2 } : {}),
    ...(each === undefined ? {} : { each }),
    ...(random.chance(0.2) ? { trigger: text() } : {}),
    // A module has the providers that it is given.
    ...(!inModule && random.chance(0.15) ? { provider: random.pick(ALIASES) } : {}),
    ...(random.chance(0.15) ? { program: text() } : {}),
    ...(random.chance(0.1) ? { farewell: random.pick(TEXTS) } : {}),
  };
}

function changed(tree: Tree, name: string, item: Item, random: Random): Item {
  if (item.kind === 'map') {
    const key = random.pick(['k1', 'k2', 'k3']);
    return { ...item, elements: { ...item.elements, [key]: expression(tree, name, random) } };
  }
  if (item.kind === 'call') {
    const other = call(tree, name, item.module, random);
    return random.chance(0.5) ? other : { ...item, arguments: other.arguments };
  }
  if (item.kind === 'moved' || item.kind === 'import' || item.kind === 'removed') return item;
  if (item.kind !== 'object') return fresh(tree, name, item.kind, random);
  if (isServer(name)) return changedServer(item, server(tree, name, random), random);
  const other = object(tree, name, random);
  const { attributes } = item;
  const part = random.integer(9);
  const attribute = random.pick(ATTRIBUTES);
  if (part < 3) {
    // What it sets in another one has terms that this one may not have: with `each` all of them may.
    const value = Object.values(other.attributes)[0] ?? [];
    return { ...item, attributes: { ...attributes, [attribute]: value } };
  }
  if (part === 3) {
    const left = Object.entries(attributes).filter(([one]) => one !== attribute);
    return left.length === 0 ? item : { ...item, attributes: Object.fromEntries(left) };
  }
  const key = random.pick(['guard', 'trigger', 'provider', 'program', 'farewell', 'times', 'each'] as const);
  if (key === 'each' && other.each === undefined) return item;
  const { [key]: _old, ...rest } = item;
  return other[key] === undefined ? rest : { ...rest, [key]: other[key] };
}

/** An edit of what the invented provider makes, of its settings, or of what they are made from. */
export function withServer(tree: Tree, random: Random): Tree {
  const name = random.pick(['s1', 's2', 's3', 'y1', 'y2', 'v9']);
  if (name === 'v9') return { ...tree, v9: { kind: 'variable', default: 'none', volatile: true } };
  const item = tree[name];
  const kind = isServer(name) ? 'object' : 'provider';
  return { ...tree, [name]: item === undefined ? fresh(tree, name, kind, random) : changed(tree, name, item, random) };
}

function server(tree: Tree, name: string, random: Random): ObjectItem {
  const text = () => expression(tree, name, random);
  const blocks = (most: number) =>
    Array.from({ length: random.integer(most + 1) }, (): Block => {
      return { port: text(), ...(random.chance(0.5) ? { note: text() } : {}) };
    });
  return {
    kind: 'object',
    attributes: Object.fromEntries(['a', 'b'].filter(() => random.chance(0.6)).map((one) => [one, text()])),
    steps: blocks(2),
    rules: blocks(3),
    ...(random.chance(0.4) ? { sends: random.chance(0.4) ? token(tree, name, random) : text() } : {}),
    ...(random.chance(0.3) ? { provider: 'y2' } : {}),
    ...(random.chance(0.15) ? { program: text() } : {}),
    ...(random.chance(0.1) ? { farewell: random.pick(TEXTS) } : {}),
  };
}

function changedServer(item: ObjectItem, other: ObjectItem, random: Random): ObjectItem {
  const key = random.pick(['attributes', 'steps', 'rules', 'sends', 'provider', 'program', 'farewell'] as const);
  const { [key]: _old, ...rest } = item;
  const changed = { ...rest, ...(other[key] === undefined ? {} : { [key]: other[key] }) } as ObjectItem;
  if (key !== 'rules' || random.chance(0.5)) return changed;
  return { ...item, rules: [...(item.rules ?? []), ...(other.rules ?? [])].slice(0, 3) };
}

function token(tree: Tree, name: string, random: Random): Expression {
  return tree.v9 === undefined ? expression(tree, name, random) : [{ variable: 'v9' }];
}

/** Known while planning: nothing that an object computes. */
function guard(tree: Tree, name: string, random: Random): Expression {
  const terms = termsFor(tree, name).filter(
    (term) => 'variable' in term || ('data' in term && AFTER[term.data] === undefined) || 'local' in term,
  );
  return terms.length === 0 || random.chance(0.2) ? [{ text: random.pick(['on', 'off']) }] : [random.pick(terms)];
}

function expression(tree: Tree, name: string, random: Random, more: readonly Term[] = []): Expression {
  const terms = [...termsFor(tree, name), ...more];
  const length = 1 + random.integer(2);
  return Array.from({ length }, (): Term => {
    return terms.length === 0 || random.chance(0.35) ? { text: random.pick(TEXTS) } : random.pick(terms);
  });
}
