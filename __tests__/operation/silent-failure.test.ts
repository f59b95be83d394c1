import { describe, expect, test } from '@jest/globals';
import type { RunContext } from '../../src/operation/run/context.js';
import { type SilentPorts, tellSilentFailure } from '../../src/operation/silent-failure.js';
import type { Attempt } from '../../src/ports/deployments.js';
import { failureIssue } from '../../src/report/failure-issue.js';
import { contextOf } from './review/review-world.js';

const OPEN: Attempt = {
  sha: 'abc',
  url: 'https://github.com/octo/shop/actions/runs/77',
  destroys: false,
  state: 'open',
};

async function looked(
  newest: Attempt | undefined,
  {
    completed = true,
    open = false,
    failing = false,
    closed = false,
  }: { completed?: boolean; open?: boolean; failing?: boolean; closed?: boolean } = {},
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
      dismissedIssue: async () => undefined,
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
      },
      runs: {
        isCompleted: async (id) => {
          done.push(`asked for run ${id}`);
          return completed;
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

  test('names a destroy', async () => {
    expect((await looked({ ...OPEN, destroys: true })).done.at(-1)).toContain(
      'Destroying dev failed: The run that began',
    );
  });

  test.each<[string, Attempt | undefined, Parameters<typeof looked>[1]]>([
    ['is under way', OPEN, { completed: false }],
    ['names no run that could be asked', { ...OPEN, url: '' }, {}],
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
