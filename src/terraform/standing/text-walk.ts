import type { Module } from '../configuration/configuration.js';
import type { Material } from '../configuration/material.js';
import { attributeOf, type Declaration } from '../configuration/module-index.js';
import { type Place, within } from '../configuration/place.js';
import { SliceWalk } from '../configuration/slice-walk.js';
import type { Step } from '../hcl/reference.js';
import { digest } from '../plan/digest.js';

const META = ['source', 'version', 'count', 'for_each', 'providers', 'depends_on'];

/** Follows references to resources too, whose values no plan tells here. */
export class TextWalk extends SliceWalk {
  readonly uses = new Set<string>();

  constructor(material: Material) {
    super(material, undefined);
  }

  whole(declaration: Declaration, name: string, place: Place): void {
    for (const piece of declaration.pieces) this.block(piece, name, within(place, declaration, undefined));
  }

  /** What decides whether a module is there, and how often; of one whose text is not in the repository everything. */
  call(place: Place, name: string, called: Module | undefined): void {
    const declaration = place.module.calls.get(name);
    if (declaration === undefined) {
      this.add({ kind: 'absent', name: `module.${name}`, digest: digest(['absent']) });
      return;
    }
    if (called === undefined) {
      this.whole(declaration, `module.${name}`, place);
      return;
    }
    for (const meta of META) {
      const found = attributeOf(declaration, meta);
      if (found !== undefined) this.named(found, `module.${name}.${meta}`, [], within(place, declaration, undefined));
    }
  }

  protected override object(mode: string, type: string, steps: readonly Step[], place: Place): void {
    const [name] = steps;
    if (typeof name !== 'string') return;
    const { module } = place;
    const declared = mode === 'managed' ? module.resources : mode === 'data' ? module.data : module.ephemeral;
    const declaration = declared.get(`${type}.${name}`);
    if (declaration === undefined) return;
    const shown = `${mode === 'managed' ? '' : `${mode}.`}${type}.${name}`;
    this.uses.add(`${module.path.map((call) => `module.${call}.`).join('')}${shown}`);
    this.whole(declaration, shown, placeOf(module));
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
