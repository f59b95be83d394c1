import { Configuration, type Module } from '../configuration/configuration.js';
import type { Material } from '../configuration/material.js';
import type { Declaration, Piece } from '../configuration/module-index.js';
import { PlanValues } from '../configuration/plan-values.js';
import { ProviderKeys } from '../configuration/provider-keys.js';
import { referencesIn } from '../hcl/reference.js';
import { expressionsOf } from '../hcl/token-text.js';
import { digest } from '../plan/digest.js';
import type { Plan } from '../plan/json.js';
import { callPath, moduleSteps } from '../plan/module-address.js';
import { type AddressUnits, unitsOf } from './address-units.js';
import { areCalled, instancesOf } from './instances.js';
import { NUMBER, placeOf, type Surface, TextWalk } from './text-walk.js';
import { aboutOthersIn, type CommitTree, modulesBelow, terraformBlocks } from './tree-modules.js';
import { unresolvedIn, written } from './unresolved.js';

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

/** The configuration of one commit, address by address. Instances count as one: a text does not say how many there are. */
export class TreeClosures {
  private readonly material: Material;
  private readonly known = new Map<string, Surface>();
  private readonly units = new Map<string, AddressUnits<Surface> | undefined>();
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

  /** Blocks that take something over from outside. */
  imports(): readonly Piece[] {
    return [...this.aboutOthers.values()].flat().filter(({ block }) => block.type === 'import');
  }

  /**
   * All but its programs.
   * @param address without instance keys, as `addressWithoutKeys` writes it
   */
  surface(address: string): Surface {
    return this.once(`surface ${address}`, () => {
      const { module, name } = this.find(address);
      const walk = this.around(address);
      if (module?.unreadable !== undefined) walk.everything(module.unreadable);
      if (module !== undefined && !this.gather(module, name, walk))
        walk.add({ kind: 'absent', name: address, digest: digest(['absent']) });
      return walk.surface();
    });
  }

  /** Its own block alone, as somebody who refers to it needs it. */
  contents(address: string): Surface {
    return this.once(`contents ${address}`, () => {
      const { module, name } = this.find(address);
      const walk = new TextWalk(this.material);
      if (module !== undefined) this.gather(module, name, walk);
      return walk.surface();
    });
  }

  /** What decides how many there are of the modules that it stands in. */
  calls(address: string): Surface {
    return this.once(`calls ${address}`, () => {
      const walk = new TextWalk(this.material);
      this.callsTo(this.find(address).path, walk, NUMBER);
      return walk.surface();
    });
  }

  /** What runs when it is created or destroyed; empty of anything but a resource that can be read. */
  programs(address: string): Surface {
    return this.once(`programs ${address}`, () => {
      const { module, name } = this.find(address);
      const walk = new TextWalk(this.material);
      const declaration = module?.resources.get(name);
      if (module !== undefined && declaration !== undefined) walk.programs(declaration, name, placeOf(module));
      return walk.surface();
    });
  }

  /** `undefined`: it is no resource that can be told apart. */
  parts(address: string): AddressUnits<Surface> | undefined {
    if (!this.units.has(address)) this.units.set(address, this.unitsAt(address));
    return this.units.get(address);
  }

  /** `undefined`: how many there are of it is not told by its text. */
  instances(address: string, exactly = false): readonly string[] | undefined {
    const { path, name } = this.find(address);
    return instancesOf(this.material.configuration, path, name, exactly);
  }

  /** Whether the modules that it stands in have an instance for certain: what has none is not evaluated. */
  isEvaluated(address: string): boolean {
    return areCalled(this.material.configuration, this.find(address).path);
  }

  private find(address: string) {
    const path = callPath(moduleSteps(address));
    const name = address.slice(path.map((call) => `module.${call}.`).join('').length);
    return { path, name, module: this.material.configuration.module(path) };
  }

  private unitsAt(address: string): AddressUnits<Surface> | undefined {
    const { module, name } = this.find(address);
    const declaration = module?.resources.get(name);
    if (module === undefined || module.unreadable !== undefined || declaration === undefined) return undefined;
    const walk = (bare: boolean) => (bare ? new TextWalk(this.material) : this.around(address));
    return unitsOf(declaration, { shown: name, place: placeOf(module), walk });
  }

  private once(what: string, make: () => Surface): Surface {
    const known = this.known.get(what) ?? make();
    this.known.set(what, known);
    return known;
  }

  /** @returns whether there is such a thing */
  private gather(module: Module, name: string, walk: TextWalk): boolean {
    const local = name.startsWith('local.') ? module.locals.get(name.slice('local.'.length)) : undefined;
    const declaration = declarationOf(module, name);
    if (local !== undefined) walk.named(local, name, [], placeOf(module));
    else if (declaration !== undefined) walk.whole(declaration, name, placeOf(module));
    return (local ?? declaration) !== undefined;
  }

  /** What counts for an address beside its own block. */
  private around(address: string): TextWalk {
    const { configuration } = this.material;
    const { path, name } = this.find(address);
    const walk = new TextWalk(this.material);
    walk.add({ kind: 'sources', name: 'the `terraform` block', digest: this.terraform });
    for (const module of configuration.all()) this.providers(module, walk);
    this.callsTo(path, walk);
    for (let depth = 0; depth <= path.length; depth++) this.spokenOf(path, depth, name, walk);
    return walk;
  }

  private callsTo(path: readonly string[], walk: TextWalk, metas?: string[]): void {
    const { configuration } = this.material;
    for (let depth = 0; depth < path.length; depth++) {
      const module = configuration.module(path.slice(0, depth));
      if (module !== undefined)
        walk.call(placeOf(module), path[depth] ?? '', configuration.module(path.slice(0, depth + 1)), metas);
    }
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
  if (first === 'ephemeral') return module.ephemeral.get(rest.join('.'));
  if (first === 'action') return module.actions.get(rest.join('.'));
  if (first === 'call') return module.calls.get(rest.join('.'));
  return module.resources.get(name);
}
