import { describe, expect, test } from '@jest/globals';
import type { RunContext } from '../../src/operation/run/context.js';
import { type SilentPorts, tellSilentFailure } from '../../src/operation/silent-failure.js';
import type { Attempt, Latest } from '../../src/ports/deployments.js';
import type { Rejection } from '../../src/ports/history.js';
import { failureIssue } from '../../src/report/failure-issue.js';
import { contextOf } from './review/review-world.js';

const OPEN: Attempt = {
  sha: 'abc',
  url: 'https://github.com/octo/shop/actions/runs/77',
  run: '77',
  operation: 'deploy',
  state: 'open',
};

async function looked(
  newest: Attempt | undefined,
  {
    completed = true,
    open = false,
    failing = false,
    closed = false,
    rejection,
    last,
    dismissed,
  }: {
    completed?: boolean;
    open?: boolean;
    failing?: boolean;
    closed?: boolean;
    rejection?: Rejection;
    last?: Latest['last'];
    dismissed?: string | undefined;
  } = {},
) {
  const done: string[] = [];
  const bodies: string[] = [];
  const ports: SilentPorts = {
    log: {
      info: (text) => void done.push(`info ${text}`),
      warning: (text) => void done.push(`warning ${text}`),
      error: () => {},
      group: async (_title, work) => await work(),
    },
    issues: {
      openIssues: async () => {
        if (closed) throw new Error('Issues are disabled for this repo');
        return { own: open ? [{ number: 1, url: 'issue 1', firstLine: '' }] : [], foreign: [] };
      },
      dismissedIssue: async () =>
        dismissed === undefined ? undefined : { number: 1, url: 'issue 1', firstLine: dismissed },
      openIssue: async (_marker, { title, body }) => {
        done.push(`open ${title}`);
        bodies.push(body);
        return { number: 2, url: 'issue 2', firstLine: '' };
      },
      rewriteIssue: async () => void done.push('rewrite'),
      closeIssue: async () => void done.push('close'),
    },
    comments: { upsert: async () => ({ url: '', created: true }) },
    github: {
      deployments: {
        newestAttempt: async () => {
          if (failing) throw new Error('GitHub does not say');
          return newest;
        },
        lastSuccessful: async () => undefined,
        latest: async () => ({ open: [], ...(last === undefined ? {} : { last }) }),
      },
      history: {
        mainline: async (base, head) => {
          if (base !== head) return [`after ${base}`, head];
          done.push('asked for nothing');
          return [];
        },
      },
      runs: {
        isCompleted: async (id) => {
          done.push(`asked for run ${id}`);
          return completed;
        },
        rejection: async (branch, commits, environment) => {
          done.push(`asked for rejections in ${environment} of ${branch}, ${commits.join(' and ')}`);
          return rejection;
        },
      },
      pulls: {
        mergedAs: async () => {
          throw new Error('no permission');
        },
        mergedSince: async () => [],
        mergedBy: async () => ({ merger: 'alice', author: 'bob' }),
      },
      issues: {
        assignIssue: async (_, login) => {
          done.push(`assign ${login}`);
          return [login];
        },
      },
    },
    failureNotice: (outcome, facts) => failureIssue(outcome, facts, { redact: (text) => text }),
  };
  const context = { ...contextOf('commit', { redact: [] }), event: { kind: 'schedule', sha: 'commit' } } as RunContext;
  const told = await tellSilentFailure(context, ports);
  return { done, bodies, told };
}

describe('a deploy that ended without a report', () => {
  const opened = 'open Deploying dev failed: The run that began to deploy dev ended without a report';

  test('opens the issue, with its own run and no assignee by chance', async () => {
    const { done, bodies, told } = await looked(OPEN);
    expect(done).toEqual(['asked for run 77', opened]);
    expect(told?.issue?.state).toBe('opened');
    expect(bodies[0]).toContain('https://github.com/octo/shop/actions/runs/77');
    expect(bodies[0]).not.toContain('Live:');
  });

  test('does so where it failed and no issue tells of it', async () => {
    expect((await looked({ ...OPEN, state: 'failed' })).done).toEqual([opened]);
  });

  test.each([
    ['destroy', 'Destroying dev failed: The run that began to destroy dev'],
    ['rollback', 'Rolling back dev failed: The run that began to roll back dev'],
    ['rollback-site', 'Rolling back the site of dev failed: The run that began to roll back the site of dev'],
  ] as const)('names a %s', async (operation, words) => {
    expect((await looked({ ...OPEN, operation })).done.at(-1)).toContain(words);
  });

  test.each<[string, Attempt | undefined, Parameters<typeof looked>[1]]>([
    ['is under way', OPEN, { completed: false }],
    ['names no run that could be asked', { ...OPEN, url: '', run: undefined }, {}],
    ['is told of already', OPEN, { open: true }],
    ['succeeded', { ...OPEN, state: 'succeeded' }, {}],
    ['was given up', { ...OPEN, state: 'given up' }, {}],
    ['never was', undefined, {}],
  ])('is none where it %s', async (_what, attempt, world) => {
    const { done, told } = await looked(attempt, world);
    expect([told, done.filter((one) => !one.startsWith('asked'))]).toEqual([undefined, []]);
  });

  test('is told of, to the webhook, where the repository has no issues', async () => {
    const { done, told } = await looked(OPEN, { closed: true });
    expect(told?.outcome.failure?.parts.what).toContain('ended without a report');
    expect(told?.issue).toBeUndefined();
    expect(done.filter((one) => one.startsWith('warning'))).toHaveLength(1);
  });

  test('that cannot be asked about is a line in the log', async () => {
    const { done } = await looked(OPEN, { failing: true });
    expect(done).toEqual(['info Whether a deploy ended without a word is not known: GitHub does not say']);
  });
});

describe('a deploy that was rejected in its environment', () => {
  const rejection: Rejection = {
    sha: 'f00dcafe',
    runUrl: 'https://github.com/octo/shop/actions/runs/88',
    by: 'carol',
    comment: 'Not before\nMonday',
  };
  const done: Attempt = { ...OPEN, state: 'succeeded' };
  const hold = { release: 'v1', by: 'dora', since: '2026-11-25T08:00:00Z' };
  const opened = 'open Deploying dev failed: The deployment of f00dcaf to dev was rejected';

  test('opens the issue, with who refused and why', async () => {
    const { done: said, bodies, told } = await looked(done, { rejection });
    expect(said).toEqual(['asked for rejections in dev of main, after abc and commit', opened]);
    expect(told?.outcome.failure?.parts.found).toBe('rejected by carol: "Not before Monday"');
    expect(bodies[0]).toContain('[the run](https://github.com/octo/shop/actions/runs/88) asks for the approval again');
    expect(bodies[0]).not.toContain('It continues from what is live');
  });

  test.each<[string, Attempt | undefined, Latest['last'], string]>([
    ['nothing was ever deployed', undefined, undefined, 'after undefined'],
    ['the newest run had nothing to do', { ...OPEN, state: 'given up' }, { sha: 'old', url: '' }, 'after old'],
    ['the stage was destroyed', { ...done, operation: 'destroy' }, undefined, 'after abc'],
  ])('is looked for since what was done last, where %s', async (_what, newest, last, since) => {
    const { done: said } = await looked(newest, { rejection, last });
    expect(said).toEqual([`asked for rejections in dev of main, ${since} and commit`, opened]);
  });

  test.each<[string, Attempt | undefined, Parameters<typeof looked>[1], number]>([
    ['everything merged is live', { ...done, sha: 'commit' }, { rejection }, 0],
    ['a rollback holds the stage', done, { rejection, last: { sha: 'old', url: '', hold } }, 0],
    ['nobody refused', done, {}, 1],
    ['an issue tells of a failure already', done, { rejection, open: true }, 1],
  ])('is none where %s', async (_what, newest, world, asked) => {
    const { done: said, told } = await looked(newest, world);
    expect([told, said.filter((one) => !one.startsWith('asked')), said.length]).toEqual([undefined, [], asked]);
  });

  test('stays closed where a person closed its issue as "not planned", until another one is refused', async () => {
    const [dismissed] = (await looked(done, { rejection })).bodies[0]?.split('\n', 1) ?? [];
    const again = await looked(done, { rejection, dismissed });
    expect([again.told, again.done.filter((one) => one.startsWith('open'))]).toEqual([undefined, []]);
    const another = await looked(done, { rejection: { ...rejection, sha: 'cafebabe' }, dismissed });
    expect(another.told?.issue?.state).toBe('opened');
  });

  test('names no account that is gone, and no comment that nobody wrote', async () => {
    const { told } = await looked(done, { rejection: { ...rejection, by: '', comment: ' ' } });
    expect(told?.outcome.failure?.parts.found).toBe('rejected by an account that is gone, without a comment');
  });
});
