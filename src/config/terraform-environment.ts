import { ActionError } from '../errors.js';

/** The variable in which the reusable workflow hands its secret `terraform-environment` to the one step that needs it. */
export const TERRAFORM_ENVIRONMENT = 'TERRAFORM_ENVIRONMENT';

/** Through these the runner speaks to the action: inputs, tokens, command files, the event. */
const OF_THE_RUNNER = /^(INPUT|ACTIONS|GITHUB|RUNNER|STATE)_|^(NODE_OPTIONS|PATH|LD_PRELOAD)$/i;

/**
 * Environment variables, one `NAME=value` a line; empty lines and lines that begin with `#` are left out.
 * Throws for a line that is no assignment, and for a name of the runner's own. No error repeats a value.
 */
export function parseTerraformEnvironment(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw new ActionError({
        what: `Line ${index + 1} of the secret "terraform-environment" is not an environment variable`,
        expected: 'NAME=value, one variable a line; a value has no line breaks',
        wayOut: 'Correct the secret, and run the workflow again',
      });
    }
    if (OF_THE_RUNNER.test(name)) {
      throw new ActionError({
        what: `The secret "terraform-environment" sets ${name}, which belongs to the runner`,
        expected: 'variables for Terraform and its providers',
        wayOut: `Remove ${name} from the secret`,
      });
    }
    variables.set(name, value);
  }
  return variables;
}
