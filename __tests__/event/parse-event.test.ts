import { describe, expect, test } from '@jest/globals';
import { parseEvent } from '../../src/event/parse-event.js';

const variables = {
  GITHUB_REPOSITORY: 'octo/shop',
  GITHUB_RUN_ID: '77',
  GITHUB_SHA: 'c0ffee',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_ACTOR: 'alice',
};
const repository = { id: 1, default_branch: 'main' };

function pullRequest(
  change: { headId?: number | null; author?: string; actor?: string; changes?: Record<string, unknown> } = {},
) {
  const headId = change.headId === undefined ? 1 : change.headId;
  const payload = {
    action: 'opened',
    changes: change.changes,
    number: 5,
    repository,
    pull_request: {
      head: { sha: 'abc', repo: headId === null ? null : { id: headId, full_name: 'octo/shop' } },
      base: { ref: 'main', repo: { id: 1 } },
      user: { login: change.author ?? 'alice' },
    },
  };
  return parseEvent('pull_request', payload, { ...variables, GITHUB_ACTOR: change.actor ?? 'alice' }).event;
}

describe('parseEvent', () => {
  test.each([
    ['the base', { base: { ref: { from: 'release' } } }, true],
    ['the title', { title: { from: 'Old' } }, false],
  ])('of an edited pull request it is known whether %s changed', (_what, changes, baseChanged) => {
    expect(pullRequest({ changes })).toMatchObject({ baseChanged });
  });

  test('a pull request of the same repository is trusted', () => {
    expect(pullRequest()).toEqual({
      kind: 'pull-request',
      action: 'opened',
      baseChanged: false,
      number: 5,
      headSha: 'abc',
      baseRef: 'main',
      author: 'alice',
      trust: 'same-repository',
    });
  });

  test('the same repository is decided by its id, not by its name', () => {
    expect(pullRequest({ headId: 2 })).toMatchObject({ trust: 'fork' });
  });

  test('a head whose repository was deleted is a fork', () => {
    expect(pullRequest({ headId: null })).toMatchObject({ trust: 'fork' });
  });

  test.each([[{ author: 'dependabot[bot]' }], [{ actor: 'dependabot[bot]' }]])(
    'Dependabot is told apart: %j',
    (change) => {
      expect(pullRequest(change)).toMatchObject({ trust: 'dependabot' });
    },
  );

  test.each([
    ['refs/heads/main', { branch: 'main' }],
    ['refs/heads/feature/a', { branch: 'feature/a' }],
    ['refs/tags/v1.0.0', { tag: 'v1.0.0' }],
  ])('a push to %s', (ref, expected) => {
    const { event } = parseEvent('push', { repository }, { ...variables, GITHUB_REF: ref });
    expect(event).toEqual({ kind: 'push', ...expected, sha: 'c0ffee', deleted: false });
  });

  test('a merge group names its base branch without the prefix', () => {
    const payload = { repository, merge_group: { head_sha: 'a', base_ref: 'refs/heads/main', base_sha: 'b' } };
    expect(parseEvent('merge_group', payload, variables).event).toEqual({
      kind: 'merge-group',
      headSha: 'a',
      baseRef: 'main',
      baseSha: 'b',
    });
  });

  test('a schedule is of the default branch, which an older server names by the ref alone', () => {
    const { event, repository: named } = parseEvent('schedule', { schedule: '17 5 * * *', repository }, variables);
    expect([event, named.defaultBranch]).toEqual([{ kind: 'schedule', sha: 'c0ffee' }, 'main']);
    const older = { ...variables, GITHUB_REF: 'refs/heads/trunk', GITHUB_REPOSITORY_ID: '4711' };
    expect(parseEvent('schedule', { schedule: '17 5 * * *' }, older).repository).toMatchObject({
      id: 4711,
      fullName: 'octo/shop',
      defaultBranch: 'trunk',
    });
  });

  test.each(['pull_request_target', 'workflow_run'])('%s is dangerous', (name) => {
    expect(parseEvent(name, { repository }, variables).event).toEqual({ kind: 'dangerous', name });
  });

  test('an event that nobody listed is another one, and no error', () => {
    expect(parseEvent('star', { repository }, variables).event).toEqual({ kind: 'other', name: 'star' });
  });

  test('a payload that is not what GitHub documents names the field', () => {
    expect(() => parseEvent('pull_request', { repository, action: 'opened', number: '5' }, variables)).toThrow(
      /The payload of the event pull_request is not as GitHub documents it, at "number"\. Found: "5"\. Expected: number\./,
    );
  });

  test('outside a workflow the missing variable is named', () => {
    expect(() => parseEvent('push', { repository }, {})).toThrow('GITHUB_REPOSITORY is not set.');
  });
});
