import { ActionError } from '../errors.js';
import type { InfrastructureConfig, PackagesConfig, SiteConfig } from './config.js';
import type { InputProblem } from './input.js';

/** What stands at a path of the workspace. */
export type PathKind = (path: string) => 'directory' | 'file' | 'missing';

/** The paths that inputs name. */
export interface NamedPaths {
  readonly infrastructure?: Pick<InfrastructureConfig, 'directory' | 'varFiles'> | undefined;
  readonly site?: Pick<SiteConfig, 'directory'> | undefined;
  readonly packages?: Pick<PackagesConfig, 'packages'> | undefined;
}

/** What is named in inputs that are right, beside others that are not: missing folders are said in the same report. */
export function namedPathsOf(inputs: {
  readonly 'infra-directory'?: string;
  readonly 'site-directory'?: string;
  readonly 'lambda-packages'?: PackagesConfig['packages'];
  readonly 'var-files'?: readonly string[];
}): NamedPaths {
  const { 'infra-directory': directory = '', 'site-directory': site = '', 'lambda-packages': packages = [] } = inputs;
  return {
    infrastructure: directory === '' ? undefined : { directory, varFiles: inputs['var-files'] ?? [] },
    site: site === '' ? undefined : { directory: site },
    packages: { packages },
  };
}

/**
 * Paths that the operation will need and that are not there: found before anything is asked of AWS or GitHub.
 * @param needs whether the operation needs the built front end, and the built back end
 */
export function pathProblems(
  config: NamedPaths,
  kind: PathKind,
  needs: { readonly site: boolean; readonly packages: boolean },
): InputProblem[] {
  const problems: InputProblem[] = [];
  const expect = (input: string, path: string, wanted: 'directory' | 'file', wayOut: string) => {
    const found = kind(path);
    if (found === wanted) return;
    problems.push({
      input,
      found:
        found === 'missing' ? `"${path}", which does not exist in the workspace` : `"${path}", which is a ${found}`,
      expected: `a ${wanted} in the checked-out repository`,
      wayOut,
    });
  };
  if (config.infrastructure !== undefined) {
    expect(
      'infra-directory',
      config.infrastructure.directory,
      'directory',
      'Check out the repository before this step; for a site without Terraform write: infra-directory: ""',
    );
    for (const file of config.infrastructure.varFiles)
      expect('var-files', file, 'file', 'Paths start at the repository');
  }
  if (needs.packages) {
    for (const { name, path } of config.packages?.packages ?? []) {
      if (kind(path) !== 'missing') continue;
      problems.push({
        input: 'lambda-packages',
        found: `"${name}=${path}", and ${path} does not exist in the workspace`,
        expected: 'a directory, a .zip or a .jar',
        wayOut: 'Build the back end before this step',
      });
    }
  }
  if (config.site !== undefined && needs.site) {
    expect('site-directory', config.site.directory, 'directory', 'Build the front end before this step');
  }
  return problems;
}

/** One error for all of them. */
export function inputError(problems: readonly InputProblem[]): ActionError {
  const list = problems.map(
    ({ input, found, expected, wayOut }) =>
      `\n  ${input}: found ${found}; expected ${expected}.${wayOut === undefined ? '' : ` ${wayOut}.`}`,
  );
  const count = problems.length === 1 ? 'One input is' : `${problems.length} inputs are`;
  return new ActionError({
    what: `${count} not valid:${list.join('')}`,
    wayOut: '\nCorrect the "with:" of the step. Nothing was sent to AWS or GitHub',
  });
}
