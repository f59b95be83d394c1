import { afterEach, describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../local/faults.js';
import type { ActionResult } from '../../local/runner.js';
import { ReviewStage, succeeded } from './review-stage.js';

let stage: ReviewStage;
afterEach(() => stage.stop());

const MINUTE = 60_000;

/** Refused, with nothing applied and no deployment begun. */
function expectRefused(result: ActionResult, words: string, size = 1): void {
  expect(result.log).toContain(words);
  expect([result.exitCode, result.outputs.outcome, stage.deployedSize()]).toEqual([1, 'failed', size]);
  expect(stage.rehearsal.cloud.journal.unknown()).toEqual([]);
}

describe('a plan that was not reviewed is refused', () => {
  test(
    'after a direct push',
    async () => {
      stage = await ReviewStage.start();
      await stage.rehearsal.change('main', 'Straight to main', stage.files({ size: 2 }));
      const result = await stage.deploy();
      expectRefused(result, 'the commit was pushed directly, without a pull request');
      expect(result.log).toContain(`"approved-fingerprint" ${result.outputs.fingerprint}`);
    },
    MINUTE,
  );

  test(
    'when the pull request was never planned',
    async () => {
      stage = await ReviewStage.start();
      const pull = await stage.open({ size: 2 }, { planned: false });
      await stage.merge(pull);
      expectRefused(await stage.deploy(), '#1 has no record of a plan that ended before the merge');
      expect(pull.comments.at(-1)?.body).toContain('terraform_data.database');
    },
    MINUTE,
  );

  test(
    'when the head moved after the plan that was approved',
    async () => {
      stage = await ReviewStage.start();
      const pull = await stage.open({ size: 2 });
      stage.approve(pull);
      await stage.push(pull, { size: 9 });
      succeeded(await stage.plan(pull));
      await stage.merge(pull);
      expectRefused(await stage.deploy(), '#1 was planned again after bob had approved');
    },
    MINUTE,
  );

  test(
    'when the head moved and nobody planned it',
    async () => {
      stage = await ReviewStage.start();
      const pull = await stage.open({ size: 2 });
      await stage.push(pull, { size: 9 });
      await stage.merge(pull);
      expectRefused(await stage.deploy(), '#1 has no record');
    },
    MINUTE,
  );

  test(
    'when it was planned again after the approval, in another world',
    async () => {
      stage = await ReviewStage.start();
      const pull = await stage.open({ size: 2 });
      stage.approve(pull);
      const other = await stage.open({ size: 5 });
      await stage.merge(other);
      succeeded(await stage.deploy());
      // Merged with what is on main now, it sets another size.
      await stage.push(pull, { size: 4 });
      await stage.rehearsal.git.branch(pull.pull.headRef);
      await stage.rehearsal.git.git('merge', '--quiet', '-X', 'ours', '-m', 'Update the branch', 'main');
      await stage.rehearsal.pushed(pull.pull.headRef);
      succeeded(await stage.plan(pull));
      await stage.merge(pull);
      expectRefused(await stage.deploy(), '#1 was planned again after bob had approved', 5);
    },
    MINUTE,
  );

  test(
    'when a resource was changed between review and merge',
    async () => {
      stage = await ReviewStage.start();
      const pull = await stage.open({ size: 2 });
      stage.approve(pull);
      const { store } = stage.rehearsal.cloud.s3;
      // Somebody applied a resource more from their own machine.
      const { git } = stage.rehearsal;
      await git.checkout('main');
      const extra = 'resource "terraform_data" "extra" { input = "by hand" }\n';
      await git.write(stage.files({ resources: { extra } }));
      succeeded(await stage.deploy({ inputs: { 'apply-policy': 'always' } }));
      expect(store.bucket('shop-state').current('dev.tfstate')?.body.toString()).toContain('by hand');
      await git.git('checkout', '--quiet', '--force', 'main');
      await git.write({ 'infra/extra.tf': null });
      await stage.merge(pull);
      expectRefused(await stage.deploy(), 'terraform_data.extra (delete, not in the reviewed plan)');
    },
    MINUTE,
  );

  test(
    'and the merge queue refuses it before the merge',
    async () => {
      stage = await ReviewStage.start();
      const one = await stage.open({ size: 2 });
      await stage.push(one, { size: 6 });
      const { base, commits } = await stage.queue([one]);
      const result = await stage.planGroup(base, commits[0] ?? '', one);
      expectRefused(result, 'Merged in this order, the plan is not the one that was reviewed');
    },
    MINUTE,
  );
});

describe('protect', () => {
  const orders = 'resource "terraform_data" "orders" { input = "orders" }\n';
  const inputs = { protect: 'terraform_data.orders' };

  async function removal() {
    stage = await ReviewStage.start({ resources: { orders } });
    const pull = await stage.open({ resources: { orders: null } });
    stage.approve(pull);
    return pull;
  }

  const isThere = () => stage.state().resources.some(({ name }) => name === 'orders');

  test(
    'lets go what was labelled in time by somebody else than the author',
    async () => {
      const pull = await removal();
      stage.rehearsal.github.label(pull, 'allow-destroy', stage.bob);
      await stage.merge(pull);
      expect(succeeded(await stage.deploy({ inputs })).log).toContain('#1 has the label allow-destroy, set by bob');
      expect(isThere()).toBe(false);
    },
    MINUTE,
  );

  test(
    'keeps what was labelled too late',
    async () => {
      const pull = await removal();
      await stage.merge(pull);
      stage.rehearsal.github.label(pull, 'allow-destroy', stage.bob);
      stage.later();
      const result = await stage.deploy({ inputs });
      expectRefused(result, '#1 did not have the label allow-destroy when it was merged');
      expect(isThere()).toBe(true);
    },
    MINUTE,
  );
});

describe('what is not our own record is not believed', () => {
  test(
    'a check run of another app, and comments',
    async () => {
      stage = await ReviewStage.start();
      const { github, cloud } = stage.rehearsal;
      const pull = await stage.open({ size: 2 });
      await stage.push(pull, { size: 9 });
      // The right plan in the right words, by others.
      const planned = succeeded(await stage.plan(pull, { token: cloud.github.token(cloud.github.app('another-app')) }));
      github.comment(pull, stage.bob, `Fingerprint ${planned.outputs.fingerprint}`);
      expect(github.checkRuns.filter(({ name }) => name === 'plan (dev)').map(({ app }) => app.slug)).toEqual([
        'github-actions',
        'another-app',
      ]);
      await stage.merge(pull);
      expectRefused(await stage.deploy(), '#1 has no record');
    },
    MINUTE,
  );
});

describe('a lookup that fails refuses', () => {
  const lookups = [
    'repos/list-pull-requests-associated-with-commit',
    'pulls/list-reviews',
    'checks/list-for-ref',
    'repos/list-deployments',
    'repos/list-deployment-statuses',
    'graphql',
  ];
  const effects: [string, FaultEffect][] = [
    ['404', { status: 404, body: '{"message":"Not Found"}', headers: { 'content-type': 'application/json' } }],
    ['500', { status: 500 }],
    ['half a page', { truncate: 10 }],
  ];

  test(
    'with 404, 500 or half a page, whichever it is',
    async () => {
      stage = await ReviewStage.start();
      const pull = await stage.open({ size: 2 });
      await stage.merge(pull);
      const { faults } = stage.rehearsal.cloud;
      for (const [index, operation] of lookups.entries()) {
        const [name, effect] = effects[index % effects.length] ?? effects[0] ?? ['', { status: 500 }];
        faults.add({ operation, effect });
        const result = await stage.deploy();
        expect([operation, name, result.exitCode, stage.deployedSize()]).toEqual([operation, name, 1, 1]);
        faults.clear();
      }
      succeeded(await stage.deploy());
      expect(stage.deployedSize()).toBe(2);
    },
    3 * MINUTE,
  );
});
