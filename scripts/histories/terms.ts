import { isSet } from './expand.js';
import type { Each, Item, Term, Tree } from './language.js';
import { isServer } from './names.js';

/** Which object a data source waits for, where it does. */
export const AFTER: Readonly<Record<string, string>> = { d2: 'o2' };

/** An item refers to items of a lower rank alone, so that nothing goes in circles. */
export function rankOf(full: string): number {
  const name = full.slice(full.indexOf(':') + 1);
  const number = Number(name.slice(1)) * 10;
  const letter = name[0] ?? '';
  if ('pwig'.includes(letter)) return 1_000;
  if (letter === 'v') return 0;
  if (letter === 'd') return AFTER[name] === undefined ? 1 : 25;
  if (letter === 's') return 70 + number;
  if (letter === 'y') return 18;
  if (letter === 'e') return number * 2 + 2;
  if (letter === 'c') return number * 2 + 3;
  return letter === 'o' ? number : number + 5;
}

/** Within a module: what the module itself has, by the names that it has there. */
export function termsFor(tree: Tree, name: string): readonly Term[] {
  const rank = rankOf(name);
  const prefix = name.slice(0, name.indexOf(':') + 1);
  return Object.entries(tree)
    .filter(([other]) => other.slice(0, other.indexOf(':') + 1) === prefix && rankOf(other) < rank)
    .flatMap(([other, item]) => termsOf(tree, other.slice(prefix.length), item));
}

function termsOf(tree: Tree, name: string, item: Item): readonly Term[] {
  switch (item.kind) {
    case 'variable':
      // Where it may stand, it is put.
      return item.volatile === true ? [] : [{ variable: name }];
    case 'data':
      return [{ data: name }];
    case 'local':
      return [{ local: name }];
    case 'output':
    case 'moved':
    case 'import':
    case 'removed':
    case 'provider':
      return [];
    case 'map':
      return Object.keys(item.elements).map((key) => ({ map: name, key }));
    case 'call': {
      const outputs = Object.keys(tree).filter((full) => full.startsWith(`${item.module}:p`));
      return keysOf(tree, item.each).flatMap((key) =>
        outputs.map((full) => ({ call: name, ...key, output: full.slice(item.module.length + 1) })),
      );
    }
    case 'object': {
      if (isServer(name)) return [{ object: name, attribute: 'id' }];
      const attributes = ['id', ...Object.keys(item.attributes).map((one) => `output.${one}`)];
      return keysOf(tree, item.each).flatMap((key) =>
        attributes.map((attribute) => ({ object: name, ...key, attribute })),
      );
    }
  }
}

/** Of its instances; without a key where nothing is repeated. */
function keysOf(tree: Tree, each: Each | undefined): readonly { readonly key?: string }[] {
  if (each === undefined) return [{}];
  const map = typeof each === 'string' ? tree[each] : undefined;
  if (typeof each === 'string') return Object.keys(map?.kind === 'map' ? map.elements : {}).map((key) => ({ key }));
  return (isSet(each) ? each : Object.keys(each)).map((key) => ({ key }));
}
