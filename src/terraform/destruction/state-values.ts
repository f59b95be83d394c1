import { isObject } from '../plan/fields.js';
import type { Json } from '../plan/json.js';

export function at(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) ? value[name] : undefined;
}

/** `undefined` where it is empty, too. */
export function textAt(value: Json | undefined, name: string): string | undefined {
  const found = at(value, name);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
