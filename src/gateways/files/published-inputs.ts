import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { PublishedInputs } from '../../setup/repository.js';

/** @param project where `action.yml` and the reusable workflow are: the runner has the whole repository of an action */
export function publishedInputs(project: string): PublishedInputs {
  const { inputs } = yamlOf(join(project, 'action.yml')) as {
    inputs: Readonly<Record<string, { readonly default?: string }>>;
  };
  const workflow = yamlOf(join(project, '.github', 'workflows', 'deploy.yml')) as {
    on: { workflow_call: { inputs: object } };
  };
  return {
    action: new Map(Object.entries(inputs).map(([name, { default: usual = '' }]) => [name, usual])),
    workflow: new Set(Object.keys(workflow.on.workflow_call.inputs)),
  };
}

function yamlOf(path: string): unknown {
  return parse(readFileSync(path, 'utf8'));
}
