import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Issue } from '../../../local/github/records.js';
import { GitHubWorld } from './github-world.js';

const MARKER = '<!-- well-managed-deployments drift stage=dev ';
const OLD = `${MARKER}found=1 -->`;
const TEXT = { title: 'Drift in dev', body: `${MARKER}found=2 -->\n\nIt has drifted.` };

let world: GitHubWorld;
beforeEach(async () => {
  world = await GitHubWorld.start();
});
afterEach(async () => {
  await world.stop();
  expect(world.journal.unknown().map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

function app(slug = 'github-actions') {
  return world.store.app(slug);
}

function open(body: string, author: Parameters<typeof world.repository.openIssue>[0] = app()): Issue {
  world.later();
  return world.repository.openIssue(author, { title: 'Drift in dev', body });
}

async function found(): Promise<readonly number[]> {
  return (await world.connect().issues.openIssues(MARKER)).own.map(({ number }) => number);
}

describe('the own issues', () => {
  test('are found among 250 others over three pages, pull requests included, the oldest first', async () => {
    const first = open(OLD);
    for (let number = 0; number < 120; number++) open(`Issue ${number}`, world.bob);
    for (let number = 0; number < 10; number++) world.open(`Change ${number}`);
    for (let number = 0; number < 120; number++) open(`Issue ${number}`, app());
    const last = open(OLD);
    expect(await found()).toEqual([first.number, last.number]);
    expect(world.count('issues/list-for-repo')).toBe(3);
    expect((await world.connect().issues.openIssues(MARKER)).own[0]).toEqual({
      number: first.number,
      url: `https://github.com/octo/shop/issues/${first.number}`,
      firstLine: OLD,
    });
  });

  test.each<[string, () => Issue]>([
    ['of a person who pasted the marker', () => open(OLD, world.bob)],
    ['of another app', () => open(OLD, app('release-bot'))],
    ["of a person with the app's name", () => open(OLD, world.store.user('github-actions'))],
    ['of another stage', () => open(OLD.replace('stage=dev', 'stage=dev2'))],
    ['with the marker on its second line', () => open(`Hello\n${OLD}`)],
    ['without a text', () => open('')],
    ['that is closed', () => closed(open(OLD))],
  ])('do not have one %s', async (_what, make) => {
    make();
    expect(await found()).toEqual([]);
  });

  test('do not have a pull request that begins with the marker', async () => {
    const pull = world.open('Change');
    Object.assign(pull, { author: app(), body: OLD });
    expect(await found()).toEqual([]);
  });

  test('are known by carriage returns too, and by whatever label people left on them', async () => {
    const issue = open(`${OLD}\r\n\r\nText`);
    issue.labels = [];
    expect((await world.connect().issues.openIssues(MARKER)).own[0]?.firstLine).toBe(OLD);
  });

  test('come once when an issue is reopened while they are read', async () => {
    const other = closed(open('The first', world.bob));
    for (let number = 0; number < 99; number++) open(`Issue ${number}`, world.bob);
    const ours = open(OLD);
    open('The last one', world.bob);
    const meanwhile = () => world.repository.setState(other, 'open', world.bob);
    world.faults.add({ operation: 'issues/list-for-repo', nth: 2, effect: { meanwhile } });
    expect(await found()).toEqual([ours.number]);
  });

  test.each(['graphql', 'issues/list-for-repo'])('are not said to be none while %s fails', async (operation) => {
    open(OLD);
    world.faults.add({ operation, effect: { status: 500 } });
    await expect(found()).rejects.toThrow('failed');
  });

  test('are not said to be none when a page breaks off', async () => {
    for (let number = 0; number < 120; number++) open(`Issue ${number}`, world.bob);
    open(OLD);
    world.faults.add({ operation: 'issues/list-for-repo', nth: 2, times: 9, effect: { truncate: 40 } });
    await expect(found()).rejects.toThrow('the answer broke off');
  });

  test('of a repository without issues are an error that names the setting', async () => {
    world.faults.add({ operation: 'issues/list-for-repo', effect: { status: 410 } });
    await expect(found()).rejects.toThrow(/Searching the open issues failed.*410.*settings of the repository/s);
  });
});

describe('issues beside them', () => {
  test('of other identities are named, and a locked one is known', async () => {
    const theirs = open(OLD, app('release-bot'));
    Object.assign(world.open('Change'), { body: OLD });
    const ours = open(OLD);
    ours.locked = true;
    expect(await world.connect().issues.openIssues(MARKER)).toMatchObject({
      own: [{ number: ours.number, locked: true }],
      foreign: [{ number: theirs.number, author: 'release-bot[bot]' }],
    });
  });

  test('that were dismissed: the newest closed one counts, if a person said "not planned"', async () => {
    const github = world.connect();
    const dismissed = async () => (await github.issues.dismissedIssue(MARKER, 'drift'))?.number;
    const labelled = (issue: Issue, stateReason: 'completed' | 'not_planned') => {
      world.repository.label(issue, 'drift', world.bob);
      closed(issue);
      issue.stateReason = stateReason;
      return issue.number;
    };
    expect(await dismissed()).toBeUndefined();
    const first = labelled(open(OLD), 'not_planned');
    labelled(open(OLD, world.bob), 'not_planned');
    labelled(open('Another'), 'completed');
    expect(await dismissed()).toBe(first);
    labelled(open(OLD), 'completed');
    expect(await dismissed()).toBeUndefined();
    world.faults.add({ operation: 'issues/list-for-repo', effect: { status: 500 } });
    await expect(dismissed()).rejects.toThrow('Searching the closed issues failed');
  });
});

describe('an issue', () => {
  test('is opened with a label, rewritten, and closed with a reason', async () => {
    const github = world.connect();
    const { number, url, firstLine } = await github.issues.openIssue(MARKER, TEXT, 'drift');
    const issue = world.repository.issues.get(number);
    expect([url, firstLine]).toEqual([`https://github.com/octo/shop/issues/${number}`, `${MARKER}found=2 -->`]);
    expect([issue?.title, issue?.body, issue?.labels.map(({ name }) => name)]).toEqual([
      TEXT.title,
      TEXT.body,
      ['drift'],
    ]);
    await github.issues.rewriteIssue(number, { title: 'Another', body: `${OLD}\nnew` });
    expect([issue?.title, issue?.body, issue?.state]).toEqual(['Another', `${OLD}\nnew`, 'open']);
    await github.issues.closeIssue(number, 'not_planned');
    expect([issue?.state, issue?.stateReason]).toEqual(['closed', 'not_planned']);
  });

  test.each<[string, Parameters<GitHubWorld['faults']['add']>[0]['effect']]>([
    ['a 502 after it was stored', { status: 502, when: 'after' }],
    ['a connection cut after it was stored', { reset: 'after' }],
    ['an answer cut short', { truncate: 20 }],
    ['a 503 before it was stored', { status: 503 }],
    ['a connection cut before it was stored', { reset: 'before' }],
  ])('is opened once in spite of %s', async (_what, effect) => {
    world.faults.add({ operation: 'issues/create', nth: 1, effect });
    const { number } = await world.connect().issues.openIssue(MARKER, TEXT, 'drift');
    expect([...world.repository.issues.keys()]).toEqual([number]);
  });

  test('is not opened beside one that another page had when it was closed in between', async () => {
    const others = Array.from({ length: 100 }, (_, number) => open(`Issue ${number}`, world.bob));
    const ours = open(OLD);
    open('The last one', world.bob);
    const meanwhile = () => void closed(others[0] ?? ours);
    world.faults.add({ operation: 'issues/list-for-repo', nth: 2, effect: { meanwhile } });
    expect(await found()).toEqual([]);
    expect((await world.connect().issues.openIssue(MARKER, TEXT, 'drift')).number).toBe(ours.number);
    expect(world.count('issues/create')).toBe(0);
  });

  test('is not opened once more while it is not known whether it was stored', async () => {
    world.faults.add({ operation: 'issues/create', nth: 1, effect: { status: 502, when: 'after' } });
    world.faults.add({ operation: 'issues/list-for-repo', nth: 2, times: 9, effect: { status: 500 } });
    await expect(world.connect().issues.openIssue(MARKER, TEXT, 'drift')).rejects.toThrow(
      'Searching the open issues failed',
    );
    expect(world.repository.issues.size).toBe(1);
  });

  test('that is too long is an error in the words of GitHub', async () => {
    const body = `${OLD}\n${'x'.repeat(65_536)}`;
    await expect(world.connect().issues.openIssue(MARKER, { ...TEXT, body }, 'drift')).rejects.toThrow(
      /422 .*Body is too long/,
    );
  });

  test('that is gone cannot be rewritten', async () => {
    await expect(world.connect().issues.rewriteIssue(99, TEXT)).rejects.toThrow('Rewriting issue #99 failed');
  });
});

function closed(issue: Issue): Issue {
  world.repository.setState(issue, 'closed', world.bob);
  return issue;
}
