import type { Module } from '../configuration/configuration.js';
import type { Material } from '../configuration/material.js';
import { attributeOf, type Declaration, isRepeated, type Named } from '../configuration/module-index.js';
import { type Place, prefix, within } from '../configuration/place.js';
import type { SlicePart } from '../configuration/slice.js';
import { SliceWalk } from '../configuration/slice-walk.js';
import { callsIn, type Step, skipSplat } from '../hcl/reference.js';
import type { Token } from '../hcl/tokens.js';
import { digest } from '../plan/digest.js';
import { writtenKeys } from './written-keys.js';

/** Blocks that run when an object is created or destroyed, and say nothing of what it is. */
export const PROGRAM = /^(?:provisioner|connection)$/;
const MARKS = /^(?:nonsensitive|sensitive)$/;
/** What decides how many there are of a module. */
export const NUMBER = ['count', 'for_each'];
const META = ['source', 'version', 'count', 'for_each', 'providers', 'depends_on'];

/** What an expression asks of a resource or a data source. */
export interface Link {
  /** Without instance keys. */
  readonly address: string;
  /** At the top level; `undefined`: the whole of it, or how many there are. */
  readonly attribute: string | undefined;
}

/** What expressions say by themselves, and what they ask for. */
export interface Surface {
  readonly parts: readonly SlicePart[];
  readonly links: readonly Link[];
  /** An expression says itself what is a secret. */
  readonly marks: boolean;
}

/** Text alone: a reference to a resource is a link, since no plan tells its value here. */
export class TextWalk extends SliceWalk {
  private readonly links = new Map<string, Link>();
  private marks = false;

  constructor(material: Material) {
    super(material, undefined);
  }

  surface(): Surface {
    return { parts: this.slice().parts, links: [...this.links.values()], marks: this.marks };
  }

  /** All but its programs, which no value comes from. */
  whole(declaration: Declaration, name: string, place: Place): void {
    for (const { block, file } of declaration.pieces) {
      const blocks = block.body.blocks.filter(({ type }) => !PROGRAM.test(type));
      const body = { attributes: block.body.attributes, blocks };
      this.block({ block: { ...block, body }, file }, name, within(place, declaration, undefined));
    }
  }

  programs(declaration: Declaration, name: string, place: Place): void {
    for (const { block, file } of declaration.pieces) {
      const programs = block.body.blocks.filter(({ type }) => PROGRAM.test(type));
      const inner = within(place, declaration, undefined);
      for (const one of programs) this.block({ block: one, file }, `${name} ${one.type}`, inner);
    }
  }

  /** What decides whether a module is there, and how often; of one whose text is not in the repository everything. */
  call(place: Place, name: string, called: Module | undefined, metas = META): void {
    const declaration = place.module.calls.get(name);
    if (declaration === undefined) {
      this.add({ kind: 'absent', name: `module.${name}`, digest: digest(['absent']) });
      return;
    }
    if (called === undefined) {
      this.whole(declaration, `module.${name}`, place);
      return;
    }
    for (const meta of metas) {
      const found = attributeOf(declaration, meta);
      if (found !== undefined) this.meta(found, `module.${name}.${meta}`, within(place, declaration, undefined));
    }
  }

  /**
   * Of a "for_each" whose keys are written out those alone: its elements count where `each.value` stands.
   * @returns whether it was one
   */
  meta(found: Named, name: string, place: Place): boolean {
    const { value } = found.attribute;
    const keys = name.endsWith('.for_each') ? writtenKeys(value, place) : undefined;
    if (keys === undefined) {
      this.named(found, name, [], place);
      return false;
    }
    const { file, attribute } = found;
    const part = { kind: 'expression', name: `${prefix(place)}${name}`, file, line: attribute.line } as const;
    this.add({ ...part, digest: digest(['keys', ...[...new Set(keys)].sort()]) });
    return true;
  }

  override expression(tokens: readonly Token[], place: Place): void {
    this.marks ||= callsIn(tokens).some(({ name }) => MARKS.test(name));
    super.expression(tokens, place);
  }

  protected override object(mode: string, type: string, steps: readonly Step[], place: Place): void {
    const [name, ...rest] = steps;
    if (typeof name !== 'string') return;
    const { module } = place;
    const declared = mode === 'managed' ? module.resources : mode === 'data' ? module.data : module.ephemeral;
    const declaration = declared.get(`${type}.${name}`);
    if (declaration === undefined) return;
    const inside = module.path.map((call) => `module.${call}.`).join('');
    const address = `${inside}${mode === 'managed' ? '' : `${mode}.`}${type}.${name}`;
    const [first] = isRepeated(declaration) ? rest.slice(1) : skipSplat(rest);
    const attribute = typeof first === 'string' ? first : undefined;
    this.links.set(`${address} ${attribute ?? ''}`, { address, attribute });
  }

  protected override output(name: string, steps: readonly Step[], place: Place): void {
    const called = this.material.configuration.module([...place.module.path, name]);
    this.call(place, name, called);
    super.output(name, steps, place);
  }

  protected override rootVariable(name: string, _steps: readonly Step[], place: Place): void {
    const declaration = place.module.variables.get(name);
    if (declaration !== undefined) this.whole(declaration, `var.${name}`, place);
  }
}

export function placeOf(module: Module): Place {
  return { module, instance: module.path.map((name) => ({ name })) };
}
