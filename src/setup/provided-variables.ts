import { nonBlankLines } from '../config/input.js';
import type { Repository } from './repository.js';
import { variablesIn } from './stack.js';
import { givenText, isExpression, type Use, type Workflow } from './workflow.js';

/** What a use gives to the variables of its root module. */
export interface Provided {
  /** The value as written; `undefined` where it is not a plain text. */
  readonly values: ReadonlyMap<string, string | undefined>;
  /** Something that may give any variable: a file whose name an expression makes, or an environment that is secret. */
  readonly isPartlyHidden: boolean;
}

export function providedTo(use: Use, directory: string, workflow: Workflow, repository: Repository): Provided {
  const { given, job, kind } = use;
  const { names, read } = repository;
  const values = new Map<string, string | undefined>();
  const add = (path: string) => {
    for (const [name, value] of variablesIn(read(path))) values.set(name, value);
  };
  // In Terraform's order: what comes later replaces what came before.
  for (const [, name = ''] of workflow.text.matchAll(/\bTF_VAR_(\w+)/g)) values.set(name, undefined);
  const own = names(directory);
  for (const name of own.filter((one) => one === 'terraform.tfvars')) add(`${directory}/${name}`);
  for (const name of own.filter((one) => one.endsWith('.auto.tfvars'))) add(`${directory}/${name}`);
  const files = nonBlankLines(givenText(given, 'var-files', ''));
  for (const path of files) add(path);
  const assigned = nonBlankLines(givenText(given, 'variables', ''));
  for (const line of assigned) {
    const [, name = '', value = ''] = /^([\w-]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name !== '') values.set(name, isExpression(value) ? undefined : value);
  }
  values.set('stage', undefined);
  if (givenText(given, 'lambda-packages', '').trim() !== '') values.set('lambda_packages', undefined);
  const isSecret = kind === 'call' && /inherit|terraform-environment/.test(JSON.stringify(job.secrets ?? ''));
  const isPartlyHidden =
    isSecret ||
    workflow.text.includes('TF_CLI_ARGS') ||
    files.some((path) => isExpression(path) || path.endsWith('.json')) ||
    own.some((name) => name.endsWith('.tfvars.json')) ||
    assigned.some((line) => /^\$\{\{/.test(line)) ||
    use.earlier.some(({ run = '' }) => /GITHUB_ENV|tfvars/.test(run));
  return { values, isPartlyHidden };
}
