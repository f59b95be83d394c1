import * as v from 'valibot';
import { ActionError } from '../errors.js';
import type { Event, Repository, Run } from './event.js';

/** The variables that the runner sets for every step; https://docs.github.com/actions/reference/variables-reference */
export type RunnerVariables = Readonly<Record<string, string | undefined>>;

export interface ParsedEvent {
  readonly event: Event;
  readonly repository: Repository;
  readonly run: Run;
}

const repositorySchema = v.object({ id: v.number(), default_branch: v.optional(v.string(), 'main') });

const pullRequestSchema = v.object({
  action: v.string(),
  changes: v.optional(v.object({ base: v.optional(v.unknown()) })),
  number: v.number(),
  pull_request: v.object({
    head: v.object({ sha: v.string(), repo: v.nullable(v.object({ id: v.number() })) }),
    base: v.object({ ref: v.string(), repo: v.object({ id: v.number() }) }),
    user: v.nullable(v.object({ login: v.string() })),
  }),
});

const mergeGroupSchema = v.object({
  merge_group: v.object({ head_sha: v.string(), base_ref: v.string(), base_sha: v.string() }),
});

/**
 * Reads `GITHUB_EVENT_NAME`, the payload of `GITHUB_EVENT_PATH` (already parsed) and the runner's variables.
 * Throws an `ActionError` that names the field when the payload is not what GitHub documents.
 */
export function parseEvent(name: string, payload: unknown, variables: RunnerVariables): ParsedEvent {
  const [owner, repositoryName] = required(variables, 'GITHUB_REPOSITORY').split('/');
  if (!owner || !repositoryName) {
    throw new ActionError({
      what: 'GITHUB_REPOSITORY does not name a repository',
      found: `"${variables.GITHUB_REPOSITORY}"`,
      expected: 'OWNER/REPO',
    });
  }
  const hosted =
    name === 'schedule'
      ? scheduledIn(payload, variables)
      : parsed(v.object({ repository: repositorySchema }), payload, name).repository;
  const repository: Repository = {
    id: hosted.id,
    owner,
    name: repositoryName,
    fullName: `${owner}/${repositoryName}`,
    defaultBranch: hosted.default_branch,
  };
  const id = required(variables, 'GITHUB_RUN_ID');
  const server = variables.GITHUB_SERVER_URL ?? 'https://github.com';
  const run: Run = {
    id,
    attempt: variables.GITHUB_RUN_ATTEMPT ?? '1',
    url: `${server}/${repository.fullName}/actions/runs/${id}`,
    sha: required(variables, 'GITHUB_SHA'),
    ref: variables.GITHUB_REF ?? '',
    actor: variables.GITHUB_ACTOR ?? '',
    triggeringActor: variables.GITHUB_TRIGGERING_ACTOR ?? '',
  };
  return { event: eventOf(name, payload, run), repository, run };
}

/**
 * A server older than September 2022's github.com names no repository in the payload of a schedule, which always runs
 * on the default branch.
 * https://github.blog/changelog/2022-09-27-github-actions-additional-information-available-in-github-event-payload-for-scheduled-workflow-runs/
 */
function scheduledIn(payload: unknown, variables: RunnerVariables): v.InferOutput<typeof repositorySchema> {
  const { repository } = parsed(v.object({ repository: v.optional(repositorySchema) }), payload, 'schedule');
  if (repository !== undefined) return repository;
  const { branch } = refOf(required(variables, 'GITHUB_REF'));
  return { id: Number(required(variables, 'GITHUB_REPOSITORY_ID')), default_branch: branch ?? 'main' };
}

function eventOf(name: string, payload: unknown, run: Run): Event {
  switch (name) {
    case 'pull_request': {
      const { action, changes, number, pull_request: pull } = parsed(pullRequestSchema, payload, name);
      const author = pull.user?.login ?? '';
      return {
        kind: 'pull-request',
        action,
        baseChanged: changes?.base !== undefined,
        number,
        headSha: pull.head.sha,
        baseRef: pull.base.ref,
        author,
        trust: trustOf(pull.head.repo?.id, pull.base.repo.id, author, run.actor),
      };
    }
    case 'merge_group': {
      const { merge_group: group } = parsed(mergeGroupSchema, payload, name);
      return {
        kind: 'merge-group',
        headSha: group.head_sha,
        baseRef: group.base_ref.replace(/^refs\/heads\//, ''),
        baseSha: group.base_sha,
      };
    }
    case 'push': {
      const { deleted } = parsed(v.object({ deleted: v.optional(v.boolean(), false) }), payload, name);
      return { kind: 'push', ...refOf(run.ref), sha: run.sha, deleted };
    }
    case 'release': {
      const { release } = parsed(v.object({ release: v.object({ tag_name: v.string() }) }), payload, name);
      return { kind: 'release', tag: release.tag_name, sha: run.sha };
    }
    case 'workflow_dispatch': {
      return { kind: 'manual', ...refOf(run.ref), sha: run.sha };
    }
    case 'schedule':
      return { kind: 'schedule', sha: run.sha };
    case 'pull_request_target':
    case 'workflow_run':
      return { kind: 'dangerous', name };
    default:
      return { kind: 'other', name };
  }
}

/**
 * The same repository by id: a name can be given up and registered by somebody else. Dependabot's pull requests are
 * in the same repository, but run with Dependabot's secrets and a read-only token, as a fork's do.
 */
function trustOf(headId: number | undefined, baseId: number, author: string, actor: string) {
  if (headId !== baseId) return 'fork';
  return author === 'dependabot[bot]' || actor === 'dependabot[bot]' ? 'dependabot' : 'same-repository';
}

function refOf(ref: string): { branch?: string; tag?: string } {
  if (ref.startsWith('refs/heads/')) return { branch: ref.slice('refs/heads/'.length) };
  if (ref.startsWith('refs/tags/')) return { tag: ref.slice('refs/tags/'.length) };
  return {};
}

function parsed<T extends v.GenericSchema>(schema: T, payload: unknown, name: string): v.InferOutput<T> {
  const result = v.safeParse(schema, payload);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new ActionError({
    what: `The payload of the event ${name} is not as GitHub documents it, at "${v.getDotPath(issue) ?? ''}"`,
    found: issue.received,
    expected: issue.expected === null ? undefined : issue.expected,
    wayOut: 'Start the action from a GitHub workflow, which writes GITHUB_EVENT_PATH',
  });
}

function required(variables: RunnerVariables, name: string): string {
  const value = variables[name];
  if (value) return value;
  throw new ActionError({
    what: `${name} is not set`,
    wayOut: 'Start the action from a GitHub workflow: the runner sets it',
  });
}
