import { type InputProblem, matching } from './input.js';

/** Read in full where it is used; here it is told from what can be none. */
const VERSION = /^(auto)?$|^((=|!=|>=|<=|>|<|~>)?\s*v?\d+(\.(\d+|[x*])){0,2}(-[0-9A-Za-z.-]+)?\s*(,\s*(?=\S)|$))+$/;

/** The `terraform-version` input. */
export const terraformVersion = matching(
  VERSION,
  '"auto", a version such as 1.11.4, a line such as "1.10" (with quotes), or a constraint such as ~> 1.11.0',
);

/** What keeps this version from being installed. @param binary absent without infrastructure */
export function versionProblems(version: string, binary = 'terraform'): readonly InputProblem[] {
  if (version === '' || binary === 'terraform' || binary === 'tofu') return [];
  return [
    {
      input: 'terraform-version',
      found: `"${version}" with "terraform-binary: ${binary}"`,
      expected:
        '"terraform" or "tofu" as "terraform-binary": a program that is named by its path has its version already',
    },
  ];
}
