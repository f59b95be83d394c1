import type { Declaration } from '../configuration/module-index.js';
import { attributeOf } from '../configuration/module-index.js';
import { resolved } from '../configuration/named-files.js';
import { within } from '../configuration/place.js';
import type { SlicePart } from '../configuration/slice.js';
import { SliceWalk } from '../configuration/slice-walk.js';
import type { PlanSources } from '../configuration/sources.js';
import { isReplacement, type ResourceChange } from '../plan/change-set.js';
import type { Json, PlanResourceChange } from '../plan/json.js';
import { callPath, moduleSteps } from '../plan/module-address.js';
import type { ChangedFiles } from './changed-files.js';

/** Whether a pull request's files explain a change; `unknown` is said of nothing. */
export type Explained = 'yes' | 'no' | 'unknown';

export interface Explanation {
  readonly explained: Explained;
  /** Addresses whose known values it is made from: what explains one of them explains it. */
  readonly from: readonly string[];
  /** Data sources that decide whether it is there at all. */
  readonly data: readonly string[];
}

/** Reasons of Terraform's own, which the comment says in words. */
const TOLD = ['replace_because_tainted', 'replace_by_request', 'read_because_config_unknown'];
/** Arguments of a resource or a module's call that decide which instances there are. */
const INSTANCES = ['count', 'for_each'];
const OF_A_CALL = [...INSTANCES, 'source', 'version', 'providers'];
/** The name of a part that is what a data source answered. */
const OF_DATA = /^(?:module\..*\.)?data\./;

/** Looks up for changes of one plan whether the files of its pull request explain them. */
export class Explanations {
  constructor(
    private readonly sources: Pick<PlanSources, 'material' | 'slices'>,
    private readonly files: ChangedFiles,
    /** Those with values of root variables, relative to the repository. */
    private readonly variableFiles: readonly string[],
  ) {}

  of(change: ResourceChange, raw: PlanResourceChange): Explanation {
    const { reason = '', deposed, changedAttributes } = change;
    const told = TOLD.includes(reason) || deposed !== undefined;
    const found = told ? undefined : this.parts(change, raw);
    if (found === undefined) return { explained: 'unknown', from: [], data: [] };
    const { parts, removed } = found;
    const values = parts.flatMap(({ kind, name }) => (kind === 'value' ? [name] : []));
    const data = values.filter((name) => OF_DATA.test(name));
    const rest = { from: values, data };
    if (removed === 'yes' || parts.some((part) => this.touches(part)) || this.namesChangedFile(raw, data)) {
      return { explained: 'yes', ...rest };
    }
    const dubious =
      removed === 'unknown' ||
      reason === 'replace_by_triggers' ||
      parts.some(({ kind, name }) => kind === 'sources' || this.isGiven(name)) ||
      changedAttributes.some((name) => this.isComputed(raw, name)) ||
      this.files.touches(resolved(this.sources.material.configuration.root, '.terraform.lock.hcl')) ||
      this.files.removes(/^\s*(?:moved|removed|import)\s*\{/) !== 'no';
    return { explained: dubious ? 'unknown' : 'no', ...rest };
  }

  private parts(
    change: ResourceChange,
    raw: PlanResourceChange,
  ): { readonly parts: readonly SlicePart[]; readonly removed: Explained } | undefined {
    const { material, slices } = this.sources;
    const { configuration } = material;
    const steps = moduleSteps(change.module);
    const walk = new SliceWalk(material, undefined);
    for (const [depth, { name, key }] of steps.entries()) {
      const instance = steps.slice(0, depth);
      const module = configuration.module(callPath(instance));
      if (module === undefined || module.unreadable !== undefined) return undefined;
      const call = module.calls.get(name);
      if (call === undefined) {
        const removed = this.files.removes(new RegExp(`^\\s*module\\s+"?${name}"?\\s*\\{`));
        return { parts: walk.slice().parts, removed };
      }
      this.settings(walk, call, OF_A_CALL, `module.${name}`, within({ module, instance }, call, key));
    }
    const module = configuration.module(callPath(steps));
    if (module === undefined || module.unreadable !== undefined) return undefined;
    const shown = `${change.type}.${change.name}`;
    const declaration = module.resources.get(shown);
    if (declaration === undefined) {
      const block = new RegExp(`^\\s*resource\\s+"?${change.type}"?\\s+"?${change.name}"?\\s*\\{`);
      return { parts: walk.slice().parts, removed: this.files.removes(block) };
    }
    const place = within({ module, instance: steps }, declaration, raw.index);
    this.settings(walk, declaration, INSTANCES, shown, place);
    if (change.action === 'update' || isReplacement(change.action)) {
      for (const piece of declaration.pieces) walk.block(piece, shown, place);
      return { parts: [...walk.slice().parts, ...slices.beside(raw, change.action).parts], removed: 'no' };
    }
    // What is made or taken away is explained by the block's first line: it is new, or is another resource's now.
    const heads = declaration.pieces.map(
      ({ block: { line }, file }): SlicePart => ({ kind: 'block', name: shown, file, line, end: line, digest: '' }),
    );
    return { parts: [...walk.slice().parts, ...heads], removed: 'no' };
  }

  private settings(
    walk: SliceWalk,
    of: Declaration,
    names: readonly string[],
    shown: string,
    place: Parameters<SliceWalk['named']>[3],
  ): void {
    for (const name of names) {
      const named = attributeOf(of, name);
      if (named !== undefined) walk.named(named, `${shown}.${name}`, [], place);
    }
  }

  private touches({ kind, name, file, line, end }: SlicePart): boolean {
    if (kind === 'file' || kind === 'absent') return this.files.touches(file ?? name);
    if (kind === 'folder') return this.files.touchesBelow(file ?? name);
    if (kind === 'value') return name.startsWith('var.') && this.touchesVariable(name);
    return file !== undefined && line !== undefined && this.files.touchesLines(file, line, end ?? line);
  }

  /** Its default, or a file of values. */
  private touchesVariable(part: string): boolean {
    const [, name = ''] = /^var\.([\p{ID_Continue}-]+)/u.exec(part) ?? [];
    const declaration = this.sources.material.configuration.module([])?.variables.get(name);
    const inFile = declaration?.pieces.some(({ block, file }) => this.files.touchesLines(file, block.line, block.end));
    return inFile === true || this.variableFiles.some((file) => this.files.touches(file));
  }

  /** Known texts of the object, and of the data sources that it is made from, that name a file or folder which changes. */
  private namesChangedFile(raw: PlanResourceChange, data: readonly string[]): boolean {
    const { configuration, values } = this.sources.material;
    const read = values.all().filter(({ address }) => data.some((name) => isOf(name, address)));
    return [raw.change.after, ...read.map(({ value }) => value)].flatMap(textsOf).some((text) => {
      return this.files.touchesBelow(resolved(configuration.root, text));
    });
  }

  /** A variable that the workflow may give, where that changes, or one that differs in each run, as packages do. */
  private isGiven(part: string): boolean {
    const [, name] = /^var\.([\p{ID_Continue}-]+)/u.exec(part) ?? [];
    return name !== undefined && (this.sources.material.volatile.has(name) || this.files.touchesBelow('.github'));
  }

  /** Known only after apply although the block sets it: it follows from another change. */
  private isComputed(raw: PlanResourceChange, name: string): boolean {
    const { after_unknown: unknown, after } = raw.change;
    if (this.sources.material.isCode(raw.type, after, name)) return true;
    const isUnknown = typeof unknown === 'object' && unknown !== null && !Array.isArray(unknown) && name in unknown;
    return isUnknown && this.sources.slices.ofUnknown(raw, name) !== undefined;
  }
}

/** Whether a part's name begins with this address. */
export function isOf(name: string, address: string): boolean {
  return name.startsWith(address) && /^(?:$|[.[])/.test(name.slice(address.length));
}

function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return /^(?!\.\.?\/?$)[^\0\n\r]{1,1023}$/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
