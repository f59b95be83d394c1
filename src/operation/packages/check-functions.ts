import { ActionError } from '../../errors.js';
import type { LambdaPackage } from '../../lambda/lambda-package.js';
import { plannedAliases } from '../../lambda/planned-aliases.js';
import { plannedFunctions } from '../../lambda/planned-functions.js';
import type { Functions } from '../../ports/packages.js';

export interface FunctionsCheck {
  readonly functions: number;
  /** Of each alias that the configuration keeps at a version of its own, a sentence. */
  readonly held: readonly string[];
}

/**
 * Compares what is called with what was uploaded, after the apply: an alias where the configuration has one, since the API
 * calls that and not the newest code; else the function. Names each that runs something else.
 */
export async function checkFunctions(
  planJson: unknown,
  packages: readonly Pick<LambdaPackage, 'key' | 'sha256'>[],
  functions: Functions,
): Promise<FunctionsCheck> {
  const hashes = new Map(packages.map(({ key, sha256 }) => [key, sha256]));
  const planned = plannedFunctions(planJson, new Set(hashes.keys()));
  const held: string[] = [];
  for (const { address, functionName, key } of planned) {
    const aliases = plannedAliases(planJson, functionName);
    for (const alias of aliases.filter(({ version }) => version !== undefined)) {
      held.push(`the alias ${alias.name} of ${functionName} is kept at version ${alias.version} by the configuration`);
    }
    const following = aliases.filter(({ version }) => version === undefined).map(({ name }) => name);
    for (const qualifier of following.length === 0 ? [undefined] : following) {
      const expected = hashes.get(key) ?? '';
      const found = await functions.codeSha256(functionName, qualifier);
      if (found !== expected) throw otherCode(address, functionName, qualifier, { found, expected, key });
    }
  }
  return { functions: planned.length, held };
}

function otherCode(
  address: string,
  functionName: string,
  qualifier: string | undefined,
  { found, expected, key }: { readonly found: string; readonly expected: string; readonly key: string },
): ActionError {
  const called = qualifier === undefined ? `The function ${functionName}` : `The alias ${qualifier} of ${functionName}`;
  return new ActionError({
    what: `${called} (${address}) does not run the code that was deployed`,
    found: `CodeSha256 ${found}`,
    expected: `${expected}, the package ${key}`,
    wayOut:
      qualifier === undefined
        ? 'Somebody updates it besides this action, or source_code_hash is not set: compare, then deploy again'
        : 'Set publish = true and source_code_hash, let the alias follow aws_lambda_function.version, and see who else moves it; then deploy again',
  });
}
