/** An event that starts a workflow, with the `github` context as far as conditions and inputs use it. */
export interface StartedBy {
  readonly name: string;
  readonly github: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, string>>;
}

const repository = { id: 4711, name: 'shop', default_branch: 'main' };

function started(
  name: string,
  ref: string,
  event: object,
  inputs: StartedBy['inputs'] = {},
  actor = 'alice',
): StartedBy {
  const github = {
    event_name: name,
    ref,
    ref_name: ref.replace(/^refs\/(heads|tags)\//, ''),
    actor,
    repository: 'acme/shop',
    workflow: 'Pipeline',
    run_id: '1001',
    sha: 'a'.repeat(40),
    event: { repository, ...event },
  };
  return { name, github, inputs };
}

function pullRequest(headId: number, author: string): StartedBy {
  const pull = { number: 7, head: { repo: { id: headId } }, user: { login: author } };
  return started('pull_request', 'refs/pull/7/merge', { action: 'opened', pull_request: pull }, {}, author);
}

/** The rows of "One step, every event". */
export const EVENTS = {
  'a pull request': pullRequest(repository.id, 'alice'),
  "a fork's pull request": pullRequest(99, 'mallory'),
  "Dependabot's pull request": pullRequest(repository.id, 'dependabot[bot]'),
  'a merge group': started('merge_group', 'refs/heads/gh-readonly-queue/main/pr-7', {}),
  'a push to the default branch': started('push', 'refs/heads/main', {}),
  'a push to another branch': started('push', 'refs/heads/topic', {}),
  'a pushed tag': started('push', 'refs/tags/v1.2.3', {}),
  'a plan by hand': started('workflow_dispatch', 'refs/heads/topic', {}, { operation: 'plan' }),
  'a deploy by hand': started('workflow_dispatch', 'refs/heads/main', {}, { operation: 'deploy' }),
  'a rollback of the site by hand': started('workflow_dispatch', 'refs/heads/main', {}, { operation: 'rollback-site' }),
  'a rollback by hand': started('workflow_dispatch', 'refs/heads/main', {}, { operation: 'rollback' }),
  'a check by hand': started('workflow_dispatch', 'refs/heads/topic', {}, { operation: 'check' }),
  'an unlock by hand': started('workflow_dispatch', 'refs/heads/main', {}, { operation: 'unlock' }),
  'drift by hand': started('workflow_dispatch', 'refs/heads/main', {}, { operation: 'drift' }),
  'a schedule': started('schedule', 'refs/heads/main', {}),
  'a destroy by hand': started(
    'workflow_dispatch',
    'refs/heads/main',
    {},
    { operation: 'destroy', 'confirm-destroy': 'acme/shop:dev' },
  ),
} as const satisfies Record<string, StartedBy>;

export type EventName = keyof typeof EVENTS;
