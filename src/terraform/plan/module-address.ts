import type { Json } from './json.js';

/** A call of a module and its instance key: absent where it has none, `ANY_KEY` where it is not known which. */
export interface ModuleStep {
  readonly name: string;
  readonly key?: Json | typeof ANY_KEY | undefined;
}

export const ANY_KEY = Symbol('any instance');

/** `module.a["x"].module.b[0]` in steps; `[]` for the root module. */
export function moduleSteps(address: string): readonly ModuleStep[] {
  const steps: ModuleStep[] = [];
  const pattern = /module\.([\p{ID_Start}_][\p{ID_Continue}_-]*)(?:\[(\d+|"(?:[^"\\]|\\.)*")\])?(?:\.|$)/uy;
  for (let match = pattern.exec(address); match !== null; match = pattern.exec(address)) {
    const [, name = '', key] = match;
    steps.push(key === undefined ? { name } : { name, key: keyOf(key) });
  }
  return steps;
}

function keyOf(text: string): Json {
  if (!text.startsWith('"')) return Number(text);
  try {
    return JSON.parse(text.replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{')) as string;
  } catch {
    return text;
  }
}

/** The names alone, which a configuration knows a module by. */
export function callPath(steps: readonly ModuleStep[]): readonly string[] {
  return steps.map(({ name }) => name);
}

/** How an instance is written in the name of a part. */
export function written(steps: readonly ModuleStep[]): string {
  return steps
    .map(
      ({ name, key }) =>
        `module.${name}${key === undefined ? '' : key === ANY_KEY ? '[*]' : `[${JSON.stringify(key)}]`}`,
    )
    .join('.');
}

/** Whether these instances may be the same. */
export function mayBe(a: readonly ModuleStep[], b: readonly ModuleStep[]): boolean {
  if (a.length !== b.length) return false;
  return a.every(({ name, key }, index) => {
    const other = b[index];
    if (other?.name !== name) return false;
    return key === ANY_KEY || other.key === ANY_KEY || key === other.key;
  });
}
