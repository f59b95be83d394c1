import type { Being, Expression, ObjectItem, Term, Tree, World } from './language.js';
import { objectItem, objectNames } from './language.js';
import { isKnown, nameOf, type Value } from './value.js';

/** What will be of one object. */
export interface Fate {
  readonly address: string;
  readonly action: 'none' | 'create' | 'update' | 'replace' | 'delete';
  readonly before: Being | undefined;
  /** Attributes that an update changes. */
  readonly changed: readonly string[];
  readonly attributes: Readonly<Record<string, Value>>;
  readonly trigger: Value | undefined;
  readonly provider: string;
  readonly program: Value | undefined;
  readonly farewell: string | undefined;
}

/** What will be of one output. `undefined`: there is none. */
export interface Saying {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: Value | undefined;
  readonly changes: boolean;
}

/** A tree that Terraform would not plan: a guard that is not known, a reference that leads nowhere. */
export class NoPlan extends Error {}

/**
 * What a tree makes of a world. `names` are kept as names although the world knows them by now: what was to be computed
 * when a record was made.
 */
export class Future {
  readonly fates: ReadonlyMap<string, Fate>;
  readonly sayings: readonly Saying[];

  constructor(
    private readonly tree: Tree,
    private readonly world: World,
    private readonly names: ReadonlySet<string> = new Set(),
    /** The fates without names kept: whether something changes is decided by values. */
    private readonly real?: Future,
  ) {
    const fates = new Map<string, Fate>();
    this.fates = fates;
    for (const name of objectNames(tree)) {
      const item = objectItem(tree, name);
      if (item !== undefined) fates.set(name, this.fateOf(name, item));
    }
    // Terraform evaluates what nothing refers to as well.
    for (const item of Object.values(tree)) {
      if (item.kind === 'local') this.value(item.value);
      if (item.kind === 'map') for (const element of Object.values(item.elements)) this.value(element);
    }
    for (const [name, before] of Object.entries(world.beings)) {
      if (fates.has(name)) continue;
      // No block, no program: Terraform does not know of it any more.
      fates.set(name, { ...GONE, address: name, action: 'delete', before, provider: before.provider });
    }
    const outputs = Object.keys(tree).filter((name) => tree[name]?.kind === 'output');
    this.sayings = [...new Set([...outputs, ...Object.keys(world.outputs)])].sort().map((name) => this.sayingOf(name));
  }

  private sayingOf(name: string): Saying {
    const item = this.tree[name];
    const before = this.world.outputs[name];
    const after = item?.kind === 'output' ? this.value(item.value) : undefined;
    const real = this.real?.sayings.find((one) => one.name === name);
    return { name, before, after, changes: real?.changes ?? before !== after };
  }

  /** With some names kept. */
  keeping(names: ReadonlySet<string>): Future {
    return new Future(this.tree, this.world, names, this);
  }

  /** Everything that is not known yet. */
  unknownNames(): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { address, attributes } of this.fates.values()) {
      for (const attribute of ['id', ...Object.keys(attributes).map((name) => `output.${name}`)]) {
        if (this.isPending(address, attribute)) found.add(`${address}.${attribute}`);
      }
    }
    for (const [name, item] of Object.entries(this.tree)) {
      if (item.kind === 'data' && this.isDeferred(name)) found.add(`${name}.answer`);
    }
    return found;
  }

  /** Whether a data source is read during the apply. */
  isDeferred(name: string): boolean {
    const item = this.tree[name];
    if (item?.kind !== 'data' || item.after === undefined) return false;
    if (objectItem(this.tree, item.after) === undefined) return nowhere(item.after);
    const fate = (this.real ?? this).fates.get(item.after);
    return fate !== undefined && fate.action !== 'none';
  }

  value(expression: Expression): Value {
    return expression.map((term) => this.term(term)).join('');
  }

  private fateOf(name: string, item: ObjectItem): Fate {
    const before = this.world.beings[name];
    const guard = item.guard === undefined ? 'on' : this.value(item.guard);
    if (!isKnown(guard) && this.real === undefined) throw new NoPlan(`whether ${name} is there`);
    const provider = item.provider ?? '';
    const { farewell } = item;
    const real = this.real?.fates.get(name);
    if (this.real === undefined ? guard === 'off' : real === undefined || real.action === 'delete' || isAbsent(real)) {
      const action = before === undefined ? 'none' : 'delete';
      return { ...GONE, address: name, action, before, provider, farewell };
    }
    const attributes = Object.fromEntries(
      Object.entries(item.attributes).map(([attribute, value]) => [attribute, this.value(value)]),
    );
    const trigger = item.trigger === undefined ? undefined : this.value(item.trigger);
    const program = item.program === undefined ? undefined : this.value(item.program);
    const changed = real?.changed ?? changedIn(before, attributes);
    const action = real?.action ?? actionOf(before, changed, trigger);
    return { address: name, action, before, changed, attributes, trigger, provider, program, farewell };
  }

  private term(term: Term): Value {
    if ('text' in term) return term.text;
    if ('variable' in term) {
      const item = this.tree[term.variable];
      return item?.kind === 'variable' ? item.default : nowhere(term.variable);
    }
    if ('local' in term) {
      const item = this.tree[term.local];
      return item?.kind === 'local' ? this.value(item.value) : nowhere(term.local);
    }
    if ('map' in term) {
      const item = this.tree[term.map];
      const element = item?.kind === 'map' ? item.elements[term.key] : undefined;
      return element === undefined ? nowhere(term.map) : this.value(element);
    }
    if ('data' in term) {
      if (this.tree[term.data]?.kind !== 'data') return nowhere(term.data);
      const name = `${term.data}.answer`;
      return this.names.has(name) || this.isDeferred(term.data)
        ? nameOf(term.data, 'answer')
        : (this.world.answers[term.data] ?? nowhere(term.data));
    }
    return this.attribute(term.object, term.attribute);
  }

  private attribute(address: string, attribute: string): Value {
    const fate = this.fates.get(address);
    if (fate === undefined || fate.action === 'delete' || isAbsent(fate)) return nowhere(address);
    const name = attribute.replace(/^output\./, '');
    if (attribute !== 'id' && fate.attributes[name] === undefined) return nowhere(`${address}.${attribute}`);
    if (this.names.has(`${address}.${attribute}`) || this.isPending(address, attribute))
      return nameOf(address, attribute);
    const { before } = fate;
    return (attribute === 'id' ? before?.id : before?.attributes[name]) ?? nowhere(address);
  }

  private isPending(address: string, attribute: string): boolean {
    const action = (this.real ?? this).fates.get(address)?.action;
    return action === 'create' || action === 'replace' || (action === 'update' && attribute !== 'id');
  }
}

const GONE = { changed: [], attributes: {}, trigger: undefined, program: undefined, farewell: undefined } as const;

/** Its guard says off, and nothing is there. */
function isAbsent({ action, before }: Fate): boolean {
  return action === 'none' && before === undefined;
}

function changedIn(before: Being | undefined, attributes: Fate['attributes']): readonly string[] {
  const names = new Set([...Object.keys(before?.attributes ?? {}), ...Object.keys(attributes)]);
  return [...names].filter((name) => before?.attributes[name] !== attributes[name]).sort();
}

function actionOf(before: Being | undefined, changed: readonly string[], trigger: Value | undefined): Fate['action'] {
  if (before === undefined) return 'create';
  if (before.trigger !== trigger) return 'replace';
  return changed.length === 0 ? 'none' : 'update';
}

function nowhere(name: string): never {
  throw new NoPlan(`${name} leads nowhere`);
}
