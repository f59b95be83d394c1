import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.js';
import { type FailurePorts, keepFailureIssue } from '../../src/operation/failure-issue.js';
import type { RunContext } from '../../src/operation/run/context.js';
import type { Outcome } from '../../src/operation/run/outcome.js';
import { failureIssue } from '../../src/report/failure-issue.js';
import { contextOf } from './review/review-world.js';

interface World {
  readonly merger?: string | undefined;
  readonly author?: string;
  readonly assignable?: readonly string[];
  readonly failing?: 'issues' | 'pulls' | 'deployments';
  readonly actor?: string;
  /** The text of an issue that another run opens just before this one does. */
  readonly meanwhile?: string;
}

/** Every word that GitHub is told, in order, and what the log was told. */
function world({
  merger = 'alice',
  author = 'bob',
  assignable = ['alice', 'bob', 'carol'],
  failing,
  actor = 'carol',
  meanwhile,
}: World = {}) {
  const done: string[] = [];
  const log: string[] = [];
  const issues: { body: string; open: boolean }[] = [];
  const refuse = (of: World['failing']) => {
    if (failing === of) throw new Error(`${of} refused`);
  };
  const note = (kind: string) => (text: string) => void log.push(`${kind}: ${text}`);
  const ports: FailurePorts = {
    log: {
      info: note('info'),
      warning: note('warning'),
      error: note('error'),
      group: async (_title, work) => await work(),
    },
    issues: {
      openIssues: async (marker) => {
        refuse('issues');
        const own = issues.flatMap(({ body, open }, at) => {
          const firstLine = body.split('\n')[0] ?? '';
          return open && firstLine.startsWith(marker) ? [{ number: at + 1, url: `issue ${at + 1}`, firstLine }] : [];
        });
        return { own, foreign: [] };
      },
      dismissedIssue: () => Promise.reject(new Error('a failure is never dismissed')),
      openIssue: async (_marker, { body }, label) => {
        if (meanwhile !== undefined) issues.push({ body: meanwhile, open: true });
        const number = issues.push({ body, open: true });
        done.push(`open ${label}`);
        return { number, url: `issue ${number}`, firstLine: '' };
      },
      rewriteIssue: async (number, { body }) => {
        done.push(`rewrite ${number}`);
        Object.assign(issues[number - 1] ?? {}, { body });
      },
      closeIssue: async (number) => {
        done.push(`close ${number}`);
        Object.assign(issues[number - 1] ?? {}, { open: false });
      },
    },
    comments: {
      upsert: async (number) => {
        done.push(`comment ${number}`);
        return { url: '', created: true };
      },
    },
    github: {
      deployments: {
        lastSuccessful: async () => {
          refuse('deployments');
          return { sha: 'before', url: '' };
        },
      },
      pulls: {
        mergedSince: async () => [],
        mergedBy: async () => {
          refuse('pulls');
          return { merger, author };
        },
      },
      issues: {
        assignIssue: async (_, login) => {
          done.push(`assign ${login}`);
          return assignable.includes(login) ? [login] : [];
        },
      },
    },
    failureNotice: (outcome, facts) => failureIssue(outcome, facts, { redact: (text) => text }),
  };
  const base = contextOf('commit', { redact: [] });
  const context = { ...base, run: { ...base.run, actor } } as RunContext;
  const keep = (outcome: Partial<Outcome>) => keepFailureIssue({ ...outcomeOf(context), ...outcome }, context, ports);
  return { keep, done, log, issues };
}

function outcomeOf(context: RunContext): Outcome {
  return {
    operation: 'deploy',
    result: 'failed',
    identity: context.identity,
    commit: 'abc',
    runUrl: 'https://github.com/octo/shop/actions/runs/1',
    sentence: '',
    steps: [],
    warnings: [],
    diagnostics: [],
    pullRequest: 7,
    failure: new ActionError({ what: 'It broke' }),
  };
}

describe('the issue about a failure', () => {
  test('is opened and assigned to who merged, rewritten, commented on, and closed', async () => {
    const { keep, done, issues } = world();
    expect(await keep({})).toMatchObject({ state: 'opened' });
    expect(await keep({})).toMatchObject({ state: 'unchanged' });
    expect(await keep({ failure: new ActionError({ what: 'It broke elsewhere' }) })).toMatchObject({
      state: 'updated',
    });
    expect(await keep({ result: 'succeeded' })).toMatchObject({ state: 'closed' });
    const assigned = 'assign alice';
    expect(done).toEqual([
      ...['open failed-deploy', assigned],
      ...['rewrite 1', assigned],
      ...['comment 1', 'rewrite 1', assigned],
      ...['comment 1', 'close 1'],
    ]);
    expect(issues).toHaveLength(1);
  });

  test('is one, where another run opens one at the same time', async () => {
    const { keep, done, issues } = world();
    await keep({});
    const [{ body = '' } = {}] = issues;
    issues.length = 0;
    const atOnce = world({ meanwhile: body });
    expect(await atOnce.keep({})).toMatchObject({ number: 1, state: 'unchanged' });
    expect(atOnce.done.slice(0, 4)).toEqual(['open failed-deploy', 'comment 2', 'rewrite 2', 'close 2']);
    expect(atOnce.issues.map(({ open }) => open)).toEqual([true, false]);
    expect(done).toHaveLength(2);
  });

  test.each<[string, Partial<Outcome>]>([
    ['a run that is skipped', { result: 'skipped' }],
    ['a plan that fails', { operation: 'plan' }],
    ['a drift run', { operation: 'drift' }],
  ])('is left alone by %s', async (_, outcome) => {
    const { keep, done } = world();
    await keep({});
    const before = done.length;
    expect(await keep(outcome)).toBeUndefined();
    expect(done).toHaveLength(before);
  });

  test.each<[string, World, Partial<Outcome>, string | undefined]>([
    ["the author's where an app merged", { merger: 'github-merge-queue[bot]' }, {}, 'bob'],
    ["nobody's where apps wrote and merged", { merger: 'a[bot]', author: 'dependabot[bot]' }, {}, undefined],
    ['of who started the run, without a pull request', {}, { pullRequest: undefined as unknown as number }, 'carol'],
    ['of who started the run, where GitHub does not say who merged', { failing: 'pulls' }, {}, 'carol'],
    ["the merger's where deployments cannot be read", { failing: 'deployments' }, {}, 'alice'],
  ])('is %s', async (_, given, outcome, expected) => {
    const { keep, done, issues } = world(given);
    await keep(outcome);
    expect(done).toEqual(['open failed-deploy', ...(expected === undefined ? [] : [`assign ${expected}`])]);
    expect(issues[0]?.body.includes('the issue has no assignee')).toBe(expected === undefined);
  });

  test.each(['rollback', 'rollback-site'] as const)(
    'tells of a %s that failed, whose it is and how to go forward; its success closes it',
    async (operation) => {
      const { keep, done, issues } = world();
      await keep({ operation, pullRequest: undefined });
      expect(done).toEqual(['open failed-deploy', 'assign carol']);
      expect(issues[0]?.body).toMatch(/^### Rolling back .*failed$/m);
      expect(issues[0]?.body).toContain('To go forward instead: start a deploy manually with `hold: false`');
      expect(issues[0]?.body).not.toContain('merge a pull request that corrects it');
      expect(await keep({ operation, result: 'succeeded' })).toMatchObject({ state: 'closed' });
    },
  );

  test('mentions whom GitHub does not assign', async () => {
    const { keep, done, issues } = world({ assignable: [] });
    await keep({});
    expect(done).toEqual(['open failed-deploy', 'assign alice', 'rewrite 1']);
    expect(issues[0]?.body).toContain(
      '@alice: this is yours to look at. GitHub does not allow it to be assigned to you.',
    );
  });

  test('is one warning where GitHub refuses, and a line in the log after a success', async () => {
    const { keep, log } = world({ failing: 'issues' });
    expect(await keep({})).toBeUndefined();
    expect(await keep({ result: 'succeeded' })).toBeUndefined();
    expect(log).toEqual([
      'warning: No issue tells of this failure (it needs issues: write): issues refused',
      'info: Whether an issue about an earlier failure is open is not known: issues refused',
    ]);
  });
});
