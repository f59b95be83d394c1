import * as v from 'valibot';
import { type Json, userJson, viaAppJson } from './account-json.js';
import { associationOf } from './association.js';
import { type Call, issueOf, json, PAGES, pageOf, type Route, readBody } from './call.js';
import { checkLength } from './comments.js';
import { labelJson } from './commit-json.js';
import { invalid } from './github-error.js';
import { loginOf } from './identity.js';
import type { Issue, IssueEvent } from './records.js';
import { nodeId, timestamp } from './urls.js';

const LABELS = v.optional(v.array(v.string()));
const NEW_ISSUE = v.object({ title: v.string(), body: v.optional(v.string(), ''), labels: LABELS });
const CHANGED_ISSUE = v.object({
  title: v.optional(v.string()),
  body: v.optional(v.string()),
  labels: LABELS,
  state: v.optional(v.picklist(['open', 'closed'])),
  state_reason: v.optional(v.nullable(v.picklist(['completed', 'not_planned', 'reopened']))),
});

const ISSUES = '/repos/{owner}/{repo}/issues';
const ISSUE = `${ISSUES}/{issue_number}`;
const needs = ['issues'] as const;
const eitherNeed = ['issues', 'pull-requests'] as const;

export const ISSUE_ROUTES: readonly Route[] = [
  {
    operation: 'issues/list-for-repo',
    method: 'GET',
    path: ISSUES,
    needs,
    access: 'read',
    query: [...PAGES, 'state', 'creator', 'labels', 'sort', 'direction'],
    answer: (call) => pageOf(call, listed(call), (issue) => issueJson(call, issue)),
  },
  { operation: 'issues/create', method: 'POST', path: ISSUES, needs, access: 'write', answer: createIssue },
  {
    operation: 'issues/get',
    method: 'GET',
    path: ISSUE,
    needs: eitherNeed,
    access: 'read',
    answer: (call) => json(200, issueJson(call, issueOf(call))),
  },
  { operation: 'issues/update', method: 'PATCH', path: ISSUE, needs: eitherNeed, access: 'write', answer: updateIssue },
  {
    operation: 'issues/add-assignees',
    method: 'POST',
    path: `${ISSUE}/assignees`,
    needs: eitherNeed,
    access: 'write',
    answer: assign,
  },
  {
    operation: 'issues/list-events',
    method: 'GET',
    path: `${ISSUE}/events`,
    needs: eitherNeed,
    access: 'read',
    query: PAGES,
    answer: (call) => pageOf(call, issueOf(call).events, (event) => eventJson(call, event)),
  },
];

/** Pull requests are issues too; newest first unless asked otherwise. */
function listed({ repository, request: { query } }: Call): readonly Issue[] {
  const state = query.get('state') ?? 'open';
  const labels = (query.get('labels') ?? '').split(',').filter(Boolean);
  const creator = query.get('creator');
  const by = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  return [...repository.issues.values()]
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => creator === null || loginOf(issue.author) === creator)
    .filter((issue) => labels.every((name) => issue.labels.some((label) => label.name === name)))
    .sort((a, b) => sign * (a[by] - b[by] || a.number - b.number));
}

function createIssue(call: Call) {
  const asked = readBody(call, 'Issue', NEW_ISSUE);
  if (asked.title === '') throw invalid({ resource: 'Issue', code: 'missing_field', field: 'title' });
  if (asked.body !== '') checkLength('Issue', asked.body);
  const { title, body, labels = [] } = asked;
  return json(201, issueJson(call, call.repository.openIssue(call.token.identity, { title, body, labels })));
}

function updateIssue(call: Call) {
  const { repository, token } = call;
  const issue = issueOf(call);
  const asked = readBody(call, 'Issue', CHANGED_ISSUE);
  if (asked.body !== undefined && asked.body !== '') checkLength('Issue', asked.body);
  issue.title = asked.title ?? issue.title;
  issue.body = asked.body ?? issue.body;
  if (asked.labels !== undefined) {
    for (const { name } of [...issue.labels])
      if (!asked.labels.includes(name)) repository.unlabel(issue, name, token.identity);
    for (const name of asked.labels) repository.label(issue, name, token.identity);
  }
  if (asked.state !== undefined) repository.setState(issue, asked.state, token.identity);
  if (asked.state_reason) issue.stateReason = asked.state_reason;
  issue.updatedAt = repository.clock.now();
  return json(200, issueJson(call, issue));
}

/** Who may not write here is dropped, and the answer is a success all the same. */
function assign(call: Call) {
  const { repository } = call;
  const issue = issueOf(call);
  const { assignees } = readBody(call, 'Issue', v.object({ assignees: v.array(v.string()) }));
  const allowed = assignees.filter((login) => repository.collaborators.has(login));
  issue.assignees = [...new Set([...(issue.assignees ?? []), ...allowed])];
  return json(201, issueJson(call, issue));
}

function issueJson(call: Call, issue: Issue): Json {
  const { repository, urls } = call;
  const url = urls.repo(repository, `/issues/${issue.number}`);
  const html = urls.web(repository, `/${issue.pull === undefined ? 'issues' : 'pull'}/${issue.number}`);
  const pull = {
    url: urls.repo(repository, `/pulls/${issue.number}`),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    merged_at: issue.pull?.merge === undefined ? null : timestamp(issue.pull.merge.at),
  };
  return {
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    number: issue.number,
    url,
    repository_url: urls.repo(repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    title: issue.title,
    user: userJson(issue.author, urls),
    labels: issue.labels.map((label) => labelJson(call, label)),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: issue.locked,
    active_lock_reason: null,
    assignee: null,
    assignees: (issue.assignees ?? []).map((login) => userJson(call.store.user(login), urls)),
    milestone: null,
    comments: issue.comments.length,
    created_at: timestamp(issue.createdAt),
    updated_at: timestamp(issue.updatedAt),
    closed_at: issue.closedAt === undefined ? null : timestamp(issue.closedAt),
    author_association: associationOf(repository, issue.author),
    body: issue.body === '' ? null : issue.body,
    performed_via_github_app: viaAppJson(issue.author, urls),
    ...(issue.pull === undefined ? {} : { draft: false, pull_request: pull }),
  };
}

function eventJson({ repository, urls }: Call, event: IssueEvent): Json {
  return {
    id: event.id,
    node_id: nodeId('IssueEvent', event.id),
    url: urls.repo(repository, `/issues/events/${event.id}`),
    actor: userJson(event.actor, urls),
    event: event.event,
    commit_id: event.commit ?? null,
    commit_url: event.commit === undefined ? null : urls.repo(repository, `/commits/${event.commit}`),
    created_at: timestamp(event.at),
    performed_via_github_app: viaAppJson(event.actor, urls),
    ...(event.label === undefined ? {} : { label: { name: event.label, color: 'ededed' } }),
    ...(event.event === 'locked' ? { lock_reason: null } : {}),
  };
}
