import type { StackIdentity } from '../run/stack-identity.js';

/** The task of our GitHub deployments: an `environment:` on a job makes deployments too, with the task `deploy`. */
export const DEPLOY_TASK = 'well-managed-deployments';

export const DEFAULT_DIRECTORY = 'infra';
export const DEFAULT_WORKSPACE = 'default';

/** The task of one stack's deployments. Two stacks of one stage have two memories. */
export function deployTask(identity: StackIdentity): string {
  return [DEPLOY_TASK, ...uncommonParts(identity)].join(':');
}

/** What tells a stack apart beside its stage, where it is not the default. */
export function uncommonParts({
  directory,
  workspace,
}: Pick<StackIdentity, 'directory' | 'workspace'>): readonly string[] {
  return [
    ...(directory === DEFAULT_DIRECTORY ? [] : [directory === '' ? 'no infrastructure' : `directory ${directory}`]),
    ...(workspace === DEFAULT_WORKSPACE ? [] : [`workspace ${workspace}`]),
  ];
}
