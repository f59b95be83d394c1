import { describe, expect, test } from '@jest/globals';
import { ReviewRefusal } from '../../../src/operation/review/refusal.js';
import { checkRunName } from '../../../src/operation/review/write-record.js';
import { resource } from '../../terraform/plan-maker.js';
import {
  approve,
  deployOf,
  merge,
  neverDeployed,
  type Planned,
  planned,
  record,
  type World,
  world,
} from './review-world.js';

const size = (value: number, before = 1): Planned =>
  planned({
    resources: [resource({ actions: ['update'], before: { id: 'a', size: before }, after: { id: 'a', size: value } })],
  });
const creation = planned({ resources: [resource({ after: { size: 1 }, unknown: { id: true } })] });
const nothing = planned({});
const packages = planned({
  resources: [
    resource({
      type: 'aws_lambda_function',
      actions: ['update'],
      before: { s3_bucket: 'artifacts', s3_key: `api/${'0'.repeat(64)}.zip` },
      after: { s3_bucket: 'artifacts', s3_key: `api/${'1'.repeat(64)}.zip` },
    }),
  ],
});

async function refusal(work: Promise<unknown>): Promise<ReviewRefusal> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof ReviewRefusal) return thrown;
    throw thrown;
  }
  throw new Error('It was not refused');
}

/** Pull request 1, planned at minute 10 on its head, merged at minute 30. */
function merged(of: Planned = size(2)): World {
  const here = world();
  record(here, 'head-1', of, { at: 10 });
  merge(here, 1, { at: 30, sha: 'merge-1' });
  return here;
}

describe('a plan is applied', () => {
  test('when it is the one that was recorded and approved', async () => {
    const here = merged();
    approve(here, 1, 'bob', 20);
    await expect(deployOf(here, size(2))).resolves.toEqual({
      verdict: 'same',
      sentence: 'The plan is the one that was recorded on pull request #1, approved by bob',
    });
  });

  test('when nobody approved it, and the report says so', async () => {
    const { sentence } = await deployOf(merged(), size(2));
    expect(sentence).toBe('The plan is the one that was recorded on pull request #1; #1 merged without review');
  });

  test('when the author approved it, and the report says so', async () => {
    const here = merged();
    approve(here, 1, 'alice', 20);
    expect((await deployOf(here, size(2))).sentence).toContain('#1 merged without review');
  });

  test('when the approval came before the plan of its commit, and the report says so', async () => {
    const here = merged();
    approve(here, 1, 'bob', 9);
    expect((await deployOf(here, size(2))).sentence).toContain('#1 merged without review');
  });

  test('when there is nothing to review', async () => {
    const here = world();
    expect((await deployOf(here, nothing)).sentence).toBe('Nothing to review: no changes');
    expect((await deployOf(here, packages)).sentence).toBe(
      'Nothing to review: only packages change, and code is reviewed as code',
    );
  });

  test('when the stage is new: its state is empty and the plan only creates', async () => {
    const here = world();
    neverDeployed(here);
    here.state = ['data.aws_region.current', 'module.a.data.aws_region.current'];
    expect((await deployOf(here, creation)).verdict).toBe('first-deployment');
  });

  test('when its fingerprint was typed in', async () => {
    const approved = { approvedFingerprint: size(2).report.fingerprint };
    expect((await deployOf(world(), size(2), { config: approved })).verdict).toBe('approved-by-hand');
  });

  test('when the policy asks for no review', async () => {
    expect((await deployOf(world(), size(2), { config: { applyPolicy: 'always' } })).verdict).toBe('not-asked');
  });

  test('when a deploy was cancelled and the next one carries both pull requests', async () => {
    const here = merged();
    const other = planned({ resources: [resource({ address: 'b.c', after: { x: 1 } })] });
    record(here, 'head-2', other, { at: 12 });
    approve(here, 2, 'carol', 13);
    merge(here, 2, { at: 31, sha: 'merge-2' });
    const both = planned({
      resources: [
        resource({ actions: ['update'], before: { id: 'a', size: 1 }, after: { id: 'a', size: 2 } }),
        resource({ address: 'b.c', after: { x: 1 } }),
      ],
    });
    expect((await deployOf(here, both)).sentence).toBe(
      'Every change of the plan is one that was recorded on pull requests #1, #2, approved by carol; #1 merged without review',
    );
  });

  test('when a commit was pushed directly on top of a merge that did not deploy', async () => {
    const here = merged();
    here.mainline.push('direct');
    expect((await deployOf(here, size(2))).verdict).toBe('same');
  });
});

describe('a deploy that did not end is finished by the next one', () => {
  const two = (first: unknown) => planned({ resources: [first, resource({ address: 'b.c', after: { x: 1 } })] });
  const whole = two(resource({ after: { size: 1 }, unknown: { id: true } }));
  const made = resource({ actions: ['no-op'], before: { size: 1, id: 'a' }, after: { size: 1, id: 'a' } });
  const rest = planned({ resources: [made, resource({ address: 'b.c', after: { x: 1 } })] });

  test('when it was the first deployment, by a direct push', async () => {
    const here = world();
    neverDeployed(here);
    here.mainline.push('direct');
    await deployOf(here, whole);
    here.state = ['aws_thing.this'];
    here.unfinished = ['direct'];
    expect((await deployOf(here, rest)).sentence).toBe(
      'The rest of a plan that was accepted, and whose deploy did not end',
    );
    await refusal(deployOf(here, size(2)));
  });

  test('when it was approved by hand', async () => {
    const here = world();
    here.mainline.push('direct');
    const config = { approvedFingerprint: whole.report.fingerprint };
    await deployOf(here, whole, { config });
    here.unfinished = ['direct'];
    expect((await deployOf(here, rest, { config })).verdict).toBe('approved-by-hand');
    await refusal(deployOf(here, size(2), { config }));
    await refusal(deployOf(here, rest, { config: { approvedFingerprint: 'f'.repeat(64) } }));
  });

  test('and not when no deploy of it began', async () => {
    const here = world();
    neverDeployed(here);
    here.mainline.push('direct');
    await deployOf(here, whole);
    here.state = ['aws_thing.this'];
    await refusal(deployOf(here, rest));
  });

  test('and not when it was accepted for another stage, or its record is of another kind', async () => {
    const here = world();
    neverDeployed(here);
    here.mainline.push('direct');
    await deployOf(here, whole);
    here.state = ['aws_thing.this'];
    here.unfinished = ['direct'];
    const accepted = here.checks.pop();
    if (accepted === undefined) throw new Error('Nothing was remembered');
    here.checks.push({ ...accepted, name: accepted.name.replace('dev', 'prod') });
    here.checks.push({ ...accepted, run: { ...accepted.run, externalId: `${accepted.run.externalId}/1` } });
    await refusal(deployOf(here, rest));
    here.checks.push(accepted);
    await expect(deployOf(here, rest)).resolves.toMatchObject({ verdict: 'same' });
  });

  test('and not when the accepted plan cannot be read', async () => {
    const here = world();
    neverDeployed(here);
    here.mainline.push('direct');
    await deployOf(here, whole);
    here.state = ['aws_thing.this'];
    here.unfinished = ['direct'];
    const [accepted] = here.checks;
    if (accepted === undefined) throw new Error('Nothing was remembered');
    here.checks.splice(0, 1, { ...accepted, run: { ...accepted.run, text: 'Looks good to me' } });
    await expect(deployOf(here, rest)).rejects.toThrow('The record of what was reviewed cannot be read');
  });

  test('and a plan that cannot be remembered is a warning', async () => {
    const here = world();
    neverDeployed(here);
    here.failing = 'create';
    expect((await deployOf(here, whole)).verdict).toBe('first-deployment');
    expect(here.logged[0]).toContain('warning: The accepted plan could not be recorded');
  });
});

describe('a plan is refused', () => {
  test('when it is another one, with what differs, the cause and the way out', async () => {
    const here = merged(size(2));
    const error = await refusal(deployOf(here, size(3)));
    expect(error.message).toBe(
      'The plan is not the one that was reviewed on pull request #1. Found: aws_thing.this (update; size: another value). ' +
        'Expected: what the reviewers saw, all of it and nothing else. Nothing was applied. Either open a pull request, ' +
        'whose plan shows everything that is not deployed yet and whose review takes the place of the earlier ones, or ' +
        'read the plan of this run and start the workflow manually with "approved-fingerprint" ' +
        `${size(3).report.fingerprint}.`,
    );
    expect(here.logged).toEqual(['Not as reviewed: aws_thing.this (update; size: another value)']);
  });

  test('when the commit was pushed directly', async () => {
    const here = world();
    here.mainline.push('direct');
    const error = await refusal(deployOf(here, size(2)));
    expect([error.parts.what, error.likelyCause]).toEqual([
      'Nobody reviewed this plan',
      'the commit was pushed directly, without a pull request',
    ]);
  });

  test('when the pull request has no record', async () => {
    const here = world();
    merge(here, 1, { at: 30, sha: 'merge-1' });
    const error = await refusal(deployOf(here, size(2)));
    expect(error.likelyCause).toContain('#1 has no record of a plan that ended before the merge');
  });

  test('when the record was made only after the merge', async () => {
    const here = world();
    record(here, 'head-1', size(2), { at: 31 });
    merge(here, 1, { at: 30, sha: 'merge-1' });
    expect((await refusal(deployOf(here, size(2)))).parts.what).toBe('Nobody reviewed this plan');
  });

  test('when the record belongs to another stage', async () => {
    const here = world();
    record(here, 'head-1', size(2), { at: 10, stage: 'prod' });
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await refusal(deployOf(here, size(2)));
  });

  test('when it was planned again after the approval, and only that plan is the same', async () => {
    const here = world();
    record(here, 'head-1', size(2), { at: 10 });
    approve(here, 1, 'bob', 20);
    record(here, 'head-1', size(3), { at: 25 });
    merge(here, 1, { at: 30, sha: 'merge-1' });
    const error = await refusal(deployOf(here, size(3)));
    expect(error.likelyCause).toBe(
      '#1 was planned again after bob had approved it, and the plan of this run agrees with that later plan only',
    );
    await expect(deployOf(here, size(2))).resolves.toMatchObject({ verdict: 'same' });
  });

  test('when the head moved after the approval and its plan is another one', async () => {
    const here = world();
    record(here, 'head-0', size(2), { at: 10 });
    approve(here, 1, 'bob', 20, 'head-0');
    record(here, 'head-1', size(3), { at: 25 });
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await refusal(deployOf(here, size(3)));
    await expect(deployOf(here, size(2))).resolves.toMatchObject({ verdict: 'same' });
  });

  test('when the head moved while the approver read the commit before it', async () => {
    const here = world();
    record(here, 'head-0', size(2), { at: 10 });
    record(here, 'head-1', size(3), { at: 18 });
    approve(here, 1, 'bob', 20, 'head-0');
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await refusal(deployOf(here, size(3)));
    await expect(deployOf(here, size(2))).resolves.toMatchObject({
      sentence: expect.stringContaining('approved by bob'),
    });
  });

  test('when the head moved after an approval that came before its plan', async () => {
    const here = world();
    record(here, 'head-1', size(3), { at: 25 });
    merge(here, 1, { at: 30, sha: 'merge-1' });
    approve(here, 1, 'bob', 20, 'old-head-1');
    expect((await refusal(deployOf(here, size(3)))).message).toContain(
      'a commit that was pushed after the approval another approval',
    );
    record(here, 'old-head-1', size(2), { at: 22 });
    await refusal(deployOf(here, size(3)));
    expect((await deployOf(here, size(2))).sentence).toContain('#1 merged without review');
  });

  test('when an older commit was approved after the head was', async () => {
    const here = world();
    record(here, 'head-0', size(2), { at: 10 });
    record(here, 'head-1', size(3), { at: 18 });
    approve(here, 1, 'carol', 20);
    approve(here, 1, 'bob', 22, 'head-0');
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await refusal(deployOf(here, size(2)));
    await expect(deployOf(here, size(3))).resolves.toMatchObject({
      sentence: expect.stringContaining('approved by carol'),
    });
  });

  test.each([
    ['another pull request with the same head', { pull: 2 }],
    ['the same pull request, when its base was another branch', { baseRef: 'release' }],
  ])('when it was recorded on %s', async (_where, of) => {
    const here = world();
    record(here, 'head-1', size(2), { at: 10 });
    record(here, 'head-1', size(3), { at: 15, ...of });
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await refusal(deployOf(here, size(3)));
    await expect(deployOf(here, size(2))).resolves.toMatchObject({ verdict: 'same' });
  });

  test('when it holds more than the record of the approved plan', async () => {
    const here = merged(nothing);
    approve(here, 1, 'bob', 20);
    await refusal(deployOf(here, size(2)));
  });

  test('when another fingerprint was typed in, although the plan was recorded', async () => {
    const here = merged();
    const error = await refusal(deployOf(here, size(2), { config: { approvedFingerprint: 'f'.repeat(64) } }));
    expect(error.parts.what).toBe('The plan is not the one that was approved manually');
  });

  test('when the state is empty and the plan does more than create', async () => {
    const here = world();
    neverDeployed(here);
    const importing = planned({ resources: [resource({ after: { size: 1 }, importing: 'i-1' })] });
    await refusal(deployOf(here, importing));
  });

  test('when the state is empty and another first deployment was reviewed', async () => {
    const here = world();
    neverDeployed(here);
    const other = planned({ resources: [resource({ after: { size: 9 }, unknown: { id: true } })] });
    record(here, 'head-1', other, { at: 10, first: true });
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await refusal(deployOf(here, creation));
    await expect(deployOf(here, other)).resolves.toMatchObject({ verdict: 'same' });
  });

  test('when the plan only creates and the state is not empty', async () => {
    const here = world();
    neverDeployed(here);
    here.state = ['aws_thing.old'];
    await refusal(deployOf(here, creation));
  });

  test('when the record is damaged', async () => {
    const here = world();
    record(here, 'head-1', size(2), { at: 10, text: 'no record' });
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await expect(deployOf(here, size(2))).rejects.toThrow('The record of what was reviewed cannot be read');
  });

  test('when the record says that the plan failed', async () => {
    const here = world();
    record(here, 'head-1', size(2), { at: 10, conclusion: 'failure' });
    merge(here, 1, { at: 30, sha: 'merge-1' });
    await refusal(deployOf(here, size(2)));
  });

  test.each(['mergedAs', 'approvals', 'list', 'remembered', 'mergedSince'])(
    'when the lookup %s fails',
    async (name) => {
      const here = merged(size(2));
      here.failing = name;
      // Another plan than the recorded one, so that every lookup is made.
      await expect(deployOf(here, size(3))).rejects.toThrow(`${name} failed`);
    },
  );

  test('when the state cannot be listed', async () => {
    const here = world();
    neverDeployed(here);
    here.failing = 'resources';
    await expect(deployOf(here, creation)).rejects.toThrow('resources failed');
  });

  test('with drift as the cause where the resource changed outside Terraform', async () => {
    const here = merged(size(2));
    const now = planned({
      resources: [
        resource({
          actions: ['update'],
          before: { id: 'a', size: 1, acl: 'x' },
          after: { id: 'a', size: 2, acl: 'y' },
        }),
      ],
      drift: [resource({ actions: ['update'], before: { acl: 'y' }, after: { acl: 'x' } })],
    });
    expect((await refusal(deployOf(here, now))).likelyCause).toBe('aws_thing.this changed outside Terraform');
  });

  test('with a volatile value as the cause where the same commit gave two', async () => {
    const here = world();
    record(here, 'head-1', size(8), { at: 5 });
    record(here, 'head-1', size(2), { at: 10 });
    merge(here, 1, { at: 30, sha: 'merge-1' });
    expect((await refusal(deployOf(here, size(3)))).likelyCause).toBe(
      'aws_thing.this has a value that differs in every plan (size). If a variable gives it, name that in "volatile-variables"',
    );
  });
});

describe('checkRunName', () => {
  test('names the stage, and what is not the default', () => {
    const name = (directory: string, workspace: string) => checkRunName({ stage: 'dev', directory, workspace });
    expect([name('infra', 'default'), name('infra/eu', 'default'), name('infra', 'blue')]).toEqual([
      'plan (dev)',
      'plan (dev, directory infra/eu)',
      'plan (dev, workspace blue)',
    ]);
  });
});
