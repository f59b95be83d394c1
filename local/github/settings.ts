import type { Json } from './account-json.js';
import { type Call, json, PAGES, pageOf, type Route } from './call.js';
import { commitJson } from './commit-json.js';
import { notFound } from './github-error.js';
import { nodeId, timestamp } from './urls.js';

export const SETTINGS_ROUTES: readonly Route[] = [
  {
    operation: 'repos/get-environment',
    method: 'GET',
    path: '/repos/{owner}/{repo}/environments/{environment_name}',
    needs: ['actions'],
    access: 'read',
    answer: getEnvironment,
  },
  {
    operation: 'repos/get-branch',
    method: 'GET',
    path: '/repos/{owner}/{repo}/branches/{branch}',
    needs: ['contents'],
    access: 'read',
    answer: getBranch,
  },
  {
    operation: 'repos/get-branch-rules',
    method: 'GET',
    path: '/repos/{owner}/{repo}/rules/branches/{branch}',
    needs: ['metadata'],
    access: 'read',
    query: PAGES,
    answer: (call) => pageOf(call, call.repository.rules, (rule) => rule as unknown as Json),
  },
];

function getEnvironment(call: Call) {
  const { repository, parameters } = call;
  const name = parameters.environment_name ?? '';
  const found = repository.environments.get(name);
  if (found === undefined) throw notFound();
  const rule = (number: number, type: string, more: object = {}) => ({
    id: number,
    node_id: nodeId('GateRule', number),
    type,
    ...more,
  });
  return json(200, {
    ...environmentJson(call, name),
    protection_rules: [
      ...(found.reviewers ? [rule(1, 'required_reviewers', { prevent_self_review: false, reviewers: [] })] : []),
      ...(found.branches ? [rule(2, 'branch_policy')] : []),
    ],
    deployment_branch_policy: found.branches ? { protected_branches: false, custom_branch_policies: true } : null,
  });
}

/** As a run's reviews name it. */
export function environmentJson({ repository, urls }: Call, name: string): Json {
  const at = timestamp(repository.about.createdAt);
  const id = [...repository.environments.keys()].indexOf(name) + 1;
  return {
    id,
    node_id: nodeId('Environment', id),
    name,
    url: urls.repo(repository, `/environments/${encodeURIComponent(name)}`),
    html_url: urls.web(repository, '/deployments/activity_log'),
    created_at: at,
    updated_at: at,
  };
}

function getBranch(call: Call) {
  const { repository, parameters, urls } = call;
  const name = parameters.branch ?? '';
  const commit = repository.history.resolve(name);
  if (commit === undefined) throw notFound();
  const url = urls.repo(repository, `/branches/${name}`);
  return json(200, {
    name,
    commit: commitJson(call, commit),
    _links: { html: urls.web(repository, `/tree/${name}`), self: url },
    protected: repository.rules.length > 0,
    protection: {
      enabled: false,
      required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] },
    },
    protection_url: `${url}/protection`,
  });
}
