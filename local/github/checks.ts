import * as v from 'valibot';
import { appJson, type Json } from './account-json.js';
import { type Call, json, numberIn, PAGES, pageOf, type Route, readBody } from './call.js';
import { GitHubError, notFound } from './github-error.js';
import type { CheckRun } from './records.js';
import { nodeId, timestamp } from './urls.js';

/** https://docs.github.com/rest/checks/runs: longest `summary` and `text`. */
const LONGEST_TEXT = 65_535;
const CONCLUSIONS = ['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required'] as const;

const NEW_CHECK_RUN = v.object({
  name: v.string(),
  head_sha: v.string(),
  external_id: v.optional(v.string(), ''),
  details_url: v.optional(v.string()),
  status: v.optional(v.picklist(['queued', 'in_progress', 'completed'])),
  conclusion: v.optional(v.picklist(CONCLUSIONS)),
  started_at: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  completed_at: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  output: v.optional(
    v.object({
      title: v.string(),
      summary: v.string(),
      text: v.optional(v.string()),
      annotations: v.optional(v.array(v.unknown()), []),
    }),
  ),
});

const needs = ['checks'] as const;

export const CHECK_ROUTES: readonly Route[] = [
  {
    operation: 'checks/create',
    method: 'POST',
    path: '/repos/{owner}/{repo}/check-runs',
    needs,
    access: 'write',
    answer: createCheckRun,
  },
  {
    operation: 'checks/update',
    method: 'PATCH',
    path: '/repos/{owner}/{repo}/check-runs/{check_run_id}',
    needs,
    access: 'write',
    answer: updateCheckRun,
  },
  {
    operation: 'checks/get',
    method: 'GET',
    path: '/repos/{owner}/{repo}/check-runs/{check_run_id}',
    needs,
    access: 'read',
    answer: getCheckRun,
  },
  {
    operation: 'checks/list-for-ref',
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{ref}/check-runs',
    needs,
    access: 'read',
    query: [...PAGES, 'check_name', 'app_id', 'status', 'filter'],
    answer: listCheckRuns,
  },
];

function createCheckRun(call: Call) {
  const { repository, token } = call;
  if (token.identity.kind !== 'app') throw new GitHubError(403, 'You must authenticate via a GitHub App.');
  const asked = readBody(call, 'CheckRun', NEW_CHECK_RUN);
  for (const text of [asked.output?.summary ?? '', asked.output?.text ?? '']) checkLength(text);
  if (repository.history.commit(asked.head_sha) === undefined) {
    throw new GitHubError(422, `No commit found for SHA: ${asked.head_sha}`);
  }
  // A conclusion completes the run, whatever its status was said to be.
  const status = asked.conclusion === undefined ? (asked.status ?? 'queued') : 'completed';
  if (status === 'completed' && asked.conclusion === undefined) {
    throw new GitHubError(422, 'Invalid request.\n\n"conclusion" wasn\'t supplied.');
  }
  const now = repository.clock.now();
  const completedAt = asked.completed_at === undefined ? now : Date.parse(asked.completed_at);
  const run: CheckRun = {
    id: repository.clock.nextId(),
    app: token.identity,
    headSha: asked.head_sha,
    name: asked.name,
    externalId: asked.external_id,
    detailsUrl: asked.details_url,
    status,
    conclusion: asked.conclusion ?? null,
    startedAt: asked.started_at === undefined ? now : Date.parse(asked.started_at),
    completedAt: status === 'completed' ? completedAt : undefined,
    title: asked.output?.title ?? null,
    summary: asked.output?.summary ?? null,
    text: asked.output?.text ?? null,
    annotations: asked.output?.annotations.length ?? 0,
  };
  repository.checkRuns.push(run);
  return json(201, checkRunJson(call, run));
}

const CHANGED_CHECK_RUN = v.object({
  external_id: v.optional(v.string()),
  status: v.optional(v.picklist(['queued', 'in_progress', 'completed'])),
  conclusion: v.optional(v.picklist(CONCLUSIONS)),
  completed_at: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  output: v.optional(v.object({ title: v.optional(v.string()), summary: v.string(), text: v.optional(v.string()) })),
});

/** A conclusion completes it anew. Only the app that made it may do so. */
function updateCheckRun(call: Call) {
  const { repository, token } = call;
  const id = numberIn(call, 'check_run_id');
  const run = repository.checkRuns.find((candidate) => candidate.id === id);
  if (run === undefined) throw notFound();
  if (token.identity.kind !== 'app' || token.identity.id !== run.app.id) {
    // As quoted in https://github.com/databricks/cli/pull/4563.
    throw new GitHubError(
      403,
      `Invalid app_id \`${run.app.id}\` - check run can only be modified by the GitHub App that created it.`,
    );
  }
  const asked = readBody(call, 'CheckRun', CHANGED_CHECK_RUN);
  for (const text of [asked.output?.summary ?? '', asked.output?.text ?? '']) checkLength(text);
  const changed: CheckRun = {
    ...run,
    externalId: asked.external_id ?? run.externalId,
    conclusion: asked.conclusion ?? run.conclusion,
    status: asked.conclusion === undefined ? (asked.status ?? run.status) : 'completed',
    title: asked.output?.title ?? run.title,
    summary: asked.output?.summary ?? run.summary,
    text: asked.output?.text ?? run.text,
    completedAt: asked.conclusion === undefined ? run.completedAt : repository.clock.now(),
  };
  repository.checkRuns[repository.checkRuns.indexOf(run)] = changed;
  return json(200, checkRunJson(call, changed));
}

function getCheckRun(call: Call) {
  const id = numberIn(call, 'check_run_id');
  const run = call.repository.checkRuns.find((candidate) => candidate.id === id);
  if (run === undefined) throw notFound();
  return json(200, checkRunJson(call, run));
}

/** Newest first. `latest`, the default, hides all but the last run of each name and app. */
function listCheckRuns(call: Call) {
  const { repository, parameters, request } = call;
  const { query } = request;
  const commit = repository.history.resolve(parameters.ref ?? '');
  if (commit === undefined) throw new GitHubError(422, `No commit found for SHA: ${parameters.ref}`);
  const matching = repository.checkRuns
    .filter((run) => run.headSha === commit.sha)
    .filter((run) => query.get('check_name') === null || run.name === query.get('check_name'))
    .filter((run) => query.get('app_id') === null || String(run.app.id) === query.get('app_id'))
    .filter((run) => query.get('status') === null || run.status === query.get('status'))
    .reverse();
  const runs = query.get('filter') === 'all' ? matching : matching.filter(firstOfItsKind);
  return pageOf(
    call,
    runs,
    (run) => checkRunJson(call, run),
    (page) => ({ total_count: runs.length, check_runs: page }),
  );
}

function firstOfItsKind(run: CheckRun, index: number, all: readonly CheckRun[]): boolean {
  return all.findIndex(({ name, app }) => name === run.name && app.id === run.app.id) === index;
}

function checkLength(text: string): void {
  const length = [...text].length;
  if (length <= LONGEST_TEXT) return;
  throw new GitHubError(
    422,
    `Invalid request.\n\nOnly ${LONGEST_TEXT} characters are allowed; ${length} were supplied.`,
  );
}

function checkRunJson({ repository, urls }: Call, run: CheckRun): Json {
  const html = urls.web(repository, `/runs/${run.id}`);
  const url = urls.repo(repository, `/check-runs/${run.id}`);
  return {
    id: run.id,
    node_id: nodeId('CheckRun', run.id),
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: timestamp(run.startedAt),
    completed_at: run.completedAt === undefined ? null : timestamp(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.app.id },
    app: appJson(run.app, urls),
    pull_requests: [],
  };
}
