import { type Json, userJson } from './account-json.js';
import { type Call, json, numberIn, PAGES, pageOf, type Route } from './call.js';
import { notFound } from './github-error.js';
import type { RunReview, WorkflowRun } from './records.js';
import { minimalRepositoryJson } from './repository-json.js';
import { environmentJson } from './settings.js';
import { nodeId, timestamp } from './urls.js';

export const WORKFLOW_RUN_ROUTES: readonly Route[] = [
  {
    operation: 'actions/list-workflow-runs-for-repo',
    method: 'GET',
    path: '/repos/{owner}/{repo}/actions/runs',
    needs: ['actions'],
    access: 'read',
    query: [...PAGES, 'branch', 'event', 'status'],
    answer: listRuns,
  },
  {
    operation: 'actions/get-workflow-run',
    method: 'GET',
    path: '/repos/{owner}/{repo}/actions/runs/{run_id}',
    needs: ['actions'],
    access: 'read',
    answer: (call) => json(200, runJson(call, runOf(call))),
  },
  {
    operation: 'actions/get-reviews-for-run',
    method: 'GET',
    path: '/repos/{owner}/{repo}/actions/runs/{run_id}/approvals',
    needs: ['actions'],
    access: 'read',
    answer: (call) =>
      json(
        200,
        (runOf(call).reviews ?? []).map((review) => reviewJson(call, review)),
      ),
  },
];

/** Newest first. `status` is also asked for a conclusion. */
function listRuns(call: Call) {
  const { query } = call.request;
  const asked = (name: string, ...values: readonly (string | null)[]) =>
    query.get(name) === null || values.includes(query.get(name));
  const runs = [...call.repository.runs.values()]
    .filter(({ headBranch }) => asked('branch', headBranch))
    .filter(({ event }) => asked('event', event))
    .filter(({ status, conclusion }) => asked('status', status, conclusion))
    .reverse();
  return pageOf(
    call,
    runs,
    (run) => runJson(call, run),
    (page) => ({ total_count: runs.length, workflow_runs: page }),
  );
}

function runOf(call: Call): WorkflowRun {
  const run = call.repository.runs.get(numberIn(call, 'run_id'));
  if (run === undefined) throw notFound();
  return run;
}

function reviewJson(call: Call, { state, by, comment, environments }: RunReview): Json {
  return {
    state,
    comment,
    user: userJson(by, call.urls),
    environments: environments.map((name) => environmentJson(call, name)),
  };
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
