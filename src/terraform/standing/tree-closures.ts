import { posix } from 'node:path';
import { Configuration, type FileContents, type Module, type ModuleFiles } from '../configuration/configuration.js';
import type { Material } from '../configuration/material.js';
import {
  attributeOf,
  type ConfigurationFile,
  type Declaration,
  indexModule,
  type Piece,
} from '../configuration/module-index.js';
import { resolved } from '../configuration/named-files.js';
import { PlanValues } from '../configuration/plan-values.js';
import { ProviderKeys } from '../configuration/provider-keys.js';
import { readBody } from '../hcl/body.js';
import { literalText, referencesIn } from '../hcl/reference.js';
import { bodyTexts, expressionsOf } from '../hcl/token-text.js';
import { digest } from '../plan/digest.js';
import type { Plan } from '../plan/json.js';
import { callPath, moduleSteps } from '../plan/module-address.js';
import { type AddressUnits, type Closure, closureOf, unitsOf } from './address-units.js';
import { placeOf, TextWalk } from './text-walk.js';
import { unresolvedIn, written } from './unresolved.js';

/** A commit of the repository, as far as its configuration is read. */
export interface CommitTree extends FileContents {
  /** Files of Terraform that lie in this folder itself; none where there is no such folder. */
  configurationIn(folder: string): readonly ConfigurationFile[];
}

const NO_PLAN: Plan = {
  format_version: '',
  terraform_version: '',
  resource_changes: [],
  output_changes: {},
  resource_drift: [],
  checks: [],
  deferred_changes: [],
  action_invocations: [],
  deferred_action_invocations: [],
  relevant_attributes: [],
  variables: {},
  errored: false,
  complete: true,
  applyable: true,
};
/** Blocks that say what becomes of an address, wherever they stand. */
const ABOUT_OTHERS = ['moved', 'removed', 'import'];
/** Modules that call each other would go on for ever. */
const DEEPEST = 20;

/** The configuration of one commit, address by address. Instances count as one: a text does not say how many there are. */
export class TreeClosures {
  private readonly material: Material;
  private readonly known = new Map<string, Closure>();
  private readonly aboutOthers = new Map<string, readonly Piece[]>();
  private readonly terraform: string;

  /** @param root folder of the root module, relative to the repository */
  constructor(tree: CommitTree, root: string) {
    const modules = [...modulesBelow(tree, root, [], 0)];
    const configuration = new Configuration(modules, tree, root);
    this.material = {
      plan: NO_PLAN,
      configuration,
      values: new PlanValues(NO_PLAN),
      providers: new ProviderKeys(NO_PLAN),
      words: { text: (value) => JSON.stringify(value), keyed: (text) => text },
      volatile: new Set(),
      isCode: () => false,
    };
    for (const { path, files } of modules) this.aboutOthers.set(path.join('.'), aboutOthersIn(files));
    this.terraform = terraformBlocks(modules[0]?.files ?? []);
  }

  /** Resources, data sources and actions of all modules, and the outputs of the root module: what a plan may change. */
  addresses(): readonly string[] {
    return this.material.configuration.all().flatMap(({ path, resources, data, actions, outputs }) => {
      const inside = path.map((name) => `module.${name}.`).join('');
      return [
        ...[...resources.keys()].map((name) => `${inside}${name}`),
        ...[...data.keys()].map((name) => `${inside}data.${name}`),
        ...[...actions.keys()].map((name) => `${inside}action.${name}`),
        ...(path.length > 0 ? [] : [...outputs.keys()].map((name) => `output.${name}`)),
      ];
    });
  }

  /** Locals, arguments of modules and their outputs: Terraform evaluates those too that nothing uses. */
  evaluated(): readonly string[] {
    return this.material.configuration.all().flatMap(({ path, locals, calls, outputs }) => {
      const inside = path.map((name) => `module.${name}.`).join('');
      const names = [
        ...[...locals.keys()].map((name) => `local.${name}`),
        ...[...calls.keys()].map((name) => `call.${name}`),
        ...(path.length > 0 ? [...outputs.keys()].map((name) => `output.${name}`) : []),
      ];
      return names.map((name) => `${inside}${name}`);
    });
  }

  unresolved(): ReadonlySet<string> {
    return unresolvedIn(this.material.configuration);
  }

  /** @param address without instance keys, as `addressWithoutKeys` writes it */
  of(address: string): Closure {
    const known = this.known.get(address);
    if (known !== undefined) return known;
    const made = this.closure(address);
    this.known.set(address, made);
    return made;
  }

  /** `undefined`: it is no resource that can be told apart. */
  units(address: string): AddressUnits | undefined {
    const { module, name } = this.find(address);
    const declaration = module?.resources.get(name);
    if (module === undefined || module.unreadable !== undefined || declaration === undefined) return undefined;
    const walk = (bare: boolean) => (bare ? new TextWalk(this.material) : this.around(address));
    return unitsOf(declaration, { shown: name, place: placeOf(module), walk });
  }

  private find(address: string) {
    const path = callPath(moduleSteps(address));
    const name = address.slice(path.map((call) => `module.${call}.`).join('').length);
    return { path, name, module: this.material.configuration.module(path) };
  }

  private closure(address: string): Closure {
    const { module, name } = this.find(address);
    const walk = this.around(address);
    if (module !== undefined) {
      if (module.unreadable !== undefined) walk.everything(module.unreadable);
      const declaration = declarationOf(module, name);
      const local = name.startsWith('local.') ? module.locals.get(name.slice('local.'.length)) : undefined;
      if (local !== undefined) walk.named(local, name, [], placeOf(module));
      else if (declaration === undefined) walk.add({ kind: 'absent', name: address, digest: digest(['absent']) });
      else walk.whole(declaration, name, placeOf(module));
    }
    return closureOf(walk);
  }

  /** What counts for an address beside its own block. */
  private around(address: string): TextWalk {
    const { configuration } = this.material;
    const { path, name } = this.find(address);
    const walk = new TextWalk(this.material);
    walk.add({ kind: 'sources', name: 'the `terraform` block', digest: this.terraform });
    for (const module of configuration.all()) this.providers(module, walk);
    for (let depth = 0; depth < path.length; depth++) {
      const module = configuration.module(path.slice(0, depth));
      if (module !== undefined)
        walk.call(placeOf(module), path[depth] ?? '', configuration.module(path.slice(0, depth + 1)));
    }
    for (let depth = 0; depth <= path.length; depth++) this.spokenOf(path, depth, name, walk);
    return walk;
  }

  /** Of all modules: which of them an address has is decided by Terraform, and they seldom change. */
  private providers(module: Module, walk: TextWalk): void {
    for (const [name, { pieces }] of module.providers) {
      for (const piece of pieces) walk.block(piece, `provider.${name}`, placeOf(module));
    }
  }

  private spokenOf(path: readonly string[], depth: number, name: string, walk: TextWalk): void {
    const module = this.material.configuration.module(path.slice(0, depth));
    if (module === undefined) return;
    const within = [...path.slice(depth).map((call) => `module.${call}`), name];
    for (const piece of this.aboutOthers.get(module.path.join('.')) ?? []) {
      const named = expressionsOf(piece.block.body).flatMap((one) => referencesIn(one).map(written));
      if (named.some((one) => one === within[0] || one === within.join('.') || one.startsWith(`${within.join('.')}.`)))
        walk.block(piece, piece.block.type, placeOf(module));
    }
  }
}

/** `module.a["x"].t.b[0]` as `module.a.t.b`; an output's name as `output.NAME`. */
export function addressWithoutKeys(address: string, kind: string): string {
  if (kind === 'output') return `output.${address}`;
  return address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, '');
}

function declarationOf(module: Module, name: string): Declaration | undefined {
  const [first, ...rest] = name.split('.');
  if (first === 'output' && rest.length === 1) return module.outputs.get(rest.join('.'));
  if (first === 'data') return module.data.get(rest.join('.'));
  if (first === 'action') return module.actions.get(rest.join('.'));
  if (first === 'call') return module.calls.get(rest.join('.'));
  return module.resources.get(name);
}

function* modulesBelow(
  tree: CommitTree,
  folder: string,
  path: readonly string[],
  depth: number,
): Generator<ModuleFiles> {
  const files = tree.configurationIn(folder);
  yield { path, directory: folder, files };
  if (depth === DEEPEST) return;
  for (const [name, declaration] of indexModule(files).calls) {
    const source = attributeOf(declaration, 'source');
    const text = source === undefined ? undefined : literalText(source.attribute.value);
    if (text !== undefined && /^\.\.?(?:\/|$)/.test(text)) {
      yield* modulesBelow(tree, posix.normalize(resolved(folder, text)).replace(/\/$/, ''), [...path, name], depth + 1);
    }
  }
}

function aboutOthersIn(files: readonly ConfigurationFile[]): readonly Piece[] {
  return blocksIn(files).filter(({ block }) => ABOUT_OTHERS.includes(block.type));
}

/** Which versions are allowed is left out: another one of a provider is seen by planning alone. */
function terraformBlocks(files: readonly ConfigurationFile[]): string {
  const texts = blocksIn(files)
    .filter(({ block }) => block.type === 'terraform')
    .flatMap(({ block: { body } }) => {
      const attributes = body.attributes.filter(({ name }) => name !== 'required_version');
      return bodyTexts({ attributes, blocks: body.blocks.filter(({ type }) => type !== 'required_providers') });
    });
  return digest(texts.sort());
}

/** Of what can be read; the rest makes its module unreadable. */
function blocksIn(files: readonly ConfigurationFile[]): readonly Piece[] {
  return files.flatMap(({ path, text }) => {
    try {
      return path.endsWith('.json') ? [] : readBody(text).blocks.map((block) => ({ block, file: path }));
    } catch {
      return [];
    }
  });
}
