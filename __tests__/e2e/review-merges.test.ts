import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openPullRequest } from '../../local/github/pull-requests.js';
import { ReviewStage, succeeded } from './review-stage.js';

// Real git histories, the built bundle, a real Terraform, the local GitHub and S3.

let stage: ReviewStage;
afterEach(() => stage.stop());

const MINUTE = 60_000;
const queue = (name: string) => ({ [name]: `resource "terraform_data" "${name}" { input = "${name}" }\n` });

describe('what was reviewed is applied', () => {
  test.each(['squash', 'merge', 'rebase'] as const)(
    'after a %s',
    async (method) => {
      stage = await ReviewStage.start();
      const pull = await stage.open({ size: 2 }, { planned: false });
      await stage.push(pull, { size: 3 });
      const planned = succeeded(await stage.plan(pull));
      stage.approve(pull);
      await stage.merge(pull, method);
      const result = succeeded(await stage.deploy());
      expect(result.log).toContain('The plan is the one that was recorded on pull request #1, approved by bob');
      expect([result.outputs.fingerprint, stage.deployedSize()]).toEqual([planned.outputs.fingerprint, 3]);
      expect(pull.comments.at(-1)?.body).toContain('approved by bob');
      expect(stage.rehearsal.cloud.journal.unknown()).toEqual([]);
    },
    MINUTE,
  );

  test(
    'without an approval, and the report says so',
    async () => {
      stage = await ReviewStage.start();
      const pull = await stage.open({ size: 2 });
      await stage.merge(pull);
      expect(succeeded(await stage.deploy()).log).toContain('#1 merged without review');
      expect(pull.comments.at(-1)?.body).toContain('merged without review');
    },
    MINUTE,
  );

  test(
    'from a merge queue with two pull requests, in one push',
    async () => {
      stage = await ReviewStage.start();
      const one = await stage.open({ resources: queue('one') });
      const two = await stage.open({ size: 2 });
      stage.approve(one);
      stage.approve(two);
      const { base, commits } = await stage.queue([one, two]);
      const [first = '', second = ''] = commits;
      succeeded(await stage.planGroup(base, first, one));
      expect(succeeded(await stage.planGroup(first, second, two)).log).toContain(
        'Every change of the plan is one that was recorded on pull requests #1, #2',
      );
      await stage.mergeGroup([one, two], commits);
      const result = succeeded(await stage.deploy());
      expect(result.log).toContain('Every change of the plan is one that was recorded on pull requests #1, #2');
      expect(stage.deployedSize()).toBe(2);
    },
    MINUTE,
  );

  test(
    'of two merges in a row, each with its own deploy',
    async () => {
      stage = await ReviewStage.start();
      const one = await stage.open({ resources: queue('one') });
      const two = await stage.open({ resources: queue('two') }, { planned: false });
      const first = await stage.merge(one);
      succeeded(await stage.plan(two));
      await stage.merge(two);
      expect(succeeded(await stage.deploy({ sha: first })).log).toContain('recorded on pull request #1');
      expect(succeeded(await stage.deploy()).log).toContain('recorded on pull request #2');
    },
    MINUTE,
  );

  test(
    'of two merges, when the deploy of the first never ran',
    async () => {
      stage = await ReviewStage.start();
      const one = await stage.open({ resources: queue('one') });
      const two = await stage.open({ size: 2 });
      await stage.merge(one);
      await stage.merge(two);
      const result = succeeded(await stage.deploy());
      expect(result.log).toContain('recorded on pull requests #1, #2');
      expect([stage.deployedSize(), stage.state().resources.some(({ name }) => name === 'one')]).toEqual([2, true]);
    },
    MINUTE,
  );

  test(
    'of a new stage, pushed directly: its state is empty and the plan only creates',
    async () => {
      stage = await ReviewStage.start({ deployed: false });
      const result = succeeded(await stage.deploy());
      expect(result.log).toContain('The first deployment of dev: its state is empty and the plan only creates');
      expect(stage.deployedSize()).toBe(1);
    },
    MINUTE,
  );

  test(
    'of a Dependabot pull request that changes only packages',
    async () => {
      const terraform = `
variable "lambda_packages" { type = map(object({ s3_bucket = string, s3_key = string, source_code_hash = string })) }
output "package" { value = var.lambda_packages["api"].s3_key }
`;
      const inputs = { 'lambda-packages': 'api=api/dist', 'artifact-bucket': 'shop-artifacts' };
      stage = await ReviewStage.start({ resources: { more: terraform }, deployed: false });
      const { rehearsal } = stage;
      rehearsal.cloud.s3.store.createBucket('shop-artifacts');
      await rehearsal.change('main', 'A handler', { 'api/dist/index.mjs': 'export const handler = () => 1;\n' });
      succeeded(await stage.deploy({ inputs }));
      await rehearsal.change('bump', 'Bump a dependency', {
        'api/dist/index.mjs': 'export const handler = () => 2;\n',
      });
      const pull = rehearsal.open('bump', 'Bump a dependency', rehearsal.cloud.github.app('dependabot'));
      expect(succeeded(await stage.plan(pull, { inputs })).log).toContain('comes from Dependabot');
      await stage.merge(pull);
      const result = succeeded(await stage.deploy({ inputs }));
      expect(result.log).toContain('Nothing to review: only packages change, and code is reviewed as code');
    },
    MINUTE,
  );

  test(
    'of a fork, once a maintainer has read the plan and approved its fingerprint',
    async () => {
      stage = await ReviewStage.start();
      const { rehearsal } = stage;
      await rehearsal.change('from-a-fork', 'From a fork', stage.files({ size: 4 }));
      const fork = rehearsal.cloud.github.repository('eve/shop');
      await fork.history.readGit(rehearsal.git.path);
      const pull = openPullRequest(rehearsal.github, {
        author: rehearsal.cloud.github.user('eve'),
        title: 'From a fork',
        head: 'from-a-fork',
        from: fork,
      });
      succeeded(await stage.plan(pull));
      expect(rehearsal.github.checkRuns.filter(({ name }) => name === 'plan (dev)')).toEqual([]);
      await stage.merge(pull);
      const refused = await stage.deploy();
      expect([refused.exitCode, stage.deployedSize()]).toEqual([1, 1]);
      expect(refused.log).toContain('#1 has no record of a plan that ended before the merge');
      const { fingerprint = '' } = refused.outputs;
      expect(refused.summary).toContain(fingerprint);
      const approved = succeeded(
        await stage.dispatch({ operation: 'deploy', 'approved-fingerprint': fingerprint }, 'bob'),
      );
      expect(approved.log).toContain(`Approved manually by bob: fingerprint ${fingerprint}`);
      expect(stage.deployedSize()).toBe(4);
    },
    MINUTE,
  );
});

describe('a deploy of several resources of which one fails', () => {
  const terraform = `
resource "terraform_data" "server" {
  input = { network = terraform_data.network.id }
  provisioner "local-exec" { command = "test -e \${path.module}/../../capacity" }
}
resource "terraform_data" "network" { input = "net" }
resource "terraform_data" "alarm" { input = [terraform_data.server.id, "everyone"] }
output "server" { value = terraform_data.server.id }
`;

  /** From now on the server can be made. */
  function capacityArrives(): void {
    writeFileSync(join(stage.rehearsal.folder, 'capacity'), '');
  }

  test(
    'is repaired by running it again, without an approval',
    async () => {
      stage = await ReviewStage.start();
      const pull = await stage.open({ resources: { more: terraform } });
      await stage.merge(pull);
      const failed = await stage.deploy();
      expect([failed.exitCode, failed.log.includes('Terraform')]).toEqual([1, true]);
      expect(stage.state().resources.map(({ name }) => name)).toEqual(expect.arrayContaining(['network', 'server']));
      capacityArrives();
      const repaired = succeeded(await stage.deploy());
      expect(repaired.outputs.replace).toBe('1');
      expect(repaired.log).toContain('Every change of the plan is one that was recorded on pull request #1');
    },
    MINUTE,
  );

  test(
    'is repaired where it was the first deployment, pushed directly',
    async () => {
      stage = await ReviewStage.start({ resources: { more: terraform }, deployed: false });
      expect((await stage.deploy()).exitCode).toBe(1);
      capacityArrives();
      expect(succeeded(await stage.deploy()).log).toContain('The rest of a plan that was accepted');
    },
    MINUTE,
  );
});

describe('an older commit', () => {
  test(
    'that is run again does not turn the stage back',
    async () => {
      stage = await ReviewStage.start();
      const one = await stage.open({ size: 2 });
      const first = await stage.merge(one);
      succeeded(await stage.deploy());
      const two = await stage.open({ size: 3 });
      await stage.merge(two);
      succeeded(await stage.deploy());
      const result = succeeded(await stage.deploy({ sha: first }));
      expect([result.outputs.outcome, stage.deployedSize()]).toEqual(['skipped', 3]);
      expect(result.log).toMatch(
        /::warning::dev already has the newer commit .* deployed by https:\/\/github\.com\/octo\/shop\/actions\/runs\//,
      );
    },
    MINUTE,
  );
});
