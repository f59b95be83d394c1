import type { Item, ObjectItem, RemovedItem, Tree } from './language.js';
import { isGuarded } from './names.js';
import type { Random } from './random.js';

const OBJECTS = ['o1', 'o2', 'o3', 'o4', 'o5', 'o6'];

/** An object gets another name, is given up, or is taken over from outside: edits that come with a block about the state. */
export function restated(tree: Tree, random: Random, fresh: (name: string) => Item): Tree {
  const named = OBJECTS.filter((name) => tree[name]?.kind === 'object');
  const free = OBJECTS.filter((name) => tree[name] === undefined);
  const what = random.integer(3);
  if (what === 0 && named.length > 0 && free.length > 0) {
    return renamed(tree, random.pick(named), random.pick(free), random.pick(['w1', 'w2']));
  }
  if (what === 1 && named.length > 0) return removed(tree, random.pick(named), random);
  if (free.length === 0) return tree;
  const to = random.pick(free);
  return { ...tree, [to]: fresh(to), i1: { kind: 'import', to, id: `outside-${random.integer(3)}` } };
}

/** With everything that refers to it, in the root module: a module knows its own names alone. */
function renamed(tree: Tree, from: string, to: string, block: string): Tree {
  const { [from]: item, ...others } = tree;
  if (item?.kind !== 'object' || (isGuarded(from) !== isGuarded(to) && !isPlain(item))) return tree;
  const following = Object.entries(others).map(([name, other]): [string, Item] => {
    if (name.includes(':')) return [name, other];
    if (other.kind === 'data') return [name, other.after === from ? { ...other, after: to } : other];
    return [name, JSON.parse(JSON.stringify(other).replaceAll(`"object":"${from}"`, `"object":"${to}"`)) as Item];
  });
  return { ...Object.fromEntries(following), [to]: item, [block]: { kind: 'moved', from, to } };
}

function isPlain(item: ObjectItem): boolean {
  return item.guard === undefined && item.times === undefined && !JSON.stringify(item).includes('"each"');
}

function removed(tree: Tree, from: string, random: Random): Tree {
  const { [from]: _gone, ...others } = tree;
  const destroy = random.chance(0.5);
  const farewell = destroy && random.chance(0.5) ? { farewell: random.pick(['on', 'off']) } : {};
  const block: RemovedItem = { kind: 'removed', from, destroy, ...farewell };
  return { ...others, g1: block };
}
