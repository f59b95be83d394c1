import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Issue } from '../../../local/github/records.js';
import { GitHubWorld } from './github-world.js';

const MARKER = '<!-- well-managed-deployments plan stage=dev -->';
const CREATE = { create: true };

let world: GitHubWorld;
let issue: Issue;

beforeEach(async () => {
  world = await GitHubWorld.start();
  issue = world.open('Change');
});

afterEach(async () => {
  await world.stop();
  expect(world.journal.unknown().map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

function app(slug: string) {
  return world.store.app(slug);
}

function ours(): readonly string[] {
  return issue.comments.filter(({ author }) => author === app('github-actions')).map(({ body }) => body);
}

describe('upsert', () => {
  test('creates the comment, then updates it in place', async () => {
    const github = world.connect();
    const first = await github.comments.upsert(issue.number, MARKER, `${MARKER}\none`, CREATE);
    const second = await github.comments.upsert(issue.number, MARKER, `${MARKER}\ntwo`, CREATE);
    expect([first?.created, second?.created, first?.url === second?.url]).toEqual([true, false, true]);
    expect(ours()).toEqual([`${MARKER}\ntwo`]);
  });

  test('takes over the comment that an earlier version marked, where it has none of its own', async () => {
    world.repository.comment(issue, world.bob, 'OLD\nmine, says bob');
    world.repository.comment(issue, app('github-actions'), 'OLD\nold');
    const put = (body: string) =>
      world.connect().comments.upsert(issue.number, MARKER, `${MARKER}\n${body}`, { create: true, former: 'OLD' });
    expect((await put('one'))?.created).toBe(false);
    world.repository.comment(issue, app('github-actions'), 'OLD\nof another stack');
    await put('two');
    expect(ours()).toEqual([`${MARKER}\ntwo`, 'OLD\nof another stack']);
  });

  test('finds its comment among 250 others over three pages, behind strangers who used its marker', async () => {
    world.repository.comment(issue, world.bob, `${MARKER}\nmine, says bob`);
    world.repository.comment(issue, app('another-app'), `${MARKER}\nmine, says another app`);
    for (let number = 3; number <= 250; number++) world.repository.comment(issue, world.bob, `Comment ${number}`);
    world.repository.comment(issue, app('github-actions'), `${MARKER}\nold`);
    const result = await world.connect().comments.upsert(issue.number, MARKER, `${MARKER}\nnew`, CREATE);
    expect(result?.created).toBe(false);
    expect(ours()).toEqual([`${MARKER}\nnew`]);
    expect(issue.comments.slice(0, 2).map(({ body }) => body)).toEqual([
      `${MARKER}\nmine, says bob`,
      `${MARKER}\nmine, says another app`,
    ]);
    expect(world.count('issues/list-comments')).toBe(3);
  });

  test('finds its comment though another one is deleted while the pages are read', async () => {
    for (let number = 1; number <= 100; number++) world.repository.comment(issue, world.bob, `Comment ${number}`);
    world.repository.comment(issue, app('github-actions'), `${MARKER}\nold`);
    const meanwhile = () => void issue.comments.shift();
    world.faults.add({ operation: 'issues/list-comments', nth: 2, effect: { meanwhile } });
    const result = await world.connect().comments.upsert(issue.number, MARKER, `${MARKER}\nnew`, CREATE);
    expect([result?.created, ours()]).toEqual([false, [`${MARKER}\nnew`]]);
  });

  test.each([
    ['the marker of another stage', '<!-- well-managed-deployments plan stage=dev2 -->'],
    ['the marker inside a longer line', `${MARKER} and more`],
    ['the marker on the second line', `Hello\n${MARKER}`],
    ['a quoted marker', `> ${MARKER}`],
  ])('does not take %s for its own', async (_what, body) => {
    world.repository.comment(issue, app('github-actions'), body);
    await world.connect().comments.upsert(issue.number, MARKER, `${MARKER}\nnew`, CREATE);
    expect(ours()).toEqual([body, `${MARKER}\nnew`]);
  });

  test('knows its own comment when it was stored with carriage returns', async () => {
    world.repository.comment(issue, app('github-actions'), `${MARKER}\r\nold`);
    await world.connect().comments.upsert(issue.number, MARKER, `${MARKER}\nnew`, CREATE);
    expect(ours()).toEqual([`${MARKER}\nnew`]);
  });

  test('does not take a person for the app of the same name', async () => {
    const person = world.store.user('github-actions');
    world.repository.comment(issue, person, `${MARKER}\nmine`);
    await world.connect().comments.upsert(issue.number, MARKER, `${MARKER}\nnew`, CREATE);
    expect(issue.comments.map(({ body }) => body)).toEqual([`${MARKER}\nmine`, `${MARKER}\nnew`]);
  });

  test('with the token of a person updates the comment of that person', async () => {
    world.repository.comment(issue, world.bob, `${MARKER}\nold`);
    await world.connect({ as: world.bob }).comments.upsert(issue.number, MARKER, `${MARKER}\nnew`, CREATE);
    expect(issue.comments.map(({ body }) => body)).toEqual([`${MARKER}\nnew`]);
  });

  test('posts nothing where nothing is to be created', async () => {
    await expect(
      world.connect().comments.upsert(issue.number, MARKER, 'x', { create: false }),
    ).resolves.toBeUndefined();
    expect(issue.comments).toEqual([]);
  });

  test('creates the comment anew when somebody deletes it while it is being updated', async () => {
    const old = world.repository.comment(issue, app('github-actions'), `${MARKER}\nold`);
    world.faults.add({
      operation: 'issues/update-comment',
      nth: 1,
      effect: { meanwhile: () => world.repository.deleteComment(old.id) },
    });
    const result = await world.connect().comments.upsert(issue.number, MARKER, `${MARKER}\nnew`, CREATE);
    expect([result?.created, ours()]).toEqual([true, [`${MARKER}\nnew`]]);
  });
});

describe('when GitHub fails', () => {
  const lost: [string, Parameters<GitHubWorld['faults']['add']>[0]['effect']][] = [
    ['a 502 after it was stored', { status: 502, when: 'after' }],
    ['a connection cut after it was stored', { reset: 'after' }],
    ['an answer cut short', { truncate: 20 }],
  ];

  test.each(lost)('%s does not make a second comment', async (_what, effect) => {
    world.faults.add({ operation: 'issues/create-comment', nth: 1, effect });
    const result = await world.connect().comments.upsert(issue.number, MARKER, `${MARKER}\nnew`, CREATE);
    expect([result?.created, ours()]).toEqual([true, [`${MARKER}\nnew`]]);
    expect(world.count('issues/create-comment')).toBe(1);
  });

  test.each([
    ['a 503 before it was stored', { status: 503 }],
    ['a connection cut before it was stored', { reset: 'before' }],
  ] as [string, (typeof lost)[number][1]][])('%s is tried again', async (_what, effect) => {
    world.faults.add({ operation: 'issues/create-comment', nth: 1, effect });
    await world.connect().comments.upsert(issue.number, MARKER, `${MARKER}\nnew`, CREATE);
    expect(ours()).toEqual([`${MARKER}\nnew`]);
  });

  test.each([403, 429] as const)('a %i with retry-after is waited for', async (status) => {
    world.store.rateLimits.slowDown(1, { status });
    const began = Date.now();
    await world.connect().comments.upsert(issue.number, MARKER, `${MARKER}\nnew`, CREATE);
    expect(Date.now() - began).toBeGreaterThanOrEqual(900);
    expect(ours()).toEqual([`${MARKER}\nnew`]);
  });

  test('a wish to wait for an hour is an error that says so', async () => {
    world.store.rateLimits.slowDown(3600, { times: 9 });
    await expect(world.connect().comments.upsert(issue.number, MARKER, 'x', CREATE)).rejects.toThrow(
      'GitHub limits how often this token may ask: run the job again in 60 minutes',
    );
  });

  test('a body that is too long is an error in GitHub’s words', async () => {
    const long = `${MARKER}\n${'x'.repeat(65_536)}`;
    await expect(world.connect().comments.upsert(issue.number, MARKER, long, CREATE)).rejects.toThrow(
      /422 .*Body is too long/,
    );
    expect(issue.comments).toEqual([]);
  });

  test('a locked conversation is named as that, and not as a missing permission', async () => {
    issue.locked = true;
    await expect(world.connect().comments.upsert(issue.number, MARKER, 'x', CREATE)).rejects.toThrow(
      /issue is locked(?!.*"permissions").*The conversation is locked: unlock it/s,
    );
  });

  test.each(['graphql', 'issues/list-comments'])('and %s stays broken, nothing is posted', async (operation) => {
    world.faults.add({ operation, effect: { status: 500 } });
    await expect(world.connect().comments.upsert(issue.number, MARKER, 'x', CREATE)).rejects.toThrow('failed');
    expect(issue.comments).toEqual([]);
  });

  test('half a page of comments is no page: nothing is posted', async () => {
    world.repository.comment(issue, app('github-actions'), `${MARKER}\nold`);
    world.faults.add({ operation: 'issues/list-comments', effect: { truncate: 10 } });
    await expect(world.connect().comments.upsert(issue.number, MARKER, 'x', CREATE)).rejects.toThrow(
      'the answer broke off',
    );
    expect(ours()).toEqual([`${MARKER}\nold`]);
  });

  test('a server that does not answer is given up', async () => {
    world.faults.add({ operation: 'issues/list-comments', effect: { delayMs: 400 } });
    await expect(world.connect({ timeoutMs: 40 }).comments.upsert(issue.number, MARKER, 'x', CREATE)).rejects.toThrow(
      'Found: no answer in time',
    );
  });

  test('a cancelled run does not try again', async () => {
    world.faults.add({ operation: 'issues/list-comments', effect: { status: 500 } });
    const github = world.connect({ signal: AbortSignal.abort() });
    await expect(github.comments.upsert(issue.number, MARKER, 'x', CREATE)).rejects.toThrow('failed');
    expect(world.count('issues/list-comments')).toBe(1);
  });
});
