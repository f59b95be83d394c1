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
  /** `id`, or `output.a`: what the provider computes. */
  | { readonly object: string; readonly attribute: string };

/** Its terms in a row, as one text. */
export type Expression = readonly Term[];

export interface ObjectItem {
  readonly kind: 'object';
  /** Of `input`. */
  readonly attributes: Readonly<Record<string, Expression>>;
  /** Another value replaces the object. */
  readonly trigger?: Expression;
  /** The object is there unless this says `off`. */
  readonly guard?: Expression;
  /** Absent for the provider's default block. */
  readonly provider?: string;
  /** Commands that run when it is created, and when it is destroyed. */
  readonly program?: Expression;
  readonly farewell?: string;
}

export interface LocalItem {
  readonly kind: 'local';
  readonly value: Expression;
}

export interface MapItem {
  readonly kind: 'map';
  readonly elements: Readonly<Record<string, Expression>>;
}

export interface VariableItem {
  readonly kind: 'variable';
  readonly default: string;
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

export type Item = ObjectItem | LocalItem | MapItem | VariableItem | DataItem | OutputItem;

/** Items by name. Each refers to items whose names come earlier in `order` alone. */
export type Tree = Readonly<Record<string, Item>>;

/** An object that exists, and how it came to be. */
export interface Being {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly trigger: string | undefined;
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

/** Objects in the order in which they can refer to one another. */
export function objectNames(tree: Tree): readonly string[] {
  return Object.keys(tree)
    .filter((name) => tree[name]?.kind === 'object')
    .sort();
}

export function objectItem(tree: Tree, name: string): ObjectItem | undefined {
  const item = tree[name];
  return item?.kind === 'object' ? item : undefined;
}
