import type { Json } from './json.js';

/** A path of a plan, such as `["rule", 0, "a b"]`, as a configuration would write it: `rule[0]["a b"]`. */
export function formatPath(path: Json): string {
  const steps: readonly Json[] = Array.isArray(path) ? path : [path];
  return steps.reduce<string>((written, step) => {
    if (typeof step === 'string' && /^[A-Za-z_][\w-]*$/.test(step)) return written === '' ? step : `${written}.${step}`;
    return `${written}[${JSON.stringify(step)}]`;
  }, '');
}

/** The steps of a path as `formatPath` writes it: `rule[0]["a b"].port`. */
export function parsePath(path: string): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  const pattern = /\.?([A-Za-z_][\w-]*)|\[(-?\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  for (let match = pattern.exec(path); match !== null; match = pattern.exec(path)) {
    const [, name, index, key] = match;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else if (key !== undefined) steps.push(JSON.parse(key) as string);
  }
  return steps;
}
