import { asError } from '../../errors.js';
import type { LambdaPackage } from '../../lambda/lambda-package.js';
import { KEEP_VERSIONS, plannedFunctions } from '../../lambda/planned-functions.js';
import type { FunctionVersions } from '../../ports/packages.js';

/** In one run, so that the first one after years does not take minutes. The next run goes on. */
const AT_MOST = 100;

/**
 * Deletes the versions beyond the newest ones that a function's tag `keep-versions` asks for, oldest first. A function without
 * the tag is left alone: only its owner knows who calls a version by its number. What an alias names, Lambda does not delete.
 * A deploy does not fail by it: what was not deleted is said.
 */
export async function pruneVersions(
  planJson: unknown,
  packages: readonly Pick<LambdaPackage, 'key'>[],
  versions: FunctionVersions,
): Promise<{ readonly sentence: string; readonly warnings: readonly string[] }> {
  const warnings: string[] = [];
  let removed = 0;
  for (const { functionName, keepVersions } of plannedFunctions(planJson, new Set(packages.map(({ key }) => key)))) {
    if (keepVersions === undefined) continue;
    if (!/^[1-9]\d{0,3}$/.test(keepVersions)) {
      warnings.push(
        `No version of ${functionName} was deleted: its tag ${KEEP_VERSIONS} is ${JSON.stringify(keepVersions)}, not a number from 1 to 9999.`,
      );
      continue;
    }
    try {
      const known = await versions.list(functionName);
      for (const version of oldVersions(known, Number(keepVersions)).slice(0, AT_MOST)) {
        if ((await versions.remove(functionName, version)) === 'removed') removed++;
      }
    } catch (thrown) {
      const { name, message } = asError(thrown);
      warnings.push(
        `Old versions of ${functionName} could not be deleted (${name}: ${message}). The role needs lambda:ListVersionsByFunction and lambda:DeleteFunction.`,
      );
    }
  }
  return { sentence: `${removed} deleted`, warnings };
}

/** All but the newest ones, the oldest first. */
function oldVersions(versions: readonly number[], keep: number): readonly number[] {
  const sorted = [...versions].sort((one, other) => one - other);
  return sorted.slice(0, Math.max(0, sorted.length - keep));
}
