import type { Being, ImportItem, MovedItem, RemovedItem, Tree, World } from './language.js';
import { NoPlan, objectItem } from './language.js';
import { instanceName } from './names.js';

/** What is there once `moved` and `import` blocks are followed, by name; and where it comes from. */
export interface Standing {
  readonly beings: Readonly<Record<string, Being>>;
  /** Of what moves: its name in the world. */
  readonly previous: Readonly<Record<string, string>>;
  /** Of what is imported: its id. */
  readonly imported: Readonly<Record<string, string>>;
}

/** @param tree with every instance written out */
export function standing(tree: Tree, world: World): Standing {
  const items = Object.values(tree);
  const beings: Record<string, Being> = { ...world.beings };
  const previous: Record<string, string> = {};
  for (const { from, to } of inOrder(items.filter((item) => item.kind === 'moved'))) {
    if (from === to || objectItem(tree, from) !== undefined) throw new NoPlan(`${from} moves and is there`);
    const being = beings[from];
    if (being === undefined || beings[to] !== undefined) continue;
    delete beings[from];
    beings[to] = being;
    previous[to] = previous[from] ?? from;
    delete previous[from];
  }
  const imports = items.filter((item) => item.kind === 'import');
  const imported: Record<string, string> = {};
  if (new Set(imports.map(({ to }) => to)).size < imports.length) throw new NoPlan('two are imported to one name');
  for (const { to, id } of imports) {
    checkImport(tree, { kind: 'import', to, id });
    if (beings[to] !== undefined) continue;
    beings[to] = { id, attributes: {}, trigger: undefined, secrets: [], provider: '' };
    imported[to] = id;
  }
  return { beings, previous, imported };
}

/** The `removed` block of an object that has no other block. */
export function removal(tree: Tree, name: string): RemovedItem | undefined {
  const { call, object } = instanceName(name);
  const found = Object.values(tree).filter((item) => item.kind === 'removed' && item.from === object);
  if (found.length > 1) throw new NoPlan(`${object} is removed twice`);
  const [item] = found;
  return call === undefined && item?.kind === 'removed' ? item : undefined;
}

function checkImport(tree: Tree, { to }: ImportItem): void {
  if (objectItem(tree, to) === undefined) throw new NoPlan(`${to} is imported and has no block`);
}

/** First what another one takes further. */
function inOrder(moves: readonly MovedItem[]): readonly MovedItem[] {
  const ends = [...moves.map(({ from }) => `from ${from}`), ...moves.map(({ to }) => `to ${to}`)];
  if (new Set(ends).size < ends.length) throw new NoPlan('two moves of one name');
  const ordered: MovedItem[] = [];
  let left = moves;
  while (left.length > 0) {
    const free = left.filter(({ from }) => !left.some(({ to }) => to === from));
    if (free.length === 0) throw new NoPlan('moves in a circle');
    ordered.push(...free);
    left = left.filter((move) => !free.includes(move));
  }
  return ordered;
}
