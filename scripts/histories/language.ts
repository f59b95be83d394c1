/**
 * A small language in place of Terraform's. Its trees are written as HCL, planned as Terraform would plan them, and read by
 * the oracle as they are: a merge request changes items, and everything that happens follows from the tree and the world.
 */
export type Term =
  | { readonly text: string }
  | { readonly local: string }
  /** An element of a local that is a map. */
  | { readonly map: string; readonly key: string }
  | { readonly variable: string }
  | { readonly data: string }
  /** `id`, or `output.a`: what the provider computes. With the key of one instance, where it is repeated. */
  | { readonly object: string; readonly key?: string; readonly attribute: string }
  /** Within what is repeated: which instance it is, and what it is repeated over. */
  | { readonly each: 'key' | 'value' | 'index' }
  | { readonly call: string; readonly key?: string; readonly output: string };

/** Its terms in a row, as one text. */
export type Expression = readonly Term[];

/** What `for_each` is given: a map by its name, one that is written out, or the keys of a set. */
export type Each = string | Readonly<Record<string, Expression>> | readonly string[];

export interface ObjectItem {
  readonly kind: 'object';
  /** Of `input`. */
  readonly attributes: Readonly<Record<string, Expression>>;
  /** Another value replaces the object. */
  readonly trigger?: Expression;
  /** The object is there unless this says `off`. */
  readonly guard?: Expression;
  /** How many there are, of those with a guard; one where it is absent. */
  readonly times?: number;
  /** Of those without a guard: one for each key. */
  readonly each?: Each;
  /** Absent for the provider's default block. */
  readonly provider?: string;
  /** Commands that run when it is created, and when it is destroyed. */
  readonly program?: Expression;
  readonly farewell?: string;
  /** Of servers: an argument that is sent and never kept. */
  readonly sends?: Expression;
  /** Of servers: nested blocks, in a list and in a set. */
  readonly steps?: readonly Block[];
  readonly rules?: readonly Block[];
}

export interface Block {
  readonly port: Expression;
  readonly note?: Expression;
}

/** Settings of the servers' provider. */
export interface ProviderItem {
  readonly kind: 'provider';
  readonly region: Expression;
  readonly token?: Expression;
}

export interface LocalItem {
  readonly kind: 'local';
  readonly value: Expression;
  /** A module's sensitive variable, written as a local. */
  readonly secret?: true;
  /** A module's output, written as a local: Terraform refuses a sensitive one. */
  readonly open?: true;
}

export interface MapItem {
  readonly kind: 'map';
  readonly elements: Readonly<Record<string, Expression>>;
}

export interface VariableItem {
  readonly kind: 'variable';
  readonly default: string;
  readonly sensitive?: true;
  /** Another value in each run, which is nobody's to review. */
  readonly volatile?: true;
}

export interface DataItem {
  readonly kind: 'data';
  /** Read during the apply while this object has a change of its own. */
  readonly after?: string;
}

export interface OutputItem {
  readonly kind: 'output';
  readonly value: Expression;
}

/** A call of a module, whose own items have names such as `x1:o1`. */
export interface CallItem {
  readonly kind: 'call';
  readonly module: string;
  readonly arguments: Readonly<Record<string, Expression>>;
  readonly each?: Each;
  readonly provider?: string;
}

/** `from` and `to` are names of instances in the root module. */
export interface MovedItem {
  readonly kind: 'moved';
  readonly from: string;
  readonly to: string;
}

export interface ImportItem {
  readonly kind: 'import';
  readonly to: string;
  readonly id: string;
}

export interface RemovedItem {
  readonly kind: 'removed';
  /** The name of an object: all of its instances. */
  readonly from: string;
  readonly destroy: boolean;
  readonly farewell?: string;
}

export type Item =
  | ObjectItem
  | LocalItem
  | MapItem
  | VariableItem
  | DataItem
  | OutputItem
  | CallItem
  | ProviderItem
  | MovedItem
  | ImportItem
  | RemovedItem;

/** Items by name. None refers to itself, however far around. */
export type Tree = Readonly<Record<string, Item>>;

/** An object that exists, and how it came to be. */
export interface Being {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly trigger: string | undefined;
  /** Names of attributes that are marked as sensitive, and `TRIGGER`. */
  readonly secrets: readonly string[];
  /** By which provider block it was made: the state knows. */
  readonly provider: string;
}

export interface World {
  /** By the name of the item. */
  readonly beings: Readonly<Record<string, Being>>;
  /** What each data source answers. */
  readonly answers: Readonly<Record<string, string>>;
  /** What the stack says of itself. */
  readonly outputs: Readonly<Record<string, string>>;
  /** So that no id is given twice. */
  readonly born: number;
}

/** How the trigger is called among attributes. */
export const TRIGGER = '(trigger)';

/** A tree that Terraform would not plan: a guard that is not known, a reference that leads nowhere. */
export class NoPlan extends Error {}

export function nowhere(name: string): never {
  throw new NoPlan(`${name} leads nowhere`);
}

export function objectItem(tree: Tree, name: string): ObjectItem | undefined {
  const item = tree[name];
  return item?.kind === 'object' ? item : undefined;
}
