import type { Json } from './json.js';

/** A path of a plan, such as `["rule", 0, "a b"]`, as a configuration would write it: `rule[0]["a b"]`. */
export function formatPath(path: Json): string {
  const steps: readonly Json[] = Array.isArray(path) ? path : [path];
  return steps.reduce<string>((written, step) => {
    if (typeof step === 'string' && /^[A-Za-z_][\w-]*$/.test(step)) return written === '' ? step : `${written}.${step}`;
    return `${written}[${JSON.stringify(step)}]`;
  }, '');
}
