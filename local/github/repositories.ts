import { type Json, userJson } from './account-json.js';
import { type Call, json, numberIn, type Route } from './call.js';
import { notFound } from './github-error.js';
import type { CollaboratorRole, WorkflowRun } from './records.js';
import { fullRepositoryJson, minimalRepositoryJson } from './repository-json.js';
import { nodeId, timestamp } from './urls.js';

export const REPOSITORY_ROUTES: readonly Route[] = [
  {
    operation: 'repos/get',
    method: 'GET',
    path: '/repos/{owner}/{repo}',
    needs: ['metadata'],
    access: 'read',
    answer: (call) => json(200, fullRepositoryJson(call.repository, call.urls)),
  },
  {
    operation: 'repos/get-collaborator-permission-level',
    method: 'GET',
    path: '/repos/{owner}/{repo}/collaborators/{username}/permission',
    needs: ['metadata'],
    access: 'read',
    answer: getPermission,
  },
  {
    operation: 'actions/get-workflow-run',
    method: 'GET',
    path: '/repos/{owner}/{repo}/actions/runs/{run_id}',
    needs: ['actions'],
    access: 'read',
    answer: getRun,
  },
];

/** The older word that `permission` uses for a role: `maintain` and `triage` have none of their own. */
const LEGACY: Readonly<Record<CollaboratorRole | 'none', string>> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
  none: 'none',
};

function getPermission({ repository, store, parameters, urls }: Call) {
  const user = store.findUser(parameters.username ?? '');
  if (user === undefined) throw notFound();
  const role = repository.collaborators.get(user.login) ?? (repository.about.private ? 'none' : 'read');
  const permission = LEGACY[role];
  return json(200, { permission, role_name: role, user: { ...userJson(user, urls), role_name: role } });
}

function getRun(call: Call) {
  const run = call.repository.runs.get(numberIn(call, 'run_id'));
  if (run === undefined) throw notFound();
  return json(200, runJson(call, run));
}

function runJson({ repository, urls }: Call, run: WorkflowRun): Json {
  const url = urls.repo(repository, `/actions/runs/${run.id}`);
  const minimal = minimalRepositoryJson(repository, urls);
  const commit = repository.history.commit(run.headSha);
  const by = { name: commit?.author ?? '', email: commit?.email ?? '' };
  return {
    id: run.id,
    name: 'deploy',
    node_id: nodeId('WorkflowRun', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: '.github/workflows/deploy.yml',
    run_number: 1,
    run_attempt: run.attempt,
    event: run.event,
    display_title: commit?.message.split('\n')[0] ?? '',
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: 1,
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CheckSuite', run.id),
    url,
    html_url: urls.web(repository, `/actions/runs/${run.id}`),
    pull_requests: [],
    created_at: timestamp(run.createdAt),
    updated_at: timestamp(run.updatedAt ?? run.createdAt),
    run_started_at: timestamp(run.createdAt),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: urls.repo(repository, `/check-suites/${run.id}`),
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    workflow_url: urls.repo(repository, '/actions/workflows/1'),
    head_commit:
      commit === undefined
        ? null
        : {
            id: commit.sha,
            tree_id: commit.sha,
            message: commit.message,
            timestamp: timestamp(commit.at),
            author: by,
            committer: by,
          },
    repository: minimal,
    head_repository: minimal,
  };
}
