import { isObject } from '../plan/fields.js';
import type { Json, JsonObject, Plan } from '../plan/json.js';
import { callPath, type ModuleStep, moduleSteps } from '../plan/module-address.js';

/** One instance of a resource or data source, with what the plan knows of it. */
export interface Instance {
  readonly address: string;
  readonly type: string;
  readonly module: readonly ModuleStep[];
  /** The instance's own key; absent where it has none. */
  readonly key?: Json | undefined;
  readonly value: Json | undefined;
  /** `true`, or the shape of the value with `true` at what is known only after apply. */
  readonly unknown: Json | undefined;
  readonly sensitive: Json | undefined;
}

/** Finds what a reference names: values by the address that a configuration uses, without instance keys. */
export class PlanValues {
  private readonly instances = new Map<string, Instance[]>();

  constructor(plan: Plan) {
    for (const change of [...plan.resource_changes, ...plan.deferred_changes.map((one) => one.resource_change)]) {
      if (change.deposed !== undefined) continue;
      const { address, module_address: module = '', mode, type, name, index } = change;
      const steps = moduleSteps(module);
      const { after, after_unknown: unknown, after_sensitive: sensitive } = change.change;
      this.add(mode, steps, type, name, {
        address,
        type,
        module: steps,
        key: index,
        value: after,
        unknown,
        sensitive,
      });
    }
    // What was read while planning is in no change, but in the state that the plan began with.
    const values = isObject(plan.prior_state) ? plan.prior_state.values : undefined;
    if (isObject(values) && isObject(values.root_module)) this.addStateModule(values.root_module);
  }

  of(mode: string, module: readonly string[], type: string, name: string): readonly Instance[] {
    return this.instances.get(keyOf(mode, module, type, name)) ?? [];
  }

  /** Every instance, sorted by address. */
  all(): readonly Instance[] {
    return [...this.instances.values()].flat().sort((a, b) => (a.address < b.address ? -1 : 1));
  }

  private addStateModule(module: JsonObject): void {
    for (const resource of listOf(module.resources)) {
      const { address, mode, type, name, index, values, sensitive_values: sensitive } = resource;
      if (mode !== 'data' || typeof address !== 'string') continue;
      const steps = moduleSteps(address);
      const known = this.of('data', callPath(steps), String(type), String(name));
      if (known.some((one) => one.address === address)) continue;
      this.add('data', steps, String(type), String(name), {
        address,
        type: String(type),
        module: steps,
        key: index,
        value: values,
        unknown: undefined,
        sensitive,
      });
    }
    for (const child of listOf(module.child_modules)) this.addStateModule(child);
  }

  private add(mode: string, module: readonly ModuleStep[], type: string, name: string, instance: Instance): void {
    const key = keyOf(mode, callPath(module), type, name);
    const found = this.instances.get(key);
    if (found === undefined) this.instances.set(key, [instance]);
    else found.push(instance);
  }
}

function keyOf(mode: string, module: readonly string[], type: string, name: string): string {
  return [mode, module.join('.'), type, name].join(' ');
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
