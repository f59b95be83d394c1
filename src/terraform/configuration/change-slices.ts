import type { Body } from '../hcl/body.js';
import { onlyReference } from '../hcl/reference.js';
import { parsePath } from '../plan/attribute-path.js';
import type { ResourceAction } from '../plan/change-set.js';
import type { Json, PlanActionInvocation, PlanResourceChange } from '../plan/json.js';
import { callPath, type ModuleStep, moduleSteps } from '../plan/module-address.js';
import type { Material } from './material.js';
import { attributeOf, blocksOf, contentOf, type Declaration, type Piece } from './module-index.js';
import { resolved } from './named-files.js';
import { ignoredChanges, notShownIn, typeOf } from './not-shown.js';
import { type Place, within } from './place.js';
import { providerSlice } from './provider-slice.js';
import { type Slice, sliceFrom } from './slice.js';
import { SliceWalk } from './slice-walk.js';
import type { Slices, UnknownAtReview } from './slices.js';

interface Found {
  readonly declaration: Declaration;
  readonly place: Place;
}

/** Arguments and blocks that are Terraform's own, not the provider's. */
const META = /^(?:count|for_each|provider|providers|depends_on|lifecycle|provisioner|connection)$/;

/** The slices of one plan's changes. */
export class ChangeSlices implements Slices {
  constructor(private readonly material: Material) {}

  beside(change: PlanResourceChange, action: ResourceAction, unknown?: UnknownAtReview): Slice {
    const walk = this.walk(unknown);
    const found = this.find(change);
    const key = found === undefined ? undefined : this.providerKey(change, found.place);
    if (key !== undefined) walk.onProvider?.(key);
    else for (const one of this.material.providers.withFullName(change.provider_name)) walk.onProvider?.(one.key);
    const ends = action.includes('delete') || action.includes('forget');
    const sets = action.includes('create') || action === 'update' || action === 'read' || action === 'no-op';
    if (found === undefined) {
      if (this.isUnread(change)) walk.everything(change.address);
      else if (ends) this.removed(change, walk);
      return walk.slice();
    }
    const { declaration, place } = found;
    if (place.module.unreadable !== undefined) walk.everything(place.module.unreadable);
    const shown = shownName(change);
    for (const piece of blocksOf(declaration, 'lifecycle')) {
      for (const block of piece.block.body.blocks) {
        if (!/^(?:pre|post)condition$/.test(block.type)) continue;
        walk.block({ block, file: piece.file }, `${shown} ${block.type}`, place);
      }
    }
    const programs = blocksOf(declaration, 'provisioner').filter(({ block }) => {
      return runsAtDestroy(block.body) ? ends : action.includes('create');
    });
    for (const piece of programs) walk.block(piece, `${shown} provisioner ${piece.block.labels[0] ?? ''}`, place);
    walk.order(programs, `${shown} provisioner`, place);
    if (programs.length > 0) {
      for (const piece of blocksOf(declaration, 'connection')) walk.block(piece, `${shown} connection`, place);
    }
    if (ends) this.removed(change, walk);
    if (sets) this.notShown(change, found, walk, unknown);
    return walk.slice();
  }

  ofUnknown(change: PlanResourceChange, path: string, unknown?: UnknownAtReview): Slice | undefined {
    const walk = this.walk(unknown);
    const found = this.find(change);
    if (found === undefined) {
      if (!this.isUnread(change)) return undefined;
      walk.everything(change.address);
      return walk.slice();
    }
    const { declaration, place } = found;
    if (place.module.unreadable !== undefined) {
      walk.everything(place.module.unreadable);
      return walk.slice();
    }
    const [name, ...steps] = parsePath(path);
    if (typeof name !== 'string') return undefined;
    const attribute = attributeOf(declaration, name);
    const shown = shownName(change);
    if (attribute !== undefined && !META.test(name)) {
      walk.named(attribute, `${shown}.${name}`, steps, place);
      for (const one of ignoredChanges(declaration)) walk.named(one, `${shown} ignore_changes`, [], place);
      return walk.slice();
    }
    const blocks = blocksOf(declaration, name);
    if (!blocks.some(({ block }) => sets(block, steps))) return undefined;
    walk.blocks(blocks, `${shown} ${name}`, place);
    for (const one of ignoredChanges(declaration)) walk.named(one, `${shown} ignore_changes`, [], place);
    return walk.slice();
  }

  ofOutput(name: string, unknown?: UnknownAtReview): Slice {
    const walk = this.walk(unknown);
    const module = this.material.configuration.module([]);
    const declaration = module?.outputs.get(name);
    if (module === undefined || module.unreadable !== undefined) walk.everything(module?.unreadable ?? name);
    else if (declaration !== undefined) {
      const place: Place = { module, instance: [] };
      const value = attributeOf(declaration, 'value');
      if (value !== undefined) walk.named(value, `output.${name}`, [], place);
      walk.declared(declaration, `output.${name}`, place, ['sensitive']);
      for (const piece of blocksOf(declaration, 'precondition'))
        walk.block(piece, `output.${name} precondition`, place);
    }
    return walk.slice();
  }

  ofInvocation(invocation: PlanActionInvocation, unknown?: UnknownAtReview): Slice {
    const walk = this.walk(unknown);
    const instance = moduleSteps(invocation.address);
    const module = this.material.configuration.module(callPath(instance));
    const shown = `${invocation.type}.${invocation.name}`;
    const declaration = module?.actions.get(shown);
    if (module === undefined || declaration === undefined) {
      walk.everything(invocation.address);
      return walk.slice();
    }
    const place = within({ module, instance }, declaration, keyBehind(invocation.address));
    for (const piece of declaration.pieces) walk.block(piece, `action.${shown}`, place);
    const key = this.material.providers.keyOf(module.path, `action.${shown}`);
    const keys = key === undefined ? this.material.providers.withFullName(invocation.provider_name) : [{ key }];
    for (const one of keys) walk.onProvider?.(one.key);
    return walk.slice();
  }

  ofNamedFile(text: string): Slice | undefined {
    if (!mayNameFile(text)) return undefined;
    const { files, root } = this.material.configuration;
    const path = resolved(root, text);
    // The runner's own files are no sources: their content is nobody's to review.
    const found = files.isInside(path) ? files.digestOf(path) : undefined;
    if (found === undefined) return undefined;
    return sliceFrom([{ kind: found.kind, name: path, file: path, digest: found.digest }]);
  }

  private walk(unknown: UnknownAtReview | undefined): SliceWalk {
    const walk = new SliceWalk(this.material, unknown);
    const added = new Set<string>();
    walk.onProvider = (key) => {
      if (added.has(key)) return;
      added.add(key);
      for (const part of providerSlice(this.material, key, unknown, walk.onProvider)) walk.add(part);
    };
    return walk;
  }

  private find(change: PlanResourceChange): Found | undefined {
    const instance: readonly ModuleStep[] = moduleSteps(change.module_address ?? '');
    const module = this.material.configuration.module(callPath(instance));
    const kind = change.mode === 'data' ? module?.data : module?.resources;
    const declaration = kind?.get(`${change.type}.${change.name}`);
    if (module === undefined || declaration === undefined) return undefined;
    return { declaration, place: within({ module, instance }, declaration, change.index) };
  }

  /** Its block may stand in what could not be read. */
  private isUnread({ module_address: address = '' }: PlanResourceChange): boolean {
    const path = callPath(moduleSteps(address));
    return path.some((_, index) => this.unread(path.slice(0, index))) || this.unread(path);
  }

  private unread(path: readonly string[]): boolean {
    return this.material.configuration.module(path)?.unreadable !== undefined;
  }

  private providerKey(change: PlanResourceChange, { module }: Place): string | undefined {
    return this.material.providers.keyOf(module.path, shownName(change));
  }

  /** `removed` blocks of its module, and of those around it, that name it or what holds it. */
  private removed({ module_address: address = '', type, name }: PlanResourceChange, walk: SliceWalk): void {
    const steps = moduleSteps(address);
    const target = [...steps.flatMap((step) => ['module', step.name]), type, name];
    for (let depth = 0; depth <= steps.length; depth++) {
      const instance = steps.slice(0, depth);
      const module = this.material.configuration.module(callPath(instance));
      if (module === undefined) continue;
      const within = target.slice(depth * 2);
      for (const piece of module.removed) {
        if (names(piece, within)) walk.block(piece, `removed ${within.join('.')}`, { module, instance });
      }
    }
  }

  /** Arguments that the block sets and the plan shows as nothing: write-only ones are sent all the same. */
  private notShown(
    change: PlanResourceChange,
    { declaration, place }: Found,
    walk: SliceWalk,
    unknown: UnknownAtReview | undefined,
  ): void {
    const shown = shownName(change);
    const { attributes, types } = notShownIn(declaration, change, unknown);
    for (const name of attributes) {
      // Which build it is, as a version that does not exist yet: reviewed as code, in the plan and in the record.
      if (this.material.isCode(change.type, change.change.after, name)) continue;
      const attribute = META.test(name) ? undefined : attributeOf(declaration, name);
      if (attribute !== undefined) walk.named(attribute, `${shown}.${name}`, [], place);
    }
    for (const type of types) {
      if (META.test(type)) continue;
      walk.blocks(blocksOf(declaration, type), `${shown} ${type}`, place);
    }
  }
}

/** Whether a block sets what a path below its type leads to; indexes say nothing, since elements of a set have no order. */
function sets(block: Piece['block'], path: readonly (string | number)[]): boolean {
  const [name, ...rest] = path.filter((step) => typeof step === 'string');
  if (name === undefined) return true;
  const { attributes, blocks } = contentOf(block);
  if (attributes.some((attribute) => attribute.name === name)) return true;
  return blocks.some((inner) => typeOf(inner) === name && sets(inner, rest));
}

function runsAtDestroy({ attributes }: Body): boolean {
  return attributes.some(({ name, value }) => name === 'when' && value.some(({ text }) => text === 'destroy'));
}

/** Whether the `from` of a `removed` block is this object, or a module around it. */
function names({ block }: Piece, target: readonly string[]): boolean {
  const from = block.body.attributes.find(({ name }) => name === 'from');
  const reference = from === undefined ? undefined : onlyReference(from.value);
  if (reference === undefined) return true;
  const path = [reference.root, ...reference.steps.filter((step) => typeof step === 'string')];
  return path.every((step, index) => step === target[index]);
}

/** The instance key at the end of an address. */
function keyBehind(address: string): Json | undefined {
  const key = /\[(\d+|"(?:[^"\\]|\\.)*")\]$/.exec(address)?.[1];
  if (key === undefined) return undefined;
  return key.startsWith('"') ? (JSON.parse(key) as string) : Number(key);
}

function shownName({ mode, type, name }: PlanResourceChange): string {
  return `${mode === 'managed' ? '' : `${mode}.`}${type}.${name}`;
}

/** Long texts and those with line breaks are no names of files. */
function mayNameFile(text: string): boolean {
  return text.length > 0 && text.length < 1024 && !/[\0\n\r]|:\/\//.test(text);
}
