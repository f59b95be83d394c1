import type { Configuration, Module } from '../configuration/configuration.js';
import { allExpressions, attributeOf, contentOf, type Declaration, isRepeated } from '../configuration/module-index.js';
import { type Reference, referencesIn } from '../hcl/reference.js';

/** Arguments of a call that are Terraform's own. */
const META = /^(?:source|version|count|for_each|providers|depends_on)$/;

/**
 * What expressions name and nobody declares, what a module is given and does not take, and what it takes and is not given.
 * The names of a "for" are among them, so it is compared with what was there before.
 */
export function unresolvedIn(configuration: Configuration): ReadonlySet<string> {
  const found = configuration.all().flatMap((module) => {
    const inside = module.path.map((name) => `module.${name}: `).join('');
    const references = allExpressions(module)
      .flatMap(({ expression }) => referencesIn(expression))
      .filter((reference) => !isDeclared(reference, module, configuration));
    return [...references.map(written), ...unfitArguments(module, configuration)].map((one) => `${inside}${one}`);
  });
  return new Set(found);
}

/** `module.a`, `aws_vpc.main`: as much of a reference as names a block. */
export function written({ root, steps }: Pick<Reference, 'root' | 'steps'>): string {
  const names = steps.filter((step) => typeof step === 'string');
  return [root, ...names].join('.');
}

function isDeclared(reference: Reference, module: Module, configuration: Configuration): boolean {
  const { root, steps } = reference;
  const [first, second] = steps;
  if (typeof first !== 'string') return true;
  const { locals, variables, calls, data, ephemeral, resources } = module;
  if (root === 'local') return locals.has(first);
  if (root === 'var') return variables.has(first);
  if (root === 'module') return hasOutput(calls.get(first), reference, configuration.module([...module.path, first]));
  const kind = root === 'data' ? data : root === 'ephemeral' ? ephemeral : undefined;
  return kind === undefined ? resources.has(`${root}.${first}`) : kind.has(`${first}.${String(second)}`);
}

/** Of a module whose text is elsewhere, and of a computed name, nothing can be told. */
function hasOutput(call: Declaration | undefined, { steps }: Reference, called: Module | undefined): boolean {
  if (call === undefined) return false;
  const output = steps[isRepeated(call) ? 2 : 1];
  return called === undefined || typeof output !== 'string' || called.outputs.has(output);
}

function unfitArguments(module: Module, configuration: Configuration): readonly string[] {
  return [...module.calls].flatMap(([name, call]) => {
    const called = configuration.module([...module.path, name]);
    if (called === undefined || called.unreadable !== undefined) return [];
    const given = call.pieces.flatMap(({ block }) => contentOf(block).attributes.map((attribute) => attribute.name));
    const taken = given.filter((argument) => !META.test(argument) && !called.variables.has(argument));
    const needed = [...called.variables].filter(
      ([variable, declaration]) => !given.includes(variable) && attributeOf(declaration, 'default') === undefined,
    );
    return [...taken, ...needed.map(([variable]) => variable)].map((argument) => `module.${name}.${argument}`);
  });
}
