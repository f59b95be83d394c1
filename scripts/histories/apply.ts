import { type Fate, Future, type Saying } from './future.js';
import type { Being, Tree, World } from './language.js';
import { settledSet } from './servers.js';
import { filled, type Value } from './value.js';

type Step = (world: World) => World;

/** Applies a tree as Terraform would, and stops after `limit` steps. @returns whether everything was done */
export function applied(tree: Tree, world: World, limit = Number.POSITIVE_INFINITY): { world: World; done: boolean } {
  const steps = stepsOf(tree, world);
  return { world: steps.slice(0, limit).reduce((now, step) => step(now), world), done: limit >= steps.length };
}

export function stepsOf(tree: Tree, world: World): readonly Step[] {
  const future = new Future(tree, world);
  const fates = [...future.fates.values()];
  const starts = fates.flatMap((fate) => {
    const ready = fate.imported === undefined ? [] : [arrival(fate)];
    return [...ready, ...makings(fate)];
  });
  // Terraform writes a state that has moved whatever it does next.
  const moves = fates.filter(({ previous }) => previous !== undefined);
  function makings(fate: Fate): readonly Step[] {
    if (fate.action === 'create') return [creation(fate)];
    if (fate.action === 'replace') return [removal(fate), creation(fate)];
    return fate.action === 'update' ? [update(fate)] : [];
  }
  const says = future.sayings.filter(({ changes }) => changes);
  return [
    ...(moves.length === 0 ? [] : [moving(moves)]),
    ...starts,
    ...fates.filter(({ action }) => action === 'delete' || action === 'forget').map(removal),
    ...(says.length === 0 ? [] : [saying(says)]),
  ];
}

function moving(fates: readonly Fate[]): Step {
  return (world) => {
    const beings = { ...world.beings };
    for (const { previous = '' } of fates) delete beings[previous];
    for (const { address, before } of fates) if (before !== undefined) beings[address] = before;
    return { ...world, beings };
  };
}

function arrival({ address, before, providerKey: provider }: Fate): Step {
  return (world) => {
    if (before === undefined) return world;
    return { ...world, beings: { ...world.beings, [address]: { ...before, provider } } };
  };
}

function creation({ address, attributes, trigger, secrets, providerKey: provider }: Fate): Step {
  return (world) => {
    const being: Being = {
      id: `id-${world.born}`,
      attributes: settled(world, attributes),
      trigger: trigger === undefined ? undefined : settledText(world, trigger),
      secrets,
      provider,
    };
    return { ...world, born: world.born + 1, beings: { ...world.beings, [address]: being } };
  };
}

function update({ address, attributes, secrets }: Fate): Step {
  return (world) => {
    const being = world.beings[address];
    if (being === undefined) return world;
    const updated = { ...being, attributes: settled(world, attributes), secrets };
    return { ...world, beings: { ...world.beings, [address]: updated } };
  };
}

/** All at once and last: of an apply that stops the outputs are as they were. */
function saying(says: readonly Saying[]): Step {
  return (world) => {
    const outputs: Record<string, string> = { ...world.outputs };
    for (const { name, after } of says) {
      if (after === undefined) delete outputs[name];
      else outputs[name] = settledText(world, after);
    }
    return { ...world, outputs };
  };
}

function removal({ address }: Fate): Step {
  return (world) => {
    const { [address]: _gone, ...beings } = world.beings;
    return { ...world, beings };
  };
}

function settled(world: World, attributes: Fate['attributes']): Being['attributes'] {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, settledSet(settledText(world, value))]),
  );
}

function settledText(world: World, value: Value): string {
  return filled(value, (name) => {
    const [address = '', first, attribute = ''] = name.split('.');
    if (first === 'answer') return world.answers[address];
    const being = world.beings[address];
    return first === 'id' ? being?.id : being?.attributes[attribute];
  });
}
