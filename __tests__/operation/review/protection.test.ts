import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../../src/config/config.js';
import { carriedPulls } from '../../../src/operation/review/check-review.js';
import { checkProtection } from '../../../src/operation/review/protection.js';
import { protectedChanges } from '../../../src/terraform/plan/protected-changes.js';
import { resource } from '../../terraform/plan-maker.js';
import { contextOf, merge, type Planned, planned, ports, record, time, type World, world } from './review-world.js';

const deleted = (address: string, type: string) =>
  resource({ address, type, actions: ['delete'], before: { id: 'x' }, after: null });
const plan = planned({
  resources: [
    deleted('aws_db_instance.main', 'aws_db_instance'),
    deleted('module.data.aws_s3_bucket.site["eu"]', 'aws_s3_bucket'),
    resource({
      address: 'aws_sqs_queue.q',
      type: 'aws_sqs_queue',
      actions: ['create', 'delete'],
      before: { id: 'q' },
      after: { a: 1 },
    }),
    resource({
      address: 'aws_db_instance.kept',
      type: 'aws_db_instance',
      actions: ['update'],
      before: { a: 1 },
      after: { a: 2 },
    }),
    resource({ address: 'aws_db_instance.new', type: 'aws_db_instance', after: { a: 2 } }),
  ],
});

describe('protectedChanges', () => {
  test.each([
    [['aws_db_instance'], ['aws_db_instance.main']],
    [['aws_db_instance.main'], ['aws_db_instance.main']],
    [['aws_db'], []],
    [['aws_*'], ['aws_db_instance.main', 'module.data.aws_s3_bucket.site["eu"]', 'aws_sqs_queue.q']],
    [['module.data.*'], ['module.data.aws_s3_bucket.site["eu"]']],
    [['module.data.aws_s3_bucket.site["eu"]'], ['module.data.aws_s3_bucket.site["eu"]']],
    [['*.q'], ['aws_sqs_queue.q']],
    [[], []],
  ])('%j protects %j', (patterns, addresses) => {
    expect(protectedChanges(plan.report.changes, patterns).map(({ address }) => address)).toEqual(addresses);
  });
});

interface Label {
  readonly by: string;
  readonly at: number;
}

function check(
  here: World,
  labels: Readonly<Record<number, Label>>,
  writers: readonly string[],
  { patterns = ['aws_db_*'], now = plan, config = {} }: Partial<Asked> = {},
) {
  const github = {
    ...ports(here).github,
    labels: {
      labelled: async (number: number, _label: string, at: string) => {
        const label = labels[number];
        return label === undefined || time(label.at) > at ? undefined : { by: label.by, at: time(label.at) };
      },
    },
    collaborators: { mayWrite: async (login: string) => writers.includes(login) },
  };
  const context = contextOf(here.mainline.at(-1) ?? '', config);
  const carried = (deployed: string | undefined) => carriedPulls(context, github.pulls, deployed);
  return checkProtection({ context, report: now.report, state: now.compared.state, patterns, carried }, { github });
}

const nothingElse = planned({ resources: [deleted('aws_db_instance.other', 'aws_db_instance')] });

interface Asked {
  readonly patterns: readonly string[];
  readonly now: Planned;
  readonly config: Partial<Config>;
}

/** Pull request 1 of alice, which planned this, merged at minute 30. */
function merged(of = plan): World {
  const here = world();
  record(here, 'head-1', of, { at: 10 });
  merge(here, 1, { at: 30, sha: 'merge-1' });
  return here;
}

describe('a protected resource is destroyed', () => {
  test('when somebody with write access, who is not the author, set the label before the merge', async () => {
    await expect(check(merged(), { 1: { by: 'bob', at: 20 } }, ['bob'])).resolves.toBe(
      '#1 has the label allow-destroy, set by bob',
    );
  });

  test('when an earlier pull request that was not deployed yet has the label', async () => {
    const here = merged();
    merge(here, 2, { at: 31, sha: 'merge-2' });
    await expect(check(here, { 1: { by: 'bob', at: 20 } }, ['bob'])).resolves.toBe(
      '#1 has the label allow-destroy, set by bob',
    );
  });

  test('when its label was set again after what was pushed was planned', async () => {
    const here = merged(nothingElse);
    record(here, 'head-1', plan, { at: 15 });
    await expect(check(here, { 1: { by: 'bob', at: 20 } }, ['bob'])).resolves.toContain('set by bob');
  });

  test('without a question when nothing of it is protected', async () => {
    const here = merged();
    here.failing = 'mergedAs';
    await expect(check(here, {}, [], { patterns: ['aws_rds_cluster'] })).resolves.toBeUndefined();
  });
});

const bob = { by: 'bob', at: 20 };
const deletions = (...names: readonly string[]) =>
  planned({ resources: names.map((name) => deleted(`aws_db_instance.${name}`, 'aws_db_instance')) });

describe('a protected resource is not given up', () => {
  test('when it was planned after the label was set', async () => {
    const here = merged(nothingElse);
    record(here, 'head-1', plan, { at: 25 });
    await expect(check(here, { 1: { by: 'bob', at: 20 } }, ['bob'])).rejects.toThrow(
      '#1 was labelled before this was planned',
    );
  });

  test('when whoever set the label pushed to the pull request', async () => {
    const here = merged();
    here.pushes.set('1 bob', 'yes');
    await expect(check(here, { 1: { by: 'bob', at: 20 } }, ['bob'])).rejects.toThrow(
      '#1 was labelled by bob, who pushed to it',
    );
  });

  test.each([
    ['aws_db_instance'],
    ['aws_db_instance.*'],
    ['module.old["a.b"].aws_db_instance.main'],
    ['aws_rds_cluster'],
  ])('when it is moved away from what %s protects, and replaced', (pattern) => {
    const moved = resource({
      address: 'aws_rds_cluster.main',
      previousAddress:
        pattern === 'aws_db_instance.*' ? 'aws_db_instance.main' : 'module.old["a.b"].aws_db_instance.main',
      type: 'aws_rds_cluster',
      actions: ['delete', 'create'],
      before: { id: 'x' },
      after: { id: 'y' },
    });
    const { changes } = planned({ resources: [moved] }).report;
    expect(protectedChanges(changes, [pattern])).toHaveLength(1);
  });
});

describe('what several pull requests destroy', () => {
  const both = deletions('one', 'two');
  function world12(): World {
    const here = merged(deletions('one'));
    record(here, 'head-2', deletions('two'), { at: 10 });
    merge(here, 2, { at: 31, sha: 'merge-2' });
    return here;
  }

  test('is destroyed when each of them has the label', async () => {
    await expect(check(world12(), { 1: bob, 2: bob }, ['bob'], { now: both })).resolves.toBe(
      '#2 has the label allow-destroy, set by bob; #1 has the label allow-destroy, set by bob',
    );
  });

  test('is kept when one of them lacks the label', async () => {
    await expect(check(world12(), { 1: bob }, ['bob'], { now: both })).rejects.toThrow(
      'Found: aws_db_instance.two (delete); #2 did not have the label',
    );
  });
});

describe('the label alone', () => {
  test.each([
    ['destroys something else', deletions('other')],
    [
      'only changes it',
      planned({
        resources: [
          resource({ address: 'aws_db_instance.main', actions: ['update'], before: { a: 1 }, after: { a: 2 } }),
        ],
      }),
    ],
  ])('does not free what a pull request that %s did not plan', async (_what, of) => {
    await expect(check(merged(of), { 1: bob }, ['bob'])).rejects.toThrow('#1 has the label, but did not plan this');
  });

  test('does not free what nobody planned', async () => {
    const here = world();
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await expect(check(here, { 1: bob }, ['bob'])).rejects.toThrow('#1 has the label, but did not plan this');
  });

  test('is enough where nothing is compared with a review', async () => {
    const here = world();
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await expect(check(here, { 1: bob }, ['bob'], { config: { applyPolicy: 'always' } })).resolves.toContain('#1');
  });

  test('is not enough for a record that says too little to be compared with', async () => {
    const here = world();
    record(here, 'head-1', plan, { at: 10, text: '' });
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await expect(check(here, { 1: bob }, ['bob'])).rejects.toThrow('did not plan');
  });
});

describe('what is left of a replacement that stopped half-way', () => {
  const replaced = (actions: readonly string[]) =>
    planned({
      resources: [
        resource({
          address: 'aws_db_instance.main',
          type: 'aws_db_instance',
          actions,
          before: { id: 'x', a: 1 },
          after: { a: 2 },
        }),
      ],
    });
  const left = (deposed: string | undefined) =>
    planned({
      resources: [{ ...(deleted('aws_db_instance.main', 'aws_db_instance') as object), ...(deposed && { deposed }) }],
    });

  test('is destroyed when the replacement was planned with the label', async () => {
    const here = merged(replaced(['create', 'delete']));
    await expect(check(here, { 1: bob }, ['bob'], { now: left('00000001') })).resolves.toContain('#1');
    await expect(check(here, {}, ['bob'], { now: left('00000001') })).rejects.toThrow('#1 did not have the label');
  });

  test('is not the object that took its place, nor is it there when only an update was planned', async () => {
    const here = merged(replaced(['create', 'delete']));
    await expect(check(here, { 1: bob }, ['bob'], { now: left(undefined) })).rejects.toThrow('did not plan this');
    await expect(check(merged(replaced(['update'])), { 1: bob }, ['bob'], { now: left('00000001') })).rejects.toThrow(
      'did not plan this',
    );
  });
});

describe('a protected resource is kept', () => {
  test.each([
    ['the label is missing', {}, ['bob'], '#1 did not have the label allow-destroy when it was merged'],
    ['the label was set too late', { 1: { by: 'bob', at: 31 } }, ['bob'], '#1 did not have the label'],
    ['the author set the label', { 1: { by: 'alice', at: 20 } }, ['alice'], '#1 was labelled by its author, alice'],
    [
      'somebody without write access set it',
      { 1: { by: 'eve', at: 20 } },
      ['bob'],
      '#1 was labelled by eve, who has no write access',
    ],
  ])('when %s', async (_why, labels, writers, reason) => {
    await expect(check(merged(), labels, writers)).rejects.toThrow(`aws_db_instance.main (delete); ${reason}`);
  });

  test('when the commit was pushed directly', async () => {
    const here = world();
    here.mainline.push('direct');
    await expect(check(here, {}, [])).rejects.toThrow('aws_db_instance.main (delete); no pull request');
  });

  test('when a lookup fails', async () => {
    const here = merged();
    here.failing = 'remembered';
    await expect(check(here, { 1: { by: 'bob', at: 20 } }, ['bob'])).rejects.toThrow('remembered failed');
  });
});
