import * as v from 'valibot';
import { type Json, userJson, viaAppJson } from './account-json.js';
import { type Call, json, numberIn, PAGES, pageOf, type Route, readBody } from './call.js';
import { GitHubError, NotServed, notFound } from './github-error.js';
import type { Deployment, DeploymentStatus } from './records.js';
import { nodeId, timestamp } from './urls.js';

/** https://docs.github.com/rest/deployments/statuses */
const DESCRIPTION = v.optional(v.pipe(v.string(), v.maxLength(140)), '');
const STATES = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'] as const;

const NEW_DEPLOYMENT = v.object({
  ref: v.string(),
  task: v.optional(v.string(), 'deploy'),
  environment: v.optional(v.string(), 'production'),
  description: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(140))), null),
  payload: v.optional(v.union([v.string(), v.record(v.string(), v.unknown())]), {}),
  auto_merge: v.optional(v.boolean(), true),
  required_contexts: v.optional(v.array(v.string())),
  transient_environment: v.optional(v.boolean(), false),
  production_environment: v.optional(v.boolean()),
});

const NEW_STATUS = v.object({
  state: v.picklist(STATES),
  description: DESCRIPTION,
  log_url: v.optional(v.string(), ''),
  target_url: v.optional(v.string(), ''),
  environment_url: v.optional(v.string(), ''),
  auto_inactive: v.optional(v.boolean(), true),
});

const DEPLOYMENTS = '/repos/{owner}/{repo}/deployments';
const DEPLOYMENT = `${DEPLOYMENTS}/{deployment_id}`;
const needs = ['deployments'] as const;

export const DEPLOYMENT_ROUTES: readonly Route[] = [
  { operation: 'repos/create-deployment', method: 'POST', path: DEPLOYMENTS, needs, access: 'write', answer: create },
  {
    operation: 'repos/list-deployments',
    method: 'GET',
    path: DEPLOYMENTS,
    needs,
    access: 'read',
    query: [...PAGES, 'sha', 'ref', 'task', 'environment'],
    answer: (call) => pageOf(call, listed(call), (deployment) => deploymentJson(call, deployment)),
  },
  {
    operation: 'repos/get-deployment',
    method: 'GET',
    path: DEPLOYMENT,
    needs,
    access: 'read',
    answer: (call) => json(200, deploymentJson(call, deploymentOf(call))),
  },
  {
    operation: 'repos/create-deployment-status',
    method: 'POST',
    path: `${DEPLOYMENT}/statuses`,
    needs,
    access: 'write',
    answer: createStatus,
  },
  {
    operation: 'repos/list-deployment-statuses',
    method: 'GET',
    path: `${DEPLOYMENT}/statuses`,
    needs,
    access: 'read',
    query: PAGES,
    answer: (call) => {
      const deployment = deploymentOf(call);
      return pageOf(call, [...deployment.statuses].reverse(), (status) => statusJson(call, deployment, status));
    },
  },
];

/** Merging the default branch into the ref, and waiting for checks, are not served: a commit that is merged needs neither. */
function create(call: Call) {
  const { repository, token } = call;
  const asked = readBody(call, 'Deployment', NEW_DEPLOYMENT);
  if (asked.auto_merge) throw new NotServed('deployments with "auto_merge"');
  if (asked.required_contexts?.length !== 0) throw new NotServed('deployments with "required_contexts"');
  const commit = repository.history.resolve(asked.ref);
  if (commit === undefined) throw new GitHubError(422, `No ref found for: ${asked.ref}`);
  const now = repository.clock.now();
  const deployment: Deployment = {
    id: repository.clock.nextId(),
    creator: token.identity,
    sha: commit.sha,
    ref: asked.ref,
    task: asked.task,
    environment: asked.environment,
    production: asked.production_environment ?? asked.environment === 'production',
    transient: asked.transient_environment,
    payload: asked.payload,
    description: asked.description,
    createdAt: now,
    updatedAt: now,
    statuses: [],
  };
  repository.deployments.push(deployment);
  return json(201, deploymentJson(call, deployment));
}

function createStatus(call: Call) {
  const { repository, token } = call;
  const deployment = deploymentOf(call);
  const asked = readBody(call, 'DeploymentStatus', NEW_STATUS);
  const status: DeploymentStatus = {
    id: repository.clock.nextId(),
    creator: token.identity,
    state: asked.state,
    description: asked.description,
    logUrl: asked.log_url || asked.target_url,
    environmentUrl: asked.environment_url,
    at: repository.clock.now(),
  };
  if (asked.state === 'success' && asked.auto_inactive) retire(call, deployment);
  deployment.statuses.push(status);
  deployment.updatedAt = status.at;
  return json(201, statusJson(call, deployment, status));
}

/** A success makes earlier ones of the environment inactive, but for production and transient environments. */
function retire({ repository, token }: Call, by: Deployment): void {
  for (const earlier of repository.deployments) {
    const last = earlier.statuses.at(-1)?.state;
    if (earlier === by || earlier.environment !== by.environment || last !== 'success') continue;
    if (earlier.production || earlier.transient) continue;
    earlier.statuses.push({
      id: repository.clock.nextId(),
      creator: token.identity,
      state: 'inactive',
      description: '',
      logUrl: '',
      environmentUrl: '',
      at: repository.clock.now(),
    });
  }
}

/** Newest first. */
function listed({ repository, request: { query } }: Call): readonly Deployment[] {
  const fits = (name: string, value: string): boolean => query.get(name) === null || query.get(name) === value;
  return repository.deployments
    .filter(({ sha, ref }) => fits('sha', sha) && fits('ref', ref))
    .filter(({ task, environment }) => fits('task', task) && fits('environment', environment))
    .reverse();
}

function deploymentOf(call: Call): Deployment {
  const id = numberIn(call, 'deployment_id');
  const deployment = call.repository.deployments.find((candidate) => candidate.id === id);
  if (deployment === undefined) throw notFound();
  return deployment;
}

function deploymentJson({ repository, urls }: Call, deployment: Deployment): Json {
  const url = urls.repo(repository, `/deployments/${deployment.id}`);
  return {
    url,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: userJson(deployment.creator, urls),
    created_at: timestamp(deployment.createdAt),
    updated_at: timestamp(deployment.updatedAt),
    statuses_url: `${url}/statuses`,
    repository_url: urls.repo(repository),
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: viaAppJson(deployment.creator, urls),
  };
}

function statusJson({ repository, urls }: Call, deployment: Deployment, status: DeploymentStatus): Json {
  const url = urls.repo(repository, `/deployments/${deployment.id}`);
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: userJson(status.creator, urls),
    description: status.description,
    environment: deployment.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: timestamp(status.at),
    updated_at: timestamp(status.at),
    deployment_url: url,
    repository_url: urls.repo(repository),
    performed_via_github_app: viaAppJson(status.creator, urls),
  };
}
