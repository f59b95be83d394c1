import { blockOf, expanded } from './expand.js';
import type { Being, Expression, ObjectItem, Term, Tree, World } from './language.js';
import { NoPlan, nowhere, objectItem, TRIGGER } from './language.js';
import { isServer } from './names.js';
import { serverAttributes, serverExpressions } from './servers.js';
import { removal, type Standing, standing } from './standing.js';
import { isKnown, nameOf, type Value } from './value.js';

/** What will be of one object. */
export interface Fate {
  readonly address: string;
  readonly action: 'none' | 'create' | 'update' | 'replace' | 'delete' | 'forget';
  /** Where it is now, if that is elsewhere. */
  readonly previous?: string;
  /** The id by which it is imported. */
  readonly imported?: string;
  readonly before: Being | undefined;
  /** Attributes that an update changes. */
  readonly changed: readonly string[];
  /** The provider has something to do: to mark a value as sensitive is Terraform's own business. */
  readonly computes: boolean;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly trigger: Value | undefined;
  /** As those of a being. */
  readonly secrets: readonly string[];
  /** Its settings, where it has any. */
  readonly provider: string;
  /** As the state knows it. */
  readonly providerKey: string;
  readonly sends: Value | undefined;
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

/**
 * What a tree makes of a world. `names` are kept as names although the world knows them by now: what was to be computed
 * when a record was made.
 */
export class Future {
  readonly fates: ReadonlyMap<string, Fate>;
  readonly sayings: readonly Saying[];
  /** Each before what refers to it. */
  private readonly found = new Map<string, Fate>();
  private readonly visiting = new Set<string>();
  private readonly tree: Tree;
  private readonly standing: Standing;

  constructor(
    private readonly written: Tree,
    private readonly world: World,
    private readonly names: ReadonlySet<string> = new Set(),
    /** The fates without names kept: whether something changes is decided by values. */
    private readonly real?: Future,
  ) {
    this.tree = real?.tree ?? expanded(written);
    this.standing = standing(this.tree, world);
    const { beings } = this.standing;
    for (const name of Object.keys(this.tree).sort()) this.fateAt(name);
    // Terraform evaluates what nothing refers to as well.
    for (const item of Object.values(this.tree)) {
      if (item.kind === 'local') this.value(item.value);
      if (item.kind === 'local' && item.open === true && this.isSecret(item.value)) throw new NoPlan('a secret output');
      if (item.kind === 'map') for (const element of Object.values(item.elements)) this.value(element);
    }
    for (const [name, before] of Object.entries(beings)) {
      if (!this.found.has(name)) this.found.set(name, this.endOf(name, before));
    }
    for (const item of Object.values(this.tree)) {
      if (item.kind === 'removed' && written[item.from] !== undefined)
        throw new NoPlan(`${item.from} is removed and there`);
    }
    this.fates = real === undefined ? this.found : inOrder(this.found, real.fates);
    const outputs = Object.keys(this.tree).filter((name) => this.tree[name]?.kind === 'output');
    this.sayings = [...new Set([...outputs, ...Object.keys(world.outputs)])].sort().map((name) => this.sayingOf(name));
  }

  /** What is there and has no instance in the tree. */
  private endOf(name: string, before: Being): Fate {
    const { previous, imported } = this.standing;
    const block = blockOf(this.written, name);
    const removed = block === undefined ? removal(this.tree, name) : undefined;
    // No block, no program: Terraform does not know of it any more.
    const provider = block === undefined ? before.provider : (block.provider ?? '');
    const farewell = block?.farewell ?? removed?.farewell;
    const action = removed?.destroy === false ? 'forget' : 'delete';
    const end = { address: name, action, before, farewell, ...this.providedBy(name, provider) } as const;
    return { ...GONE, ...end, ...from(name, previous, imported) };
  }

  private sayingOf(name: string): Saying {
    const item = this.tree[name];
    const before = this.world.outputs[name];
    const after = item?.kind === 'output' ? this.value(item.value) : undefined;
    if (item?.kind === 'output' && !isSecretOutput(name) && this.isSecret(item.value))
      throw new NoPlan('a secret output');
    const real = this.real?.sayings.find((one) => one.name === name);
    return { name, before, after, changes: real?.changes ?? before !== after };
  }

  /** With some names kept. */
  keeping(names: ReadonlySet<string>): Future {
    return new Future(this.written, this.world, names, this);
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
    const fate = (this.real ?? this).fateAt(item.after);
    return fate !== undefined && fate.action !== 'none';
  }

  value(expression: Expression): Value {
    return expression.map((term) => this.term(term)).join('');
  }

  /** Whether Terraform marks it as sensitive. What a provider computes of a secret is none. */
  private isSecret(expression: Expression): boolean {
    return expression.some((term) => {
      if ('variable' in term) {
        const item = this.tree[term.variable];
        return item?.kind === 'variable' && item.sensitive === true;
      }
      if ('local' in term) {
        const item = this.tree[term.local];
        return item?.kind === 'local' && (item.secret === true || this.isSecret(item.value));
      }
      if (!('map' in term)) return false;
      const item = this.tree[term.map];
      const element = item?.kind === 'map' ? item.elements[term.key] : undefined;
      return element !== undefined && this.isSecret(element);
    });
  }

  private fateAt(name: string): Fate | undefined {
    const known = this.found.get(name);
    const item = known === undefined ? objectItem(this.tree, name) : undefined;
    if (item === undefined) return known;
    if (this.visiting.has(name)) throw new NoPlan(`${name} refers to itself`);
    this.visiting.add(name);
    const fate = this.fateOf(name, item);
    this.found.set(name, fate);
    this.visiting.delete(name);
    return fate;
  }

  private fateOf(name: string, item: ObjectItem): Fate {
    const before = this.standing.beings[name];
    const where = from(name, this.standing.previous, this.standing.imported);
    const guard = item.guard === undefined ? 'on' : this.value(item.guard);
    if (item.guard !== undefined && this.isSecret(item.guard)) throw new NoPlan(`whether ${name} is there is a secret`);
    if (!isKnown(guard) && this.real === undefined) throw new NoPlan(`whether ${name} is there`);
    const provided = this.providedBy(name, item.provider ?? '');
    const { farewell } = item;
    const real = this.real?.fates.get(name);
    if (this.real === undefined ? guard === 'off' : real === undefined || real.action === 'delete' || isAbsent(real)) {
      if (where.imported !== undefined) throw new NoPlan(`${name} is imported and is not there`);
      const action = before === undefined ? 'none' : 'delete';
      return { ...GONE, address: name, action, before, ...provided, farewell, ...where };
    }
    const attributes = serverAttributes(item, (expression) => this.value(expression));
    const expressions = serverExpressions(item);
    const trigger = item.trigger === undefined ? undefined : this.value(item.trigger);
    const program = item.program === undefined ? undefined : this.value(item.program);
    const secrets = [
      ...Object.keys(attributes).filter((attribute) => this.isSecret(expressions[attribute] ?? [])),
      ...(item.trigger !== undefined && this.isSecret(item.trigger) ? [TRIGGER] : []),
    ];
    const changed = real?.changed ?? changedIn(before, attributes, secrets);
    const action = real?.action ?? actionOf(before, changed, trigger);
    const same = Object.keys({ ...before?.attributes, ...attributes }).every(
      (one) => before?.attributes[one] === attributes[one],
    );
    const computes = real?.computes ?? (action !== 'none' && !(action === 'update' && same));
    const sends = item.sends === undefined ? undefined : this.value(item.sends);
    const made = { attributes, trigger, secrets, ...provided, sends, program, farewell };
    return { address: name, action, before, changed, computes, ...made, ...where };
  }

  /** Of servers the settings of their provider, with which all is done. */
  private providedBy(name: string, key: string): { readonly provider: string; readonly providerKey: string } {
    if (!isServer(name)) return { provider: key, providerKey: key };
    const item = this.tree[key === '' ? 'y1' : key];
    if (item?.kind !== 'provider') {
      if (key !== '') throw new NoPlan(`${name} has no provider`);
      return { provider: 'shop', providerKey: key };
    }
    const token = item.token === undefined ? '' : ` token=${this.value(item.token)}`;
    return { provider: `shop${key} region=${this.value(item.region)}${token}`, providerKey: key };
  }

  private term(term: Term): Value {
    if ('text' in term) return term.text;
    if ('variable' in term) {
      const item = this.tree[term.variable];
      if (item?.kind !== 'variable') return nowhere(term.variable);
      return item.volatile === true ? '(another one each time)' : item.default;
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
    if ('object' in term) return this.attribute(term.object, term.attribute);
    return nowhere('what stands in the tree as it is written');
  }

  private attribute(address: string, attribute: string): Value {
    // `one(...)` of several.
    if (objectItem(this.tree, `${address}/1`) !== undefined) return nowhere(address);
    const fate = this.fateAt(address);
    if (fate === undefined || fate.action === 'delete' || isAbsent(fate)) return nowhere(address);
    const name = attribute.replace(/^output\./, '');
    if (attribute !== 'id' && fate.attributes[name] === undefined) return nowhere(`${address}.${attribute}`);
    if (this.names.has(`${address}.${attribute}`) || this.isPending(address, attribute))
      return nameOf(address, attribute);
    const { before } = fate;
    return (attribute === 'id' ? before?.id : before?.attributes[name]) ?? nowhere(address);
  }

  private isPending(address: string, attribute: string): boolean {
    const fate = (this.real ?? this).found.get(address);
    if (fate?.action === 'update') return fate.computes && attribute !== 'id';
    return fate?.action === 'create' || fate?.action === 'replace';
  }
}

const GONE = {
  changed: [],
  computes: false,
  attributes: {},
  trigger: undefined,
  secrets: [],
  sends: undefined,
  program: undefined,
  farewell: undefined,
} as const;

/** The one output that says `sensitive = true`. */
export function isSecretOutput(name: string): boolean {
  return name === 'p2';
}

function from(name: string, previous: Standing['previous'], imported: Standing['imported']) {
  return {
    ...(previous[name] === undefined ? {} : { previous: previous[name] }),
    ...(imported[name] === undefined ? {} : { imported: imported[name] }),
  };
}

function inOrder(fates: ReadonlyMap<string, Fate>, like: ReadonlyMap<string, Fate>): ReadonlyMap<string, Fate> {
  const names = [...like.keys()];
  return new Map([...fates].sort(([a], [b]) => names.indexOf(a) - names.indexOf(b)));
}

/** Its guard says off, and nothing is there. */
function isAbsent({ action, before }: Fate): boolean {
  return action === 'none' && before === undefined;
}

function changedIn(
  before: Being | undefined,
  attributes: Fate['attributes'],
  secrets: Fate['secrets'],
): readonly string[] {
  const names = new Set([...Object.keys(before?.attributes ?? {}), ...Object.keys(attributes), TRIGGER]);
  return [...names]
    .filter(
      (name) =>
        before?.attributes[name] !== attributes[name] || before?.secrets.includes(name) !== secrets.includes(name),
    )
    .sort();
}

function actionOf(before: Being | undefined, changed: readonly string[], trigger: Value | undefined): Fate['action'] {
  if (before === undefined) return 'create';
  if (before.trigger !== trigger) return 'replace';
  return changed.length === 0 ? 'none' : 'update';
}
