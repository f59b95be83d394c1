import { type Fate, Future, type Saying } from './future.js';
import { type Being, TRIGGER, type Tree, type World } from './language.js';
import { settledSet } from './servers.js';
import { filled, type Value } from './value.js';

// Written to be obvious, not fast: what a deploy does and what was reviewed are sets of sentences, and both have to agree.

/** One thing that a deploy does. Of an update each leaf is one. */
export interface Change {
  readonly address: string;
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'move' | 'import' | 'say';
  /** The id of what is destroyed. */
  readonly destroys: string | undefined;
  /** All that it is set to; of an update the one leaf. `undefined`: the leaf is taken away. */
  readonly sets: Readonly<Record<string, Value | undefined>>;
  readonly trigger: Value | undefined;
  readonly provider: string;
  readonly programs: readonly Value[];
}

/** The effect at its plan, and what was to be computed then. */
export interface Reviewed {
  readonly changes: readonly Change[];
  readonly names: ReadonlySet<string>;
}

export function review(tree: Tree, world: World): Reviewed {
  const future = new Future(tree, world);
  return { changes: effect(future), names: future.unknownNames() };
}

/** Everything that applying this would do. */
export function effect(future: Future): readonly Change[] {
  return [
    ...[...future.fates.values()].flatMap((fate) => [...arrivals(fate), ...changesOf(fate)]),
    ...future.sayings.flatMap(saidBy),
  ];
}

/**
 * A deploy may pass if and only if each change of its effect is in a record that counts, and each change of such a record
 * is in its effect or true in the world. `undefined`: it may; else what speaks against it.
 */
export function objection(tree: Tree, world: World, counting: readonly Reviewed[]): string | undefined {
  const future = new Future(tree, world);
  const planned = effect(future);
  const futures = counting.map(({ names }) => future.keeping(names));
  const asSeenBy = futures.map(effect);
  const pending = future.unknownNames();
  for (const [index, change] of planned.entries()) {
    const reviewed = counting.some(({ changes }, record) => {
      const seen = asSeenBy[record]?.[index];
      return seen !== undefined && changes.some((one) => same(one, seen) || isRestOf(seen, one, changes, world));
    });
    if (!reviewed) return `not reviewed: ${sentence(change)}`;
  }
  for (const [record, { changes }] of counting.entries()) {
    for (const change of changes) {
      const planned =
        asSeenBy[record]?.some((one) => same(one, change) || isRestOf(one, change, changes, world)) === true;
      if (!planned && !isTrue(change, world, pending, futures[record]?.fates.get(change.address)))
        return `reviewed and no longer planned: ${sentence(change)}`;
    }
  }
  return undefined;
}

/** It comes from elsewhere in the state, or from outside. */
function arrivals({ address, action, before, previous, imported, provider }: Fate): readonly Change[] {
  const base = { address, trigger: undefined, provider, programs: [] };
  // What moves and is destroyed has arrived once it is gone.
  const destroys = action === 'none' || action === 'update' ? undefined : before?.id;
  return [
    ...(previous === undefined ? [] : [{ ...base, action: 'move' as const, destroys, sets: { from: previous } }]),
    ...(imported === undefined
      ? []
      : [{ ...base, action: 'import' as const, destroys: undefined, sets: { id: imported } }]),
  ];
}

function changesOf(fate: Fate): readonly Change[] {
  const { address, action, before, changed, provider, sends, program, farewell } = fate;
  const { attributes, trigger } = shown(fate);
  const base = { address, trigger, provider, destroys: undefined };
  const sent = sends === undefined ? [] : [`send: ${sends}`];
  const starts = [...(program === undefined ? [] : [`create: ${program}`]), ...sent];
  const ends = farewell === undefined ? [] : [`destroy: ${farewell}`];
  switch (action) {
    case 'none':
      return [];
    case 'create':
      return [{ ...base, action, sets: attributes, programs: starts }];
    case 'replace':
      return [{ ...base, action, sets: attributes, destroys: before?.id, programs: [...ends, ...starts] }];
    case 'delete':
    case 'forget':
      return [{ ...base, action, sets: {}, trigger: undefined, destroys: before?.id, programs: ends }];
    case 'update':
      return changed.map((name) => ({
        ...base,
        trigger: undefined,
        action,
        sets: { [name]: name === TRIGGER ? trigger : attributes[name] },
        programs: sent,
      }));
  }
}

/** A value that is a secret is another one than the same value that is none. */
function shown({ attributes, trigger, secrets }: Pick<Fate | Being, 'attributes' | 'trigger' | 'secrets'>) {
  const text = (name: string, value: Value) => (secrets.includes(name) ? `secret ${value}` : value);
  return {
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, text(name, value)])),
    trigger: trigger === undefined ? undefined : text(TRIGGER, trigger),
  };
}

function saidBy({ name, after, changes }: Saying): readonly Change[] {
  if (!changes) return [];
  const base = { address: name, trigger: undefined, provider: '', destroys: undefined, programs: [] };
  return [{ ...base, action: 'say', sets: { value: after } }];
}

/** Of a replacement that stopped half-way the creation is left. */
function isRestOf(rest: Change, whole: Change, reviewed: readonly Change[], world: World): boolean {
  if (whole.action !== 'replace' || rest.action !== 'create') return false;
  // What was never imported was never destroyed.
  if (reviewed.some(({ action, address }) => action === 'import' && address === whole.address)) return false;
  if (Object.values(world.beings).some(({ id }) => id === whole.destroys)) return false;
  const programs = whole.programs.filter((program) => !program.startsWith('destroy: '));
  return same(rest, { ...whole, action: 'create', destroys: undefined, programs });
}

function same(a: Change, b: Change): boolean {
  return sentence(a) === sentence(b);
}

/**
 * Whether the world is already as this change would make it. What ran when something was made, and by which provider
 * block, nobody can see afterwards: there the tree has to say the same still.
 */
function isTrue(change: Change, world: World, pending: ReadonlySet<string>, fate: Fate | undefined): boolean {
  const gone = Object.values(world.beings).every(({ id }) => id !== change.destroys);
  if (change.action === 'delete' || change.action === 'forget') return gone;
  // Moved or imported: it is there.
  if (change.action === 'move' || change.action === 'import') {
    const { from } = change.sets;
    if (change.destroys !== undefined && gone) return true;
    return world.beings[change.address] !== undefined && (from === undefined || world.beings[from] === undefined);
  }
  // What is still to be computed is not what the world has now.
  const known = (name: string) => (pending.has(name) ? undefined : valueIn(world, name));
  const value = (text: Value | undefined) => (text === undefined ? undefined : settledSet(filled(text, known)));
  if (change.action === 'say') return world.outputs[change.address] === value(change.sets.value);
  // What moves here has its values where it is.
  const being = fate?.before;
  if (being === undefined || fate === undefined || fate.action === 'delete' || fate.action === 'forget') return false;
  const now = shown(being);
  const isSet = Object.entries(change.sets).every(
    ([name, text]) => (name === TRIGGER ? now.trigger : now.attributes[name]) === value(text),
  );
  const sent = fate.sends === undefined ? [] : [`send: ${fate.sends}`];
  const starts = [
    ...(fate.program === undefined || change.action === 'update' ? [] : [`create: ${fate.program}`]),
    ...sent,
  ];
  const isSaid =
    fate.provider === change.provider &&
    String(starts) === String(change.programs.filter((program) => !program.startsWith('destroy: ')));
  if (change.action === 'update') return isSet && isSaid;
  return (
    gone &&
    isSet &&
    isSaid &&
    Object.keys(being.attributes).length === Object.keys(change.sets).length &&
    now.trigger === value(change.trigger)
  );
}

function valueIn(world: World, name: string): string | undefined {
  const [address = '', ...path] = name.split('.');
  if (path[0] === 'answer') return world.answers[address];
  const being = world.beings[address];
  return path[0] === 'id' ? being?.id : being?.attributes[path[1] ?? ''];
}

function sentence({ address, action, destroys, sets, trigger, provider, programs }: Change): string {
  const written = Object.keys(sets)
    .sort()
    .map((name) => `${name}=${sets[name] ?? '(nothing)'}`);
  return [
    `${action} ${address}`,
    written.join(', '),
    trigger === undefined ? '' : `replaced by ${trigger}`,
    destroys === undefined ? '' : `destroys ${destroys}`,
    provider === '' ? '' : `provider ${provider}`,
    ...programs,
  ]
    .filter((part) => part !== '')
    .join('; ');
}
