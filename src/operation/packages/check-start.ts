import { ActionError } from '../../errors.js';
import type { LambdaPackage } from '../../lambda/lambda-package.js';
import { plannedFunctions } from '../../lambda/planned-functions.js';
import { PackagedFiles } from '../../lambda/start/packaged-files.js';
import { startFindings } from '../../lambda/start/start-check.js';
import type { StartFinding } from '../../lambda/start/start-finding.js';

export interface StartCheck {
  /** Functions that the plan makes or changes, whose code is one of the packages. */
  readonly functions: number;
  /** What may keep one from starting. */
  readonly warnings: readonly string[];
}

/**
 * Asks of each function that the plan makes or changes whether it can start from its package: before anything is applied, on
 * the pull request already. What runs unchanged is not judged. Throws with everything that is certain to fail.
 */
export function checkStart(
  planJson: unknown,
  packages: readonly Pick<LambdaPackage, 'name' | 'key' | 'archive'>[],
): StartCheck {
  const byKey = new Map(packages.map((one) => [one.key, one]));
  const changed = plannedFunctions(planJson, new Set(byKey.keys())).filter(({ isChanged }) => isChanged);
  const found = changed.flatMap((settings) => {
    const built = byKey.get(settings.key);
    if (built === undefined) return [];
    const files = new PackagedFiles(built.archive, built.name);
    return startFindings(files, settings).map((finding) => ({
      ...finding,
      address: settings.address,
      name: built.name,
    }));
  });
  const refused = found.filter(({ severity }) => severity === 'refused');
  const [first, ...others] = refused;
  if (first !== undefined) throw cannotStart(first, others);
  return { functions: changed.length, warnings: found.map(warning) };
}

type Located = StartFinding & { readonly address: string; readonly name: string };

function cannotStart(first: Located, others: readonly Located[]): ActionError {
  const also = others.map(({ what, address }) => ` Also (${address}): ${what}.`).join('');
  return new ActionError({
    what: `The function ${first.address} cannot start from the package "${first.name}": ${first.what}`,
    found: first.found,
    expected: first.expected,
    wayOut: `${first.wayOut}. Nothing was applied.${also}`,
  });
}

function warning({ what, found, wayOut, address }: Located): string {
  return `${address}: ${what}${found === undefined ? '' : ` (${found})`}. ${wayOut}`;
}
