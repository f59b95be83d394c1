import type { Config, RequestedOperation } from '../config/config.js';
import { ActionError } from '../errors.js';
import type { Event, Repository } from '../event/event.js';
import { uncommonParts } from './deployments/task.js';
import { confirmedStack } from './run/destroy-confirmation.js';

/** What this run will do, decided from the event and the `operation` input alone, before any credential is asked for. */
export type Selection =
  | { readonly operation: 'plan'; readonly offline: boolean; readonly because: string }
  | {
      readonly operation: 'deploy' | 'rollback' | 'rollback-site' | 'destroy' | 'drift' | 'check' | 'unlock';
      readonly because: string;
    }
  | { readonly operation: 'skipped'; readonly because: string };

const PLANNED_ACTIONS = ['opened', 'synchronize', 'reopened', 'ready_for_review'];

/** The rows of docs/how-it-works.md, "One step, every event". Throws where an event may not have the operation. */
export function select(event: Event, requested: RequestedOperation, repository: Repository): Selection {
  switch (event.kind) {
    case 'dangerous':
      throw new ActionError({
        what: `The event ${event.name} is refused: it runs with this repository's secrets on code that nobody has reviewed`,
        found: `on: ${event.name}`,
        expected: 'on: pull_request, push, merge_group, schedule or workflow_dispatch',
        wayOut: 'Use pull_request: pull requests of forks are then checked without secrets, and deployed when merged',
      });
    case 'pull-request':
      if (requested !== 'auto' && requested !== 'plan') throw notPossible(requested, 'a pull request', 'plan');
      // Against another branch the plan is another one.
      if (!PLANNED_ACTIONS.includes(event.action) && !event.baseChanged)
        return skipped(`a pull request that was ${event.action} changes no code`);
      if (event.trust === 'fork') return plan(true, `pull request #${event.number} comes from a fork`);
      if (event.trust === 'dependabot') return plan(true, `pull request #${event.number} comes from Dependabot`);
      return plan(false, `pull request #${event.number} was ${event.action}`);
    case 'merge-group':
      if (requested !== 'auto' && requested !== 'plan') throw notPossible(requested, 'a merge group', 'plan');
      return plan(false, 'the merge queue is about to merge');
    case 'push':
      return selectPush(event, requested, repository);
    case 'release':
      if (requested === 'deploy') return { operation: 'deploy', because: `the release ${event.tag} was published` };
      if (requested === 'auto') return skipped('a release deploys only with "operation: deploy"');
      throw notPossible(requested, 'a release', 'deploy');
    case 'manual':
      return selectManual(event, requested, repository);
    case 'schedule':
      // GitHub runs schedules on the default branch only: what is compared with the world is what is merged.
      if (requested === 'auto' || requested === 'drift')
        return { operation: 'drift', because: 'the schedule came round' };
      if (requested === 'plan') return plan(false, 'the schedule asked for it');
      throw notPossible(requested, 'a schedule', 'drift or plan');
    case 'other':
      if (requested === 'auto') return skipped(`the event ${event.name} needs nothing`);
      throw notPossible(requested, `the event ${event.name}`, 'none');
  }
}

function selectPush(
  event: Extract<Event, { kind: 'push' }>,
  requested: RequestedOperation,
  repository: Repository,
): Selection {
  if (event.deleted) return skipped('a deleted branch or tag has nothing to deploy');
  if (event.tag !== undefined) {
    if (requested === 'deploy') return { operation: 'deploy', because: `the tag ${event.tag} was pushed` };
    if (requested === 'auto') return skipped('a tag deploys only with "operation: deploy"');
    throw notPossible(requested, 'a pushed tag', 'deploy');
  }
  if (requested !== 'auto' && requested !== 'deploy' && requested !== 'plan') {
    throw notPossible(requested, 'a push', 'deploy or plan');
  }
  if (requested === 'plan') return plan(false, `"operation: plan" on a push to ${event.branch}`);
  if (event.branch === repository.defaultBranch) {
    return { operation: 'deploy', because: `${event.branch} was pushed to` };
  }
  if (requested === 'auto') return skipped(`only a push to ${repository.defaultBranch} deploys`);
  throw new ActionError({
    what: 'A deploy is refused on this branch: what is deployed has to be what is merged',
    found: `a push to ${event.branch}`,
    expected: `a push to ${repository.defaultBranch}`,
    wayOut: `Merge into ${repository.defaultBranch}`,
  });
}

function selectManual(
  event: Extract<Event, { kind: 'manual' }>,
  requested: RequestedOperation,
  repository: Repository,
): Selection {
  if (requested === 'auto') {
    throw new ActionError({
      what: 'A manual run needs an operation',
      found: 'operation: auto',
      expected: 'operation: plan, deploy, rollback, rollback-site, destroy, drift, check or unlock',
      wayOut: 'Give the workflow_dispatch an input for it and hand it over as "operation"',
    });
  }
  if (requested === 'plan') return plan(false, 'it was started manually');
  // It reads alone, with the plan role.
  if (requested === 'check') return { operation: 'check', because: 'it was started manually' };
  if (event.branch === repository.defaultBranch) return { operation: requested, because: 'it was started manually' };
  throw new ActionError({
    what: `A manual ${requested} is refused outside the default branch`,
    found: event.branch === undefined ? 'a tag' : `the branch ${event.branch}`,
    expected: repository.defaultBranch,
    wayOut: `Choose ${repository.defaultBranch} under "Use workflow from"`,
  });
}

/**
 * Destroying is confirmed by typing what is destroyed, so that habit (`yes`) cannot confirm it: the stage, and the folder
 * and the workspace where they are not the usual ones.
 */
export function requireConfirmation(config: Config, repository: Repository): void {
  const { infrastructure } = config;
  const further = infrastructure === undefined ? [] : uncommonParts(infrastructure);
  const expected = [`${repository.fullName}:${config.stage}`, ...further].join(', ');
  if (confirmedStack(config.confirmDestroy) === expected) return;
  throw new ActionError({
    what: 'The destroy is not confirmed',
    found: config.confirmDestroy === '' ? 'nothing' : `"${config.confirmDestroy}"`,
    expected: `"${expected}" in the input "confirm-destroy"`,
    wayOut: 'Run the workflow again and type it exactly; nothing was destroyed',
  });
}

function plan(offline: boolean, because: string): Selection {
  return { operation: 'plan', offline, because };
}

function skipped(because: string): Selection {
  return { operation: 'skipped', because };
}

function notPossible(requested: string, event: string, possible: string): ActionError {
  return new ActionError({
    what: `The operation "${requested}" is not possible on ${event}`,
    found: `operation: ${requested}`,
    expected: `operation: auto${possible === 'none' ? '' : `, or ${possible}`}`,
    wayOut: 'Leave "operation" at auto, or start the workflow by an event that may have it',
  });
}
