import { describe, expect, test } from '@jest/globals';
import { checkProtection } from '../../src/operation/protection.js';
import { protectedChanges } from '../../src/terraform/protection.js';
import { resource } from '../terraform/plan-maker.js';
import { contextOf, merge, planned, ports, time, type World, world } from './review-world.js';

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
  patterns = ['aws_db_*'],
) {
  const github = {
    ...ports(here).github,
    labelled: async (number: number, _label: string, at: string) => {
      const label = labels[number];
      return label === undefined || time(label.at) > at ? undefined : { by: label.by, at: time(label.at) };
    },
    mayWrite: async (login: string) => writers.includes(login),
  };
  const context = contextOf(here.mainline.at(-1) ?? '');
  return checkProtection({ context, changes: plan.report.changes, patterns }, { github });
}

/** Pull request 1 of alice, merged at minute 30. */
function merged(): World {
  const here = world();
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
    await expect(check(here, { 1: { by: 'bob', at: 20 } }, ['bob'])).resolves.toContain('#1');
  });

  test('without a question when nothing of it is protected', async () => {
    const here = merged();
    here.failing = 'mergedAs';
    await expect(check(here, {}, [], ['aws_rds_cluster'])).resolves.toBeUndefined();
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
    here.failing = 'lastSuccessful';
    await expect(check(here, { 1: { by: 'bob', at: 20 } }, ['bob'])).rejects.toThrow('lastSuccessful failed');
  });
});
