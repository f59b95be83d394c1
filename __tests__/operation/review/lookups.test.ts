import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../../local/faults.js';
import { mergePullRequest, type PullRequest } from '../../../local/github/pull-requests.js';
import type { GitHub } from '../../../src/gateways/github/connect-github.js';
import { deployTask } from '../../../src/operation/deployments/task.js';
import { carriedPulls, checkReview } from '../../../src/operation/review/check-review.js';
import { checkMergeGroup } from '../../../src/operation/review/merge-group.js';
import { checkProtection } from '../../../src/operation/review/protection.js';
import { recordReview } from '../../../src/operation/review/write-record.js';
import type { RunContext } from '../../../src/operation/run/context.js';
import { GitHubWorld } from '../../gateways/github/github-world.js';
import { resource } from '../../terraform/plan-maker.js';
import { contextOf, type Planned, planned } from './review-world.js';

// The review's own questions over real HTTP: what cannot be looked up is not taken for reviewed.

const gone = resource({ address: 'aws_thing.gone', actions: ['delete'], before: { id: 'x' }, after: null });
const made = resource({ address: 'aws_thing.made', after: { size: 1 } });
const first = planned({ resources: [gone] });
const second = planned({ resources: [made] });
const both = planned({ resources: [gone, made] });
const PROTECT = { protect: ['aws_thing.gone'] };

let world: GitHubWorld;
beforeEach(async () => {
  world = await GitHubWorld.start();
});
afterEach(async () => {
  await world.stop();
});

/** Two pull requests, planned, approved and one of them labelled; a deploy succeeded before, and another died. */
async function reviewed(): Promise<readonly [PullRequest, PullRequest]> {
  const github = world.connect();
  const { identity } = contextOf('');
  const deployment = (sha: string) => {
    const { stage } = identity;
    return {
      sha,
      ref: 'main',
      stage,
      task: deployTask(identity),
      description: '',
      destroys: false,
      runUrl: 'https://x',
      request: sha,
      creates: [],
    };
  };
  await github.deployments.finish(await github.deployments.start(deployment(world.commit('Deployed', 'main'))), {
    result: 'success',
    description: '',
  });
  await github.deployments.finish(await github.deployments.start(deployment(world.commit('Died', 'main'))), {
    result: 'failure',
    description: '',
  });
  const pulls = [world.open('One'), world.open('Two')] as const;
  for (const [index, now] of [first, second].entries()) {
    const pull = pulls[index];
    if (pull === undefined) throw new Error('There are two');
    await record(github, pull, now);
    world.later();
    world.review(pull, world.bob);
  }
  world.repository.label(pulls[0], 'allow-destroy', world.bob);
  world.later();
  return pulls;
}

async function record(github: GitHub, { number, pull }: PullRequest, now: Planned): Promise<void> {
  const event: RunContext['event'] = {
    kind: 'pull-request',
    action: 'opened',
    baseChanged: false,
    number,
    headSha: pull.headSha,
    baseRef: 'main',
    author: 'alice',
    trust: 'same-repository',
  };
  await recordReview({ context: { ...contextOf(pull.headSha), event }, ...now }, github, { first: false });
}

const NOTHING_EXISTS = { resources: async () => ['aws_thing.old'] };

/** What a deploy asks after both are merged. @returns the sentences of protection and review */
async function afterTheMerge(pulls: readonly PullRequest[], options = {}): Promise<readonly (string | undefined)[]> {
  for (const pull of pulls) {
    world.later();
    if (pull.state === 'open') mergePullRequest(world.repository, pull, { method: 'squash', by: world.bob });
  }
  const sha = world.repository.history.resolve('refs/heads/main')?.sha ?? '';
  const github = world.connect(options);
  const context = contextOf(sha, PROTECT);
  const { report, compared } = both;
  const { state } = compared;
  const carried = (deployed: string | undefined) => carriedPulls(context, github.pulls, deployed);
  const allowed = await checkProtection(
    { context, report, state, patterns: context.config.protect, carried },
    { github },
  );
  const { sentence } = await checkReview({ context, ...both }, { log: LOG, github, stack: NOTHING_EXISTS });
  return [allowed, sentence];
}

/** What the merge queue asks before. */
async function inTheQueue(pulls: readonly PullRequest[], options = {}): Promise<readonly (string | undefined)[]> {
  const { history } = world.repository;
  const baseSha = history.resolve('refs/heads/main')?.sha ?? '';
  let headSha = baseSha;
  for (const { number, title } of pulls) {
    const before = headSha;
    headSha = history.make(`${title} (#${number})`, [before], 'alice', 0).sha;
    history.point(`refs/heads/gh-readonly-queue/main/pr-${number}-${before}`, headSha);
  }
  const github = world.connect(options);
  const event = { kind: 'merge-group', headSha, baseRef: 'main', baseSha } as const;
  const said: string[] = [];
  const log = { ...LOG, info: (message: string) => void said.push(message) };
  const { sentence } = await checkMergeGroup(
    { context: { ...contextOf(headSha, PROTECT), event }, ...both },
    { log, github, stack: NOTHING_EXISTS },
  );
  return [said[0], sentence];
}

const LOG = {
  info: () => undefined,
  warning: () => undefined,
  error: () => undefined,
  group: async <T>(_title: string, work: () => Promise<T>) => await work(),
};

const json = (status: number, body: unknown): FaultEffect => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});
const FAULTS: readonly (readonly [string, FaultEffect])[] = [
  ['401', json(401, { message: 'Bad credentials' })],
  ['403', json(403, { message: 'Resource not accessible by integration' })],
  ['404', json(404, { message: 'Not Found' })],
  ['422', json(422, { message: 'Validation Failed' })],
  ['500', { status: 500 }],
  ['a time-out', { delayMs: 400 }],
  ['a broken connection', { reset: 'before' }],
  ['an answer that breaks off', { truncate: 1 }],
  [
    'an answer that is no JSON',
    { status: 200, body: '<html>Unicorn!</html>', headers: { 'content-type': 'text/html' } },
  ],
  ['an answer without what was asked for', json(200, {})],
  ['an answer of another shape', json(200, [{ id: 'x' }])],
];

const LOOKUPS = [
  ['a deploy', afterTheMerge, 'repos/list-pull-requests-associated-with-commit'],
  ['a deploy', afterTheMerge, 'repos/compare-commits'],
  ['a deploy', afterTheMerge, 'pulls/list-reviews'],
  ['a deploy', afterTheMerge, 'repos/get-collaborator-permission-level'],
  ['a deploy', afterTheMerge, 'pulls/get'],
  ['a deploy', afterTheMerge, 'repos/list-activities'],
  ['a deploy', afterTheMerge, 'checks/list-for-ref'],
  ['a deploy', afterTheMerge, 'issues/list-events'],
  ['a deploy', afterTheMerge, 'repos/list-deployments'],
  ['a deploy', afterTheMerge, 'repos/list-deployment-statuses'],
  ['a deploy', afterTheMerge, 'graphql'],
  ['a merge group', inTheQueue, 'git/list-matching-refs'],
  ['a merge group', inTheQueue, 'repos/list-pull-requests-associated-with-commit'],
  ['a merge group', inTheQueue, 'pulls/get'],
  ['a merge group', inTheQueue, 'repos/compare-commits'],
  ['a merge group', inTheQueue, 'pulls/list-reviews'],
  ['a merge group', inTheQueue, 'repos/get-collaborator-permission-level'],
  ['a merge group', inTheQueue, 'repos/list-activities'],
  ['a merge group', inTheQueue, 'checks/list-for-ref'],
  ['a merge group', inTheQueue, 'issues/list-events'],
  ['a merge group', inTheQueue, 'repos/list-deployments'],
  ['a merge group', inTheQueue, 'repos/list-deployment-statuses'],
  ['a merge group', inTheQueue, 'graphql'],
] as const;

describe('without a fault', () => {
  test.each([
    ['a deploy', afterTheMerge, '#1 has the label allow-destroy, set by bob', 'pull requests #1, #2, approved by bob'],
    [
      'a merge group',
      inTheQueue,
      '#1 has the label allow-destroy, set by bob',
      'pull requests #1, #2, approved by bob',
    ],
  ] as const)('%s passes, and these are all its lookups', async (name, ask, allowed, sentence) => {
    const pulls = await reviewed();
    const before = world.journal.entries().length;
    expect(await ask(pulls)).toEqual([allowed, expect.stringContaining(sentence)]);
    const asked = new Set(
      world.journal
        .entries()
        .slice(before)
        .map(({ operation }) => operation),
    );
    expect([...asked].sort()).toEqual(
      LOOKUPS.filter(([of]) => of === name)
        .map(([, , operation]) => operation)
        .sort(),
    );
  });
});

describe.each(LOOKUPS)('%s', (_name, ask, operation) => {
  test.each(FAULTS)(`is refused when ${operation} ends with %s`, async (_what, effect) => {
    const pulls = await reviewed();
    world.faults.add({ operation, effect });
    await expect(ask(pulls, { timeoutMs: 200 })).rejects.toThrow('failed');
    expect(world.faults.unused()).toEqual([]);
  });
});
