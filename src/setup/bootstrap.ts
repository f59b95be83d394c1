import { posix } from 'node:path';
import { isSign } from '../terraform/hcl/body.js';
import { literalText } from '../terraform/hcl/reference.js';
import type { Token } from '../terraform/hcl/tokens.js';
import type { Repository } from './repository.js';
import { attributesIn, readStack } from './stack.js';

/** The configuration of the roles, as far as its files show what it was applied with. */
export interface Bootstrap {
  readonly folder: string;
  /** Absent where the files do not show them: they may come from the command line. */
  readonly stages?: readonly string[] | undefined;
  /** The value of a variable, or its default; `undefined` where it is not a plain text. */
  readonly text: (variable: string) => string | undefined;
  /** Whether a file gives the variable a value. */
  readonly gives: (variable: string) => boolean;
}

/** @param directory of the root module whose roles it makes; `''` for a site alone */
export function bootstrapBeside(directory: string, repository: Repository): Bootstrap | undefined {
  const beside = directory === '' ? [] : [posix.join(directory, 'bootstrap')];
  for (const folder of new Set([...beside, 'infra/bootstrap', 'bootstrap'])) {
    const stack = readStack(folder, repository);
    if (typeof stack === 'string' || 'why' in stack) continue;
    const names = repository.names(folder).filter((name) => /\.tfvars(\.json)?$/.test(name));
    // In Terraform's order: what comes later replaces what came before.
    const own = names.filter((name) => name === 'terraform.tfvars');
    const automatic = names.filter((name) => name.endsWith('.auto.tfvars'));
    const read = [...own, ...automatic].flatMap((name) => [...attributesIn(repository.read(`${folder}/${name}`))]);
    const given = new Map(read);
    // Another file may be named on the command line.
    const isWhole = names.length === own.length + automatic.length;
    return {
      folder,
      stages: isWhole ? literalTexts(given.get('stages') ?? []) : undefined,
      text: (name) => {
        const value = given.get(name);
        return value === undefined ? (stack.variables.get(name)?.usual ?? undefined) : literalText(value);
      },
      gives: (name) => given.has(name),
    };
  }
  return undefined;
}

/** The texts of `["dev", "prod"]`; `undefined` for every other expression. */
function literalTexts(expression: readonly Token[]): readonly string[] | undefined {
  const tokens = expression.filter(({ kind }) => kind !== 'newline');
  if (!isSign(tokens[0], '[') || !isSign(tokens.at(-1), ']')) return undefined;
  const elements: Token[][] = [[]];
  for (const token of tokens.slice(1, -1)) {
    if (isSign(token, ',')) elements.push([]);
    else elements.at(-1)?.push(token);
  }
  // A comma may follow the last one.
  if (elements.at(-1)?.length === 0) elements.pop();
  const texts = elements.flatMap((element) => literalText(element) ?? []);
  return texts.length > 0 && texts.length === elements.length ? texts : undefined;
}
