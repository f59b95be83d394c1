import {
  type Block,
  type CallItem,
  type Each,
  type Expression,
  type Item,
  NoPlan,
  nowhere,
  type ObjectItem,
  type Term,
  type Tree,
} from './language.js';
import { instanceName, isGuarded } from './names.js';

/** Where an expression stands. */
interface Scope {
  /** Of names: `c1:` within a module's instance, nothing in the root. */
  readonly prefix: string;
  readonly each?: { readonly key: string; readonly value: Expression } | undefined;
  readonly index?: number;
}

const ROOT: Scope = { prefix: '' };

/**
 * The tree with all that is repeated or called written out: each instance is an item of its own, a module's variables and
 * outputs are locals. So what `for_each`, `count` and modules mean stands here and nowhere else.
 */
export function expanded(tree: Tree): Tree {
  const flat: Record<string, Item> = {};
  checkReferences(tree);
  for (const [name, item] of Object.entries(tree)) {
    if (name.includes(':')) continue;
    if (item.kind !== 'call') add(tree, name, item, ROOT, flat);
    else {
      addElements(name, item.each, ROOT, flat);
      for (const each of instances(tree, item.each, ROOT)) {
        addCall(tree, item, `${name}${each === undefined ? '' : `/${each.key}`}:`, each, flat);
      }
    }
  }
  return flat;
}

/** Terraform looks for every name, whether its value is needed or not: but not in a module that nothing calls. */
function checkReferences(tree: Tree): void {
  const called = new Set(Object.values(tree).flatMap((item) => (item.kind === 'call' ? [item.module] : [])));
  for (const [name, item] of Object.entries(tree)) {
    const prefix = name.slice(0, name.indexOf(':') + 1);
    if (prefix !== '' && !called.has(prefix.slice(0, -1))) continue;
    for (const [, , named = ''] of JSON.stringify(item).matchAll(
      /\{"(local|map|variable|data|object|call)":"(\w+)"/g,
    )) {
      if (tree[`${prefix}${named}`] === undefined) nowhere(named);
    }
    if (item.kind === 'call') checkCall(tree, item);
  }
}

/** Also of a call without an instance: a folder that is not there, and an argument that is no variable of the module. */
function checkCall(tree: Tree, { module, arguments: given }: CallItem): void {
  if (!Object.keys(tree).some((name) => name.startsWith(`${module}:`))) nowhere(module);
  for (const name of Object.keys(given)) {
    if (tree[`${module}:${name}`]?.kind !== 'variable') nowhere(name);
  }
}

/** The block of an object that is in the world, although this instance of it may be gone. */
export function blockOf(tree: Tree, name: string): ObjectItem | undefined {
  const { call, object } = instanceName(name);
  const caller = call === undefined ? undefined : tree[call];
  if (call !== undefined && caller?.kind !== 'call') return undefined;
  const item = tree[caller?.kind === 'call' ? `${caller.module}:${object}` : object];
  if (item?.kind !== 'object' || caller?.kind !== 'call' || caller.provider === undefined) {
    return item?.kind === 'object' ? item : undefined;
  }
  return { ...item, provider: caller.provider };
}

function addCall(tree: Tree, item: CallItem, prefix: string, each: Scope['each'], flat: Record<string, Item>): void {
  const own = Object.entries(tree).filter(([name]) => name.startsWith(`${item.module}:`));
  for (const [full, inner] of own) {
    const name = full.slice(item.module.length + 1);
    if (inner.kind === 'variable') {
      const given = item.arguments[name];
      const value = given === undefined ? [{ text: inner.default }] : scoped(given, { prefix: '', each });
      flat[`${prefix}${name}`] = { kind: 'local', value, ...(inner.sensitive === true ? { secret: true } : {}) };
    } else if (inner.kind === 'output') {
      flat[`${prefix}${name}`] = { kind: 'local', value: scoped(inner.value, { prefix }), open: true };
    } else {
      const provided =
        inner.kind === 'object' && item.provider !== undefined ? { ...inner, provider: item.provider } : inner;
      add(tree, name, provided, { prefix }, flat);
    }
  }
}

function add(tree: Tree, name: string, item: Item, scope: Scope, flat: Record<string, Item>): void {
  const full = `${scope.prefix}${name}`;
  const text = (expression: Expression) => scoped(expression, scope);
  switch (item.kind) {
    case 'local':
    case 'output':
      flat[full] = { ...item, value: text(item.value) };
      return;
    case 'provider': {
      const token = item.token === undefined ? {} : { token: text(item.token) };
      flat[full] = { ...item, region: text(item.region), ...token };
      return;
    }
    case 'map':
      flat[full] = { ...item, elements: mapped(item.elements, text) };
      return;
    case 'object': {
      if (isGuarded(name)) {
        for (let index = 0; index < (item.times ?? 1); index++) {
          flat[index === 0 ? full : `${full}/${index}`] = instance(item, { ...scope, index });
        }
        return;
      }
      addElements(full, item.each, scope, flat);
      for (const each of instances(tree, item.each, scope)) {
        flat[each === undefined ? full : `${full}/${each.key}`] = instance(item, { ...scope, each });
      }
      return;
    }
    default:
      flat[full] = item;
  }
}

function instance(item: ObjectItem, scope: Scope): ObjectItem {
  const text = (expression: Expression) => scoped(expression, scope);
  const { attributes, trigger, guard, provider, program, farewell } = item;
  return {
    kind: 'object',
    attributes: mapped(attributes, text),
    ...(trigger === undefined ? {} : { trigger: text(trigger) }),
    // Which instance it is cannot decide how many there are.
    ...(guard === undefined ? {} : { guard: scoped(guard, { prefix: scope.prefix }) }),
    ...(provider === undefined ? {} : { provider }),
    ...(program === undefined ? {} : { program: text(program) }),
    ...(farewell === undefined ? {} : { farewell }),
    ...(item.sends === undefined ? {} : { sends: text(item.sends) }),
    ...(item.steps === undefined ? {} : { steps: item.steps.map((one) => blockIn(one, text)) }),
    ...(item.rules === undefined ? {} : { rules: item.rules.map((one) => blockIn(one, text)) }),
  };
}

function blockIn({ port, note }: Block, text: (expression: Expression) => Expression): Block {
  return { port: text(port), ...(note === undefined ? {} : { note: text(note) }) };
}

/** What a map holds is evaluated, whether anything reads it or not. */
function addElements(name: string, each: Each | undefined, scope: Scope, flat: Record<string, Item>): void {
  if (each === undefined || typeof each === 'string' || isSet(each)) return;
  for (const [key, value] of Object.entries(each)) {
    flat[`${name} at ${key}`] = { kind: 'local', value: scoped(value, scope) };
  }
}

/** One without a key where nothing is repeated. */
function instances(tree: Tree, each: Each | undefined, scope: Scope): readonly Scope['each'][] {
  if (each === undefined) return [undefined];
  if (typeof each === 'string') {
    const item = tree[inModule(scope, each)];
    const keys = item?.kind === 'map' ? Object.keys(item.elements) : nowhere(each);
    return keys.map((key) => ({ key, value: [{ map: `${scope.prefix}${each}`, key }] }));
  }
  if (isSet(each)) return each.map((key) => ({ key, value: [{ text: key }] }));
  return Object.entries(each).map(([key, value]) => ({ key, value: scoped(value, scope) }));
}

export function isSet(each: Exclude<Each, string>): each is readonly string[] {
  return Array.isArray(each);
}

/** Maps that something is repeated over are the root's. */
function inModule({ prefix }: Scope, name: string): string {
  if (prefix !== '') throw new NoPlan('nothing is repeated over a map within a module');
  return name;
}

function scoped(expression: Expression, scope: Scope): Expression {
  return expression.flatMap((term) => scopedTerm(term, scope));
}

function scopedTerm(term: Term, scope: Scope): Expression {
  const { prefix, each, index } = scope;
  if ('text' in term || 'data' in term) return [term];
  if ('local' in term) return [{ local: `${prefix}${term.local}` }];
  if ('map' in term) return [{ map: `${prefix}${term.map}`, key: term.key }];
  if ('variable' in term) return [prefix === '' ? term : { local: `${prefix}${term.variable}` }];
  if ('call' in term) {
    return [{ local: `${term.call}${term.key === undefined ? '' : `/${term.key}`}:${term.output}` }];
  }
  if ('each' in term) {
    if (term.each === 'index') return [{ text: index === undefined ? nowhere('count.index') : `i${index}` }];
    if (each === undefined) return nowhere('each');
    return term.each === 'key' ? [{ text: each.key }] : each.value;
  }
  return [
    { object: `${prefix}${term.object}${term.key === undefined ? '' : `/${term.key}`}`, attribute: term.attribute },
  ];
}

function mapped(
  all: Readonly<Record<string, Expression>>,
  text: (expression: Expression) => Expression,
): Readonly<Record<string, Expression>> {
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, text(value)]));
}
