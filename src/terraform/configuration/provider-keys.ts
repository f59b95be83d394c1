import { isObject } from '../plan/fields.js';
import type { Json, JsonObject, Plan } from '../plan/json.js';

/** One `provider` block as the plan's JSON names it. */
export interface ProviderConfiguration {
  /** As `provider_config_key` says it: `aws.west`, `module.a:aws`. */
  readonly key: string;
  readonly name: string;
  readonly alias?: string | undefined;
  readonly fullName: string;
  /** Names of the calls that lead to the module that has the block. */
  readonly module: readonly string[];
}

/** Which provider block each resource and data block uses: Terraform has followed the modules' `providers` already. */
export class ProviderKeys {
  private readonly keys = new Map<string, string>();
  private readonly configurations = new Map<string, ProviderConfiguration>();

  constructor({ configuration }: Plan) {
    if (configuration === undefined) return;
    if (isObject(configuration.provider_config)) {
      for (const [key, raw] of Object.entries(configuration.provider_config)) {
        if (isObject(raw)) this.configurations.set(key, providerConfiguration(key, raw));
      }
    }
    if (isObject(configuration.root_module)) this.addModule(configuration.root_module, []);
  }

  /** @param address as a configuration writes it, with neither module nor key: `data.aws_x.y` */
  keyOf(module: readonly string[], address: string): string | undefined {
    return this.keys.get([...module, address].join(' '));
  }

  get(key: string): ProviderConfiguration | undefined {
    return this.configurations.get(key);
  }

  withFullName(fullName: string | undefined): readonly ProviderConfiguration[] {
    return [...this.configurations.values()].filter((one) => one.fullName === fullName);
  }

  private addModule(module: JsonObject, path: readonly string[]): void {
    for (const field of ['resources', 'actions']) {
      const list: Json | undefined = module[field];
      for (const resource of Array.isArray(list) ? list.filter(isObject) : []) {
        const { address, provider_config_key: key } = resource;
        if (typeof address === 'string' && typeof key === 'string') this.keys.set([...path, address].join(' '), key);
      }
    }
    if (!isObject(module.module_calls)) return;
    for (const [name, call] of Object.entries(module.module_calls)) {
      if (isObject(call) && isObject(call.module)) this.addModule(call.module, [...path, name]);
    }
  }
}

function providerConfiguration(key: string, raw: JsonObject): ProviderConfiguration {
  const { name, alias, full_name: fullName, module_address: module } = raw;
  return {
    key,
    name: typeof name === 'string' ? name : key,
    alias: typeof alias === 'string' ? alias : undefined,
    fullName: typeof fullName === 'string' ? fullName : '',
    module: typeof module === 'string' ? module.split('.').filter((_, index) => index % 2 === 1) : [],
  };
}
