import type { Attribute, Block, Body } from '../hcl/body.js';
import { readBody } from '../hcl/body.js';
import { literalText } from '../hcl/reference.js';
import { expressionsOf } from '../hcl/token-text.js';
import { type Token, UnreadableHcl } from '../hcl/tokens.js';

/** A file as it was read. */
export interface ConfigurationFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** A block and what files named `*_override.tf` lay over it, in order. */
export interface Declaration {
  readonly pieces: readonly Piece[];
}

export interface Piece {
  readonly block: Block;
  readonly file: string;
}

/** An attribute that is known by a name of its own, such as a local. */
export interface Named {
  readonly attribute: Attribute;
  readonly file: string;
}

/** What one module declares, by the names that references use. */
export interface ModuleIndex {
  /** Why not everything of it could be read; absent where all was. */
  readonly unreadable?: string | undefined;
  /** `TYPE.NAME`. */
  readonly resources: ReadonlyMap<string, Declaration>;
  readonly data: ReadonlyMap<string, Declaration>;
  readonly ephemeral: ReadonlyMap<string, Declaration>;
  readonly actions: ReadonlyMap<string, Declaration>;
  readonly variables: ReadonlyMap<string, Declaration>;
  readonly outputs: ReadonlyMap<string, Declaration>;
  readonly calls: ReadonlyMap<string, Declaration>;
  /** `NAME` or `NAME.ALIAS`. */
  readonly providers: ReadonlyMap<string, Declaration>;
  readonly locals: ReadonlyMap<string, Named>;
  readonly removed: readonly Piece[];
  /** Blocks that decide no change of the plan by themselves: `check`, `import`, `moved`, `terraform`. */
  readonly others: readonly Piece[];
}

const KINDS: Readonly<Record<string, { readonly into: Kind; readonly labels: number }>> = {
  resource: { into: 'resources', labels: 2 },
  data: { into: 'data', labels: 2 },
  ephemeral: { into: 'ephemeral', labels: 2 },
  action: { into: 'actions', labels: 2 },
  variable: { into: 'variables', labels: 1 },
  output: { into: 'outputs', labels: 1 },
  module: { into: 'calls', labels: 1 },
  provider: { into: 'providers', labels: 1 },
};
type Kind = 'resources' | 'data' | 'ephemeral' | 'actions' | 'variables' | 'outputs' | 'calls' | 'providers';

/** Files that Terraform reads after the others, to lay over them. */
function isOverride(path: string): boolean {
  return /(?:^|\/|_)override\.(?:tf|tofu)(?:\.json)?$/.test(path);
}

/** Reads the files of one module. A file in JSON, or one that is no HCL, makes the module unreadable. */
export function indexModule(files: readonly ConfigurationFile[]): ModuleIndex {
  const declarations = new Map<Kind, Map<string, Declaration>>(
    Object.values(KINDS).map(({ into }) => [into, new Map()]),
  );
  const locals = new Map<string, Named>();
  const removed: Piece[] = [];
  const others: Piece[] = [];
  let unreadable: string | undefined;
  const sorted = [...files].sort((a, b) => {
    const later = Number(isOverride(a.path)) - Number(isOverride(b.path));
    return later !== 0 ? later : a.path < b.path ? -1 : 1;
  });
  for (const { path, text } of sorted) {
    const body = path.endsWith('.json') ? undefined : parsed(text);
    if (body === undefined || body.attributes.length > 0 || hasTwin(path, files)) {
      unreadable ??= path;
      continue;
    }
    for (const block of body.blocks) {
      const known = KINDS[block.type];
      if (block.type === 'locals') {
        for (const attribute of block.body.attributes) {
          if (locals.has(attribute.name) && !isOverride(path)) unreadable ??= path;
          locals.set(attribute.name, { attribute, file: path });
        }
      } else if (block.type === 'removed') removed.push({ block, file: path });
      else if (known !== undefined) {
        if (block.labels.length !== known.labels) unreadable ??= path;
        const into = declarations.get(known.into);
        const name = nameOf(block);
        const before = into?.get(name)?.pieces ?? [];
        // Terraform reports that as an error: of one of the two it knows nothing, and which one is not known here.
        if (before.length > 0 && !isOverride(path)) unreadable ??= path;
        into?.set(name, { pieces: [...before, { block, file: path }] });
      } else others.push({ block, file: path });
    }
  }
  const of = (kind: Kind) => declarations.get(kind) ?? new Map<string, Declaration>();
  return {
    unreadable,
    resources: of('resources'),
    data: of('data'),
    ephemeral: of('ephemeral'),
    actions: of('actions'),
    variables: of('variables'),
    outputs: of('outputs'),
    calls: of('calls'),
    providers: of('providers'),
    locals,
    removed,
    others,
  };
}

/** The expression that counts: the last file that sets it. */
export function attributeOf({ pieces }: Declaration, name: string): Named | undefined {
  for (const { block, file } of [...pieces].reverse()) {
    const attribute = block.body.attributes.find((one) => one.name === name);
    if (attribute !== undefined) return { attribute, file };
  }
  return undefined;
}

/** Whether a declaration says `name = true`. Anything but a plain `false` counts as true. */
export function isTrue(declaration: Declaration, name: string): boolean {
  const named = attributeOf(declaration, name);
  return named !== undefined && named.attribute.value.map(({ text }) => text).join('') !== 'false';
}

/** Whether a block has instances with keys. */
export function isRepeated(declaration: Declaration): boolean {
  return attributeOf(declaration, 'count') !== undefined || attributeOf(declaration, 'for_each') !== undefined;
}

/** Nested blocks of this type, and `dynamic` ones that make it. Those of an override come last, and none is left out. */
export function blocksOf({ pieces }: Declaration, type: string): readonly Piece[] {
  return pieces.flatMap(({ block, file }) =>
    block.body.blocks
      .filter((one) => one.type === type || (one.type === 'dynamic' && one.labels[0] === type))
      .map((one) => ({ block: one, file })),
  );
}

/** An expression, and the block that it stands in where that may have instances. */
export interface Standing {
  readonly expression: readonly Token[];
  readonly of?: Declaration;
}

/** Every expression of a module. */
export function allExpressions(index: ModuleIndex): readonly Standing[] {
  const { resources, data, ephemeral, actions, variables, outputs, calls, providers } = index;
  const declarations = [resources, data, ephemeral, actions, variables, outputs, calls, providers];
  const inBlock = (pieces: readonly Piece[]) => pieces.flatMap(({ block }) => expressionsOf(block.body));
  return [
    ...[...index.locals.values()].map(({ attribute }) => ({ expression: attribute.value })),
    ...declarations.flatMap((kind) =>
      [...kind.values()].flatMap((of) => inBlock(of.pieces).map((expression) => ({ expression, of }))),
    ),
    ...inBlock([...index.removed, ...index.others]).map((expression) => ({ expression })),
  ];
}

/** What a block's content is: of a `dynamic` one, what it repeats. */
export function contentOf(block: Block): Body {
  if (block.type !== 'dynamic') return block.body;
  return block.body.blocks.find(({ type }) => type === 'content')?.body ?? { attributes: [], blocks: [] };
}

function nameOf(block: Block): string {
  if (block.type !== 'provider') return block.labels.join('.');
  const alias = block.body.attributes.find(({ name }) => name === 'alias');
  const text = alias === undefined ? undefined : literalText(alias.value);
  return text === undefined ? (block.labels[0] ?? '') : `${block.labels[0]}.${text}`;
}

function parsed(text: string): Body | undefined {
  try {
    return readBody(text);
  } catch (thrown) {
    if (thrown instanceof UnreadableHcl) return undefined;
    throw thrown;
  }
}

/** OpenTofu reads `x.tofu` in place of `x.tf`, Terraform does not: which of them counts is not decided here. */
function hasTwin(path: string, files: readonly ConfigurationFile[]): boolean {
  if (!/\.tofu(\.json)?$/.test(path)) return false;
  const twin = path.replace(/\.tofu(\.json)?$/, '.tf$1');
  return files.some((file) => file.path === twin);
}
