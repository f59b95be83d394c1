import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mergePullRequest, type PullRequest } from '../../../local/github/pull-requests.js';
import { GitHubWorld } from './github-world.js';

let world: GitHubWorld;

beforeEach(async () => {
  world = await GitHubWorld.start();
});

afterEach(async () => {
  await world.stop();
  expect(world.journal.unknown().map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

function merge(pull: PullRequest, method: 'merge' | 'squash' | 'rebase' = 'squash', looksUntilVisible = 0): string {
  world.later();
  return mergePullRequest(world.repository, pull, { method, by: world.bob, looksUntilVisible }).sha;
}

describe('the pull request of a commit', () => {
  test.each(['merge', 'squash', 'rebase'] as const)('is found after a %s', async (method) => {
    const pull = world.open('Change');
    world.commit('More', 'change');
    pull.pull.headSha = world.repository.history.resolve('refs/heads/change')?.sha ?? '';
    const sha = merge(pull, method);
    expect(await world.connect().pulls.mergedAs(sha, 'main')).toMatchObject({
      number: 1,
      title: 'Change',
      author: 'alice',
      headSha: pull.pull.headSha,
      mergeCommitSha: sha,
      mergedAt: expect.stringMatching(/^2026-11-25T08:/),
    });
  });

  test('is found although GitHub fills its fields late', async () => {
    const sha = merge(world.open('Change'), 'squash', 3);
    expect((await world.connect().pulls.mergedAs(sha, 'main'))?.number).toBe(1);
    expect(world.count('repos/list-pull-requests-associated-with-commit')).toBe(4);
  });

  test('is asked for once in a run', async () => {
    const sha = merge(world.open('Change'));
    const github = world.connect();
    await Promise.all([github.pulls.mergedAs(sha, 'main'), github.pulls.mergedAs(sha, 'main')]);
    await github.pulls.mergedAs(sha, 'main');
    expect(world.count('repos/list-pull-requests-associated-with-commit')).toBe(1);
  });

  test('is none for a direct push', async () => {
    world.open('Change');
    const sha = world.commit('Direct', 'main');
    await expect(world.connect().pulls.mergedAs(sha, 'main')).resolves.toBeUndefined();
  });

  test('is asked for again where none was found', async () => {
    const sha = merge(world.open('Change'), 'squash', 5);
    const github = world.connect();
    await expect(github.pulls.mergedAs(sha, 'main')).resolves.toBeUndefined();
    await expect(github.pulls.mergedAs(sha, 'main')).resolves.toMatchObject({ number: 1 });
  });

  test('is none while it is open, or when it went into another branch', async () => {
    const open = world.open('Open');
    await expect(world.connect().pulls.mergedAs(open.pull.headSha, 'main')).resolves.toBeUndefined();
    const sha = merge(open);
    await expect(world.connect().pulls.mergedAs(sha, 'release')).resolves.toBeUndefined();
  });

  test.each([
    ['a 500', { status: 500 }],
    ['a 404', { status: 404, body: '{"message":"Not Found"}', headers: { 'content-type': 'application/json' } }],
    ['half a page', { truncate: 50 }],
    ['a broken connection', { reset: 'before' }],
    ['a time-out', { delayMs: 300 }],
  ] as const)('is not taken for none after %s', async (_what, effect) => {
    const sha = merge(world.open('Change'));
    const withdraw = world.faults.add({ operation: 'repos/list-pull-requests-associated-with-commit', effect });
    const github = world.connect({ timeoutMs: 100 });
    await expect(github.pulls.mergedAs(sha, 'main')).rejects.toThrow(`Finding the pull request of ${sha} failed`);
    withdraw();
    await expect(github.pulls.mergedAs(sha, 'main')).resolves.toMatchObject({ number: 1 });
  });
});

describe('pull requests merged since a deployment', () => {
  test('are all of them, oldest first, by whatever method', async () => {
    const base = world.commit('Deployed', 'main');
    merge(world.open('One'), 'merge');
    merge(world.open('Two'), 'rebase');
    world.commit('Direct', 'main');
    const head = merge(world.open('Three'), 'squash');
    const found = await world.connect().pulls.mergedSince(base, head, 'main');
    expect(found.map(({ title }) => title)).toEqual(['One', 'Two', 'Three']);
  });

  test('are in the order of the branch when they were merged within one second', async () => {
    const base = world.commit('Deployed', 'main');
    const pulls = ['One', 'Two', 'Three'].map((title) => world.open(title));
    const merges = pulls.map((pull) => mergePullRequest(world.repository, pull, { method: 'squash', by: world.bob }));
    const head = merges.at(-1)?.sha ?? '';
    const found = await world.connect().pulls.mergedSince(base, head, 'main');
    expect(new Set(found.map(({ mergedAt }) => mergedAt)).size).toBe(1);
    expect(found.map(({ title }) => title)).toEqual(['One', 'Two', 'Three']);
  });

  test('do not include what was deployed', async () => {
    merge(world.open('One'));
    const base = merge(world.open('Two'));
    const head = merge(world.open('Three'));
    const github = world.connect();
    expect((await github.pulls.mergedSince(base, head, 'main')).map(({ title }) => title)).toEqual(['Three']);
    expect(await github.pulls.mergedSince(head, head, 'main')).toEqual([]);
  });

  test('are found over several pages of commits', async () => {
    const base = world.commit('Deployed', 'main');
    merge(world.open('One'));
    for (let number = 1; number <= 120; number++) world.commit(`Direct ${number}`, 'main');
    const head = merge(world.open('Two'));
    expect((await world.connect().pulls.mergedSince(base, head, 'main')).map(({ title }) => title)).toEqual([
      'One',
      'Two',
    ]);
  });

  test('are refused when the list of commits breaks off', async () => {
    const base = world.commit('Deployed', 'main');
    const head = merge(world.open('One'));
    world.faults.add({ operation: 'repos/compare-commits', effect: { truncate: 100 } });
    await expect(world.connect().pulls.mergedSince(base, head, 'main')).rejects.toThrow('failed');
  });

  test('are refused when the deployed commit is gone', async () => {
    const head = merge(world.open('One'));
    await expect(world.connect().pulls.mergedSince('d'.repeat(40), head, 'main')).rejects.toThrow('404');
  });
});

describe('approvals', () => {
  test('are the last word of each reviewer with a say', async () => {
    const pull = world.open('Change');
    const github = world.connect();
    world.review(pull, world.bob);
    world.review(pull, world.store.user('stranger'));
    world.review(pull, world.store.app('approver'));
    const carol = world.store.user('carol');
    world.repository.collaborators.set('carol', 'write');
    world.review(pull, carol);
    world.review(pull, carol, 'CHANGES_REQUESTED');
    world.review(pull, world.bob, 'COMMENTED');
    expect(await github.pulls.approvals(1)).toEqual([
      { by: 'bob', at: '2026-11-25T08:00:02Z', commit: pull.pull.headSha },
    ]);
    world.review(pull, carol);
    expect((await github.pulls.approvals(1)).map(({ by }) => by)).toEqual(['bob', 'carol']);
    world.review(pull, world.bob, 'DISMISSED');
    expect((await github.pulls.approvals(1)).map(({ by }) => by)).toEqual(['carol']);
  });

  test('of whoever pushed to the pull request do not count, whatever the commits say', async () => {
    const pull = world.open('Change');
    world.review(pull, world.bob);
    world.repository.collaborators.set('carol', 'write');
    const carol = world.store.user('carol');
    world.push(pull, 'Better', world.bob);
    world.review(pull, world.bob);
    world.review(pull, carol);
    const github = world.connect();
    expect((await github.pulls.approvals(1)).map(({ by }) => by)).toEqual(['carol']);
    expect(world.logged.at(-1)).toContain('The approval of #1 by bob does not count');
  });

  test('of whoever pushed to an earlier pull request from a branch of that name count', async () => {
    const pull = world.open('Change');
    world.repository.pushed('change', world.bob, world.commit('Long ago', 'other'));
    world.repository.pushed('change', world.alice, pull.pull.headSha);
    world.review(pull, world.bob);
    expect((await world.connect().pulls.approvals(1)).map(({ by }) => by)).toEqual(['bob']);
  });

  test.each([
    ['changes nothing by itself counts', { base: '2', change: '1' }, ['bob']],
    ['changes a file that the base changed too does not', { base: 'evil', change: '1' }, []],
    ['changes a file that nobody changed does not', { base: '2', change: '1', new: 'evil' }, []],
  ])('of whoever merged the base into it, which %s', async (_, files, counting) => {
    const pull = world.open('Change');
    const { history } = world.repository;
    const tip = world.made('On the branch', 'change', { base: '1', change: '1' });
    pull.pull.headSha = tip;
    world.repository.pushed('change', world.alice, tip);
    const base = world.made('On the base', 'main', { base: '2', change: '0' });
    const merged = history.make('Merge', [tip, base], 'bob', world.store.now());
    history.add({ ...merged, files });
    history.point('refs/heads/change', merged.sha);
    pull.pull.headSha = merged.sha;
    world.repository.pushed('change', world.bob, merged.sha);
    world.review(pull, world.bob);
    expect((await world.connect().pulls.approvals(1)).map(({ by }) => by)).toEqual(counting);
  });

  test('are not taken for any when nobody can say who pushed', async () => {
    world.review(world.open('Change'), world.bob);
    world.faults.add({ operation: 'repos/list-activities', effect: { status: 500 } });
    await expect(world.connect().pulls.approvals(1)).rejects.toThrow(
      'Asking whether bob pushed to pull request #1 failed',
    );
  });

  test('of a collaborator who may only read are not believed', async () => {
    const pull = world.open('Change');
    for (const [name, role] of [
      ['reader', 'read'],
      ['triager', 'triage'],
      ['maintainer', 'maintain'],
    ] as const) {
      const user = world.store.user(name);
      world.repository.collaborators.set(name, role);
      world.review(pull, user);
    }
    expect((await world.connect().pulls.approvals(1)).map(({ by }) => by)).toEqual(['maintainer']);
  });

  test('are not taken for none when nobody can say what the approver may do', async () => {
    world.review(world.open('Change'), world.bob);
    world.faults.add({ operation: 'repos/get-collaborator-permission-level', effect: { status: 500 } });
    await expect(world.connect().pulls.approvals(1)).rejects.toThrow('Asking what bob may do failed');
  });

  test('are not taken for none when they cannot be read', async () => {
    world.open('Change');
    world.faults.add({ operation: 'pulls/list-reviews', effect: { status: 500 } });
    await expect(world.connect().pulls.approvals(1)).rejects.toThrow('Reading the reviews of pull request #1 failed');
  });
});

describe('labels', () => {
  const at = '2026-11-25T08:10:00Z';

  test('are those that stood at a time, with who set them', async () => {
    const pull = world.open('Change');
    const github = world.connect();
    const asked = () => github.labels.labelled(1, 'allow-destroy', at);
    expect(await asked()).toBeUndefined();
    world.repository.label(pull, 'allow-destroy', world.bob);
    expect(await asked()).toMatchObject({ by: 'bob' });
    world.later();
    world.repository.unlabel(pull, 'allow-destroy', world.bob);
    expect(await asked()).toBeUndefined();
    world.later(3600);
    world.repository.label(pull, 'allow-destroy', world.bob);
    expect(await asked()).toBeUndefined();
  });

  test('set by an app have nobody behind them', async () => {
    const pull = world.open('Change');
    world.repository.label(pull, 'allow-destroy', world.store.app('github-actions'));
    expect(await world.connect().labels.labelled(1, 'allow-destroy', at)).toBeUndefined();
  });

  test.each([
    ['admin', true],
    ['maintain', true],
    ['write', true],
    ['triage', false],
    ['read', false],
  ] as const)('and of the role %s: may write is %s', async (role, expected) => {
    world.store.user('carol');
    world.repository.collaborators.set('carol', role);
    expect(await world.connect().collaborators.mayWrite('carol')).toBe(expected);
  });
});

describe('ancestry', () => {
  test('tells whether a commit is part of another or of a branch', async () => {
    const github = world.connect();
    const one = world.commit('One', 'main');
    const side = world.commit('Side', 'side');
    const two = world.commit('Two', 'main');
    const asked = [
      github.history.isAncestor(one, two),
      github.history.isAncestor(one, 'main'),
      github.history.isAncestor(two, two),
      github.history.isAncestor(two, one),
      github.history.isAncestor(side, 'main'),
    ];
    expect(await Promise.all(asked)).toEqual([true, true, true, false, false]);
  });

  test('refuses what it cannot look up', async () => {
    await expect(world.connect().history.isAncestor('d'.repeat(40), 'main')).rejects.toThrow('404');
  });
});

describe('the queue', () => {
  test('names the open pull requests of a group, and no other', async () => {
    const one = world.open('One');
    const two = world.open('Two');
    world.open('Three');
    const { history } = world.repository;
    const tip = history.resolve('refs/heads/main')?.sha ?? '';
    const first = history.make('One (#1)', [tip], 'alice', 0).sha;
    const second = history.make('Two, and not (#3)', [first], 'alice', 0).sha;
    history.point(`refs/heads/gh-readonly-queue/main/pr-${one.number}-${tip}`, first);
    history.point(`refs/heads/gh-readonly-queue/main/pr-${two.number}-${first}`, second);
    const github = world.connect();
    expect((await github.pulls.queued(second, 'main')).map(({ number }) => number)).toEqual([1, 2]);
    expect((await github.pulls.queued(first, 'main')).map(({ number }) => number)).toEqual([1]);
  });
});

describe('the files of a pull request', () => {
  const listed = (count: number) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Array.from({ length: count }, (_, at) => ({ filename: `f${at}`, changes: 2 }))),
  });

  test('are named with what they change, and with where they were', async () => {
    const pull = world.open('Change');
    const body = JSON.stringify([
      { filename: 'a.tf', changes: 1, patch: '@@ -1 +1 @@' },
      { filename: 'b.tf', previous_filename: 'c.tf', changes: 0 },
    ]);
    world.faults.add({ operation: 'pulls/list-files', effect: { ...listed(0), body } });
    expect(await world.connect().pulls.changedFiles(pull.number)).toEqual([
      { path: 'a.tf', changes: 1, patch: '@@ -1 +1 @@' },
      { path: 'b.tf', before: 'c.tf', changes: 0 },
    ]);
  });

  test('are not known where GitHub lists no more', async () => {
    const pull = world.open('Change');
    world.faults.add({ operation: 'pulls/list-files', effect: listed(3000) });
    await expect(world.connect().pulls.changedFiles(pull.number)).resolves.toBeUndefined();
  });
});
