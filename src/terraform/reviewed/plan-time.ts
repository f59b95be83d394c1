import { callsPlanTime } from '../configuration/gathered-parts.js';
import type { Material } from '../configuration/material.js';
import { allExpressions, attributeOf, blocksOf } from '../configuration/module-index.js';
import { within } from '../configuration/place.js';
import { SliceWalk } from '../configuration/slice-walk.js';
import { parsePath } from '../plan/attribute-path.js';
import type { PlanResourceChange } from '../plan/json.js';
import { callPath, moduleSteps } from '../plan/module-address.js';

/** Whether the value at a path of a resource is made from the time of the plan (`plantimestamp()`). */
export type IsOfPlanTime = (change: PlanResourceChange, path: string) => boolean;

class PlanTimeWalk extends SliceWalk {
  found = false;

  override expression(...[tokens, place]: Parameters<SliceWalk['expression']>): void {
    this.found ||= callsPlanTime(tokens);
    if (!this.found) super.expression(tokens, place);
  }
}

/** By the expressions of the configuration: such values are known, and others in each plan. */
export function ofPlanTime(material: Material): IsOfPlanTime {
  const { configuration } = material;
  let isNamed: boolean | undefined;
  return ({ module_address: address = '', mode, type, name, index }, path) => {
    isNamed ??= configuration
      .all()
      .some((one) => allExpressions(one).some(({ expression }) => callsPlanTime(expression)));
    if (!isNamed) return false;
    const instance = moduleSteps(address);
    const module = configuration.module(callPath(instance));
    const declaration = (mode === 'data' ? module?.data : module?.resources)?.get(`${type}.${name}`);
    const [top, ...steps] = parsePath(path);
    if (module === undefined || declaration === undefined || typeof top !== 'string') return false;
    const place = within({ module, instance }, declaration, index);
    const walk = new PlanTimeWalk(material, undefined);
    const attribute = attributeOf(declaration, top);
    if (attribute !== undefined) walk.named(attribute, top, steps, place);
    else for (const piece of blocksOf(declaration, top)) walk.block(piece, top, place);
    return walk.found;
  };
}
