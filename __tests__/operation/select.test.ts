import { describe, expect, test } from '@jest/globals';
import type { Config, RequestedOperation } from '../../src/config/config.js';
import type { Event } from '../../src/event/event.js';
import { requireConfirmation, select } from '../../src/operation/select.js';

const repository = { id: 1, owner: 'octo', name: 'shop', fullName: 'octo/shop', defaultBranch: 'main' };

function pullRequest(
  action: string,
  trust: 'same-repository' | 'fork' | 'dependabot' = 'same-repository',
  baseChanged = false,
): Event {
  return {
    kind: 'pull-request',
    action,
    baseChanged,
    number: 5,
    headSha: 'a',
    baseRef: 'main',
    author: 'alice',
    trust,
  };
}
const push = (branch: string): Event => ({ kind: 'push', branch, sha: 'a', deleted: false });
const tag: Event = { kind: 'push', tag: 'v1', sha: 'a', deleted: false };
const manual = (branch: string): Event => ({ kind: 'manual', branch, sha: 'a' });
const schedule: Event = { kind: 'schedule', sha: 'a' };
const mergeGroup: Event = { kind: 'merge-group', headSha: 'a', baseRef: 'main', baseSha: 'b' };

describe('select', () => {
  test.each<[string, Event, RequestedOperation, string]>([
    ['a pull request is planned when opened', pullRequest('opened'), 'auto', 'plan'],
    ['... when pushed to', pullRequest('synchronize'), 'auto', 'plan'],
    ['... when reopened', pullRequest('reopened'), 'auto', 'plan'],
    ['... when ready for review', pullRequest('ready_for_review'), 'auto', 'plan'],
    ['... when its base is another branch now', pullRequest('edited', 'same-repository', true), 'auto', 'plan'],
    ['another title changes no code', pullRequest('edited'), 'auto', 'skipped'],
    ['a label changes no code', pullRequest('labeled'), 'auto', 'skipped'],
    ['a closed pull request is skipped', pullRequest('closed'), 'auto', 'skipped'],
    ['a merge group is planned', mergeGroup, 'auto', 'plan'],
    ['the default branch is deployed', push('main'), 'auto', 'deploy'],
    ['another branch is skipped', push('feature'), 'auto', 'skipped'],
    ['a deleted branch is skipped', { ...push('main'), deleted: true } as Event, 'auto', 'skipped'],
    ['a tag is skipped', tag, 'auto', 'skipped'],
    ['a tag is deployed when asked', tag, 'deploy', 'deploy'],
    ['by hand, a plan on any branch', manual('feature'), 'plan', 'plan'],
    ['by hand, a deploy of the default branch', manual('main'), 'deploy', 'deploy'],
    ['by hand, a destroy on the default branch', manual('main'), 'destroy', 'destroy'],
    ['a schedule looks for drift', schedule, 'auto', 'drift'],
    ['... when asked too', schedule, 'drift', 'drift'],
    ['a schedule plans when asked', schedule, 'plan', 'plan'],
    ['by hand, a check on any branch', manual('feature'), 'check', 'check'],
    ['by hand, a rollback on the default branch', manual('main'), 'rollback', 'rollback'],
    ['by hand, a rollback of the site on the default branch', manual('main'), 'rollback-site', 'rollback-site'],
    ['by hand, an unlock on the default branch', manual('main'), 'unlock', 'unlock'],
    ['by hand, drift of the default branch', manual('main'), 'drift', 'drift'],
    ['an event that needs nothing', { kind: 'other', name: 'star' }, 'auto', 'skipped'],
  ])('%s', (_sentence, event, requested, operation) => {
    expect(select(event, requested, repository).operation).toBe(operation);
  });

  test.each([
    ['fork', true],
    ['dependabot', true],
    ['same-repository', false],
  ] as const)('a pull request of trust %s is planned offline: %s', (trust, offline) => {
    expect(select(pullRequest('opened', trust), 'auto', repository)).toMatchObject({ operation: 'plan', offline });
  });

  test.each<[Event, RequestedOperation, RegExp]>([
    [pullRequest('opened'), 'deploy', /"deploy" is not possible on a pull request/],
    [pullRequest('opened'), 'destroy', /"destroy" is not possible on a pull request/],
    [mergeGroup, 'deploy', /"deploy" is not possible on a merge group/],
    [push('main'), 'destroy', /"destroy" is not possible on a push/],
    [push('feature'), 'deploy', /A deploy is refused on this branch/],
    [manual('main'), 'auto', /A manual run needs an operation/],
    [manual('feature'), 'deploy', /A manual deploy is refused outside the default branch/],
    [manual('feature'), 'destroy', /A manual destroy is refused outside the default branch/],
    [schedule, 'deploy', /"deploy" is not possible on a schedule/],
    [push('main'), 'check', /"check" is not possible on a push/],
    [push('main'), 'rollback', /"rollback" is not possible on a push/],
    [push('main'), 'rollback-site', /"rollback-site" is not possible on a push/],
    [schedule, 'rollback-site', /"rollback-site" is not possible on a schedule/],
    [manual('feature'), 'rollback-site', /A manual rollback-site is refused outside the default branch/],
    [push('main'), 'unlock', /"unlock" is not possible on a push/],
    [schedule, 'unlock', /"unlock" is not possible on a schedule/],
    [manual('feature'), 'unlock', /A manual unlock is refused outside the default branch/],
    [push('main'), 'drift', /"drift" is not possible on a push/],
    [tag, 'drift', /"drift" is not possible on a pushed tag/],
    [pullRequest('opened'), 'drift', /"drift" is not possible on a pull request/],
    [mergeGroup, 'drift', /"drift" is not possible on a merge group/],
    [manual('feature'), 'drift', /A manual drift is refused outside the default branch/],
    [{ kind: 'dangerous', name: 'pull_request_target' }, 'auto', /pull_request_target is refused/],
    [{ kind: 'dangerous', name: 'workflow_run' }, 'plan', /workflow_run is refused/],
  ])('%j with operation %s is refused', (event, requested, message) => {
    expect(() => select(event, requested, repository)).toThrow(message);
  });
});

describe('requireConfirmation', () => {
  const typed = (confirmDestroy: string) => ({ stage: 'dev', confirmDestroy }) as Config;

  test('passes only for OWNER/REPO:STAGE', () => {
    expect(() => requireConfirmation(typed('octo/shop:dev'), repository)).not.toThrow();
  });

  test('wants the folder and the workspace named where they are not the usual ones', () => {
    const infrastructure = { directory: 'stacks/api', workspace: 'eu' };
    const of = (text: string) => ({ ...typed(text), infrastructure }) as Config;
    const whole = 'octo/shop:dev, directory stacks/api, workspace eu';
    expect(() => requireConfirmation(of('octo/shop:dev'), repository)).toThrow(`Expected: "${whole}"`);
    expect(() => requireConfirmation(of(whole), repository)).not.toThrow();
    expect(() => requireConfirmation(of(`${whole} including aws_db_instance.main`), repository)).not.toThrow();
    expect(() => requireConfirmation(of(whole.replace('eu', 'us')), repository)).toThrow('not confirmed');
  });

  test.each(['', 'yes', 'dev', 'octo/shop', 'octo/shop:prod', 'Octo/shop:dev', 'octo/shop:dev '])(
    'refuses "%s" and says what to type',
    (text) => {
      expect(() => requireConfirmation(typed(text), repository)).toThrow(
        /The destroy is not confirmed\. .*Expected: "octo\/shop:dev" in the input "confirm-destroy"/,
      );
    },
  );
});
