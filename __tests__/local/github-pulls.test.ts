import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { GitRepository } from '../../local/git-repository.js';
import { COMMIT_ROUTES } from '../../local/github/commits.js';
import { followBranch, mergePullRequest, openPullRequest, review } from '../../local/github/pull-requests.js';
import { PULL_ROUTES } from '../../local/github/pulls.js';
import { PUSH_ROUTES } from '../../local/github/pushes.js';
import { REF_ROUTES } from '../../local/github/refs.js';
import { GitHubStage } from './github-stage.js';

let stage: GitHubStage;
beforeAll(async () => {
  stage = await GitHubStage.start();
});
beforeEach(() => {
  stage.newRepository();
});
afterAll(async () => await stage.cloud.stop());

describe('pull requests', () => {
  test('tell head, base, labels and author, and that they are not merged', async () => {
    const issue = stage.openPull();
    const { body } = await stage.actions.send(`GET ${stage.repo}/pulls/${issue.number}`);
    expect(body).toMatchObject({
      number: issue.number,
      state: 'open',
      merged: false,
      merged_at: null,
      user: { login: 'alice', type: 'User' },
      labels: [{ name: 'infra' }],
      head: { ref: 'topic', sha: issue.pull.headSha, repo: { id: stage.shop.id } },
      base: { ref: 'main', repo: { id: stage.shop.id, default_branch: 'main' } },
    });
    // The commit of GitHub's test merge, which is in no branch.
    expect(body.merge_commit_sha).toMatch(/^[0-9a-f]{40}$/);
    expect(stage.shop.history.commit(body.merge_commit_sha)).toBeUndefined();
  });

  test('of a fork have another repository at their head', async () => {
    const fork = stage.cloud.github.repository(`mallory/shop-${stage.number}`);
    for (const known of stage.shop.history.range('', stage.shop.history.resolve('main')?.sha ?? ''))
      fork.history.add(known);
    const { sha } = fork.history.make('fork', [stage.shop.history.resolve('main')?.sha ?? ''], 'mallory', stage.time);
    fork.history.point('refs/heads/patch', sha);
    const author = stage.cloud.github.user('mallory');
    const { number } = openPullRequest(stage.shop, { author, title: 'A fork', head: 'patch', from: fork });
    const { body } = await stage.actions.send(`GET ${stage.repo}/pulls/${number}`);
    expect([body.head.repo.id, body.base.repo.id, body.head.label]).toEqual([fork.id, stage.shop.id, 'mallory:patch']);
    expect(body.author_association).toBe('NONE');
  });

  test('list the files that they change: none of made-up commits', async () => {
    const { number } = stage.openPull();
    expect((await stage.actions.send(`GET ${stage.repo}/pulls/${number}/files`)).body).toEqual([]);
  });

  test('list the files that they change, with diffs, of a real repository', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pull-files-'));
    try {
      const git = await GitRepository.create(folder);
      const long = Array.from({ length: 9 }, (_, number) => `line ${number}\n`).join('');
      await git.write({ 'a.tf': 'one\ntwo\n', 'gone.tf': 'x\n', 'old.tf': long, 'same.tf': 'y\n' });
      await git.commit('first');
      await git.branch('topic', 'main');
      await git.write({
        'a.tf': 'one\nTWO\n',
        'gone.tf': null,
        'old.tf': null,
        'näw.tf': long,
        'new.bin': Buffer.from([0, 1]),
      });
      await git.commit('second');
      await stage.shop.history.readGit(folder);
      const { number } = openPullRequest(stage.shop, { author: stage.alice, title: 'Real', head: 'topic' });
      const { body } = await stage.actions.send(`GET ${stage.repo}/pulls/${number}/files`);
      expect(body).toMatchObject([
        { filename: 'a.tf', status: 'modified', changes: 2, patch: '@@ -1,2 +1,2 @@\n one\n-two\n+TWO' },
        { filename: 'gone.tf', status: 'removed', changes: 1, patch: '@@ -1 +0,0 @@\n-x' },
        { filename: 'new.bin', status: 'added', changes: 0 },
        { filename: 'näw.tf', previous_filename: 'old.tf', status: 'renamed', changes: 0 },
      ]);
      expect(body[2].patch).toBeUndefined();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('remember who moved their branch, whoever wrote the commits', async () => {
    const issue = stage.openPull();
    const first = issue.pull.headSha;
    const second = stage.commit('topic', 'by somebody else');
    followBranch(stage.shop, 'topic', { by: stage.bob });
    const { body } = await stage.actions.send(`GET ${stage.repo}/activity?ref=refs/heads/topic`);
    expect(body).toMatchObject([
      { activity_type: 'push', before: first, after: second, actor: { login: 'bob' } },
      { activity_type: 'branch_creation', before: '0'.repeat(40), after: first, actor: { login: 'alice' } },
    ]);
    const { body: bobs } = await stage.actions.send(`GET ${stage.repo}/activity?ref=refs/heads/topic&actor=bob`);
    expect(bobs).toEqual([body[0]]);
  });

  test.each(['merge', 'squash', 'rebase'] as const)('are found by the commits that a %s brought', async (method) => {
    const issue = stage.openPull('topic', 2);
    const { sha, commits } = mergePullRequest(stage.shop, issue, { method, by: stage.bob });
    expect(commits.size).toBe({ merge: 3, squash: 1, rebase: 2 }[method]);
    for (const brought of commits) {
      const { body } = await stage.actions.send(`GET ${stage.repo}/commits/${brought}/pulls`);
      expect(body).toHaveLength(1);
      expect(body[0]).toMatchObject({ number: issue.number, state: 'closed', merge_commit_sha: sha });
      expect(body[0].merged_at).not.toBeNull();
    }
    expect((await stage.actions.send(`GET ${stage.repo}/pulls/${issue.number}`)).body).toMatchObject({
      merged: true,
      merged_by: { login: 'bob' },
    });
    const direct = stage.commit('main', 'pushed directly');
    expect((await stage.actions.send(`GET ${stage.repo}/commits/${direct}/pulls`)).body).toEqual([]);
  });

  test('show a merge only after a while', async () => {
    const issue = stage.openPull();
    const { sha } = mergePullRequest(stage.shop, issue, { method: 'squash', by: stage.bob, looksUntilVisible: 2 });
    const find = `GET ${stage.repo}/commits/${sha}/pulls`;
    expect((await stage.actions.send(find)).body).toEqual([]);
    expect((await stage.actions.send(`GET ${stage.repo}/pulls/${issue.number}`)).body).toMatchObject({
      merged_at: null,
      merged: false,
    });
    expect((await stage.actions.send(find)).body).toHaveLength(1);
  });

  test('an open one is found by its own commits', async () => {
    const issue = stage.openPull('topic', 2);
    expect((await stage.actions.send(`GET ${stage.repo}/commits/${issue.pull.headSha}/pulls`)).body[0].number).toBe(
      issue.number,
    );
    expect(await stage.actions.status(`GET ${stage.repo}/commits/${'0'.repeat(40)}/pulls`)).toBe('404 Not Found');
  });

  test('are listed by state, base and head; their commits and reviews too', async () => {
    const open = stage.openPull('one', 2);
    const merged = stage.openPull('two');
    mergePullRequest(stage.shop, merged, { method: 'merge', by: stage.bob });
    review(stage.shop, open, stage.bob, 'APPROVED', 'fine');
    const numbers = async (query: string) =>
      (await stage.actions.send(`GET ${stage.repo}/pulls${query}`)).body.map(
        ({ number }: { number: number }) => number,
      );
    expect(await numbers('')).toEqual([open.number]);
    expect(await numbers('?state=all&base=main')).toEqual([merged.number, open.number]);
    expect(await numbers('?state=closed&head=octo:two')).toEqual([merged.number]);
    expect(await numbers('?base=other')).toEqual([]);
    const { body: commits } = await stage.actions.send(`GET ${stage.repo}/pulls/${open.number}/commits`);
    expect(commits.map((one: { commit: { message: string } }) => one.commit.message)).toEqual(['one 1', 'one 2']);
    const { body: reviews } = await stage.actions.send(`GET ${stage.repo}/pulls/${open.number}/reviews`);
    expect(reviews).toMatchObject([{ state: 'APPROVED', user: { login: 'bob' }, commit_id: open.pull.headSha }]);
  });
});

describe('commits', () => {
  test('are read by SHA, branch, or a name with a slash', async () => {
    const sha = stage.commit('feature/x', 'work', 'main');
    expect((await stage.actions.send(`GET ${stage.repo}/commits/${sha}`)).body.commit.message).toBe('work');
    expect((await stage.actions.send(`GET ${stage.repo}/commits/feature%2Fx`)).body.sha).toBe(sha);
    expect(await stage.actions.status(`GET ${stage.repo}/commits/nothing`)).toBe(
      '422 No commit found for SHA: nothing',
    );
  });

  test('are listed newest first, from a branch or a commit', async () => {
    const first = stage.shop.history.resolve('main')?.sha;
    const second = stage.commit('main', 'second');
    const topic = stage.commit('topic', 'on a branch', 'main');
    const listed = async (query: string) =>
      (await stage.actions.send(`GET ${stage.repo}/commits${query}`)).body.map(({ sha }: { sha: string }) => sha);
    expect(await listed('')).toEqual([second, first]);
    expect(await listed('?sha=topic&per_page=2')).toEqual([topic, second]);
    expect(await stage.actions.status(`GET ${stage.repo}/commits?sha=nothing`)).toBe('404 Not Found');
  });

  test('are found by the beginning of a branch’s name', async () => {
    const one = stage.commit('queue/pr-1', 'one', 'main');
    const two = stage.commit('queue/pr-2', 'two', 'main');
    const refs = async (prefix: string) =>
      (await stage.actions.send(`GET ${stage.repo}/git/matching-refs/${encodeURIComponent(prefix)}`)).body.map(
        (ref: { ref: string; object: { sha: string } }) => [ref.ref, ref.object.sha],
      );
    expect(await refs('heads/queue/pr-')).toEqual([
      ['refs/heads/queue/pr-1', one],
      ['refs/heads/queue/pr-2', two],
    ]);
    expect(await refs('heads/nothing')).toEqual([]);
  });

  test('are compared: who is ahead, and by how much', async () => {
    const base = stage.shop.history.resolve('main')?.sha ?? '';
    const ahead = stage.commit('main', 'second');
    const other = stage.shop.history.make('other', [base], 'bob', stage.time).sha;
    const compare = async (basehead: string) => {
      const { body } = await stage.actions.send(`GET ${stage.repo}/compare/${basehead}?per_page=1`);
      return [body.status, body.ahead_by, body.behind_by, body.merge_base_commit.sha];
    };
    expect(await compare(`${base}...main`)).toEqual(['ahead', 1, 0, base]);
    expect(await compare(`${ahead}...${base}`)).toEqual(['behind', 0, 1, base]);
    expect(await compare(`${ahead}...main`)).toEqual(['identical', 0, 0, ahead]);
    expect(await compare(`${ahead}...${other}`)).toEqual(['diverged', 1, 1, base]);
    expect(await stage.actions.status(`GET ${stage.repo}/compare/${base}...nothing`)).toBe('404 Not Found');
    const orphan = stage.shop.history.make('orphan', [], 'bob', stage.time).sha;
    expect(await stage.actions.status(`GET ${stage.repo}/compare/${base}...${orphan}`)).toMatch(
      /^404 No common ancestor/,
    );
  });
});

test('every route of these was answered in the tests above as GitHub describes it', () => {
  expect(stage.unseen([...PULL_ROUTES, ...COMMIT_ROUTES, ...REF_ROUTES, ...PUSH_ROUTES])).toEqual([]);
});
