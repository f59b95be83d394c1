/** What the name of an instance says: `c1/k1:o3/1` is the second `o3` in the instance `k1` of the call `c1`. */
export interface InstanceName {
  readonly call: string | undefined;
  readonly callKey: string | undefined;
  readonly object: string;
  readonly key: string | undefined;
}

export function instanceName(name: string): InstanceName {
  const [, call, callKey, object = '', key] = /^(?:(\w+)(?:\/(\w+))?:)?(\w+)(?:\/(\w+))?$/.exec(name) ?? [];
  return { call, callKey, object, key };
}

/** Whether an object has `count`: one that had none would move to another address. */
export function isGuarded(object: string): boolean {
  return object.startsWith('o') && Number(object.slice(1)) % 2 === 1;
}

/** Whether an object or a call has `for_each`. */
export function isRepeated(name: string): boolean {
  return name.startsWith('e') || name === 'c2';
}

/** Whether an object is one of the invented provider's. */
export function isServer(name: string): boolean {
  return name.startsWith('s');
}

export function typeOf(name: string): string {
  return isServer(name) ? 'shop_server' : 'terraform_data';
}

/** As Terraform writes it: `""` of an object in the root module. */
export function moduleAddress(name: string): string {
  const { call, callKey } = instanceName(name);
  return call === undefined ? '' : `module.${call}${callKey === undefined ? '' : `["${callKey}"]`}`;
}

/** The instance key: `undefined` where there is none. */
export function indexOf(name: string): number | string | undefined {
  const { object, key } = instanceName(name);
  return isGuarded(object) ? Number(key ?? 0) : key;
}

export function addressOf(name: string): string {
  const module = moduleAddress(name);
  const index = indexOf(name);
  const written = index === undefined ? '' : `[${JSON.stringify(index)}]`;
  return `${module === '' ? '' : `${module}.`}${typeOf(name)}.${instanceName(name).object}${written}`;
}
