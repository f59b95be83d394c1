import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Rehearsal, STATE_BUCKET } from '../../local/rehearsal.js';
import { HELD, heldBy, letOn } from '../held-command.js';

let rehearsal: Rehearsal;

afterEach(async () => {
  await rehearsal.stop();
});

const start = async (terraform?: string) => {
  rehearsal = await Rehearsal.start({ project: process.cwd(), shop: terraform === undefined ? {} : { terraform } });
};

/** Of each deployment on GitHub, the states that it had. */
const states = () => rehearsal.github.deployments.map(({ statuses }) => statuses.map(({ state }) => state).join(', '));

const infra = () => join(rehearsal.git.path, 'infra');

const destroyed = async () => await rehearsal.dispatched({ operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' });

describe('the GitHub deployment of a run', () => {
  test('that fails says what failed, without what "redact" names, and so does the annotation', async () => {
    await start(`resource "terraform_data" "bad" {
      provisioner "local-exec" { command = "echo sk_live_abcdef1234; exit 1" }
    }`);
    const result = await rehearsal.deployed({ inputs: { redact: 'sk_live_\\w+' } });
    expect(result.exitCode).toBe(1);
    const said = rehearsal.github.deployments.flatMap(({ statuses }) => statuses.map(({ description }) => description));
    expect(said.at(-1)).toMatch(/terraform apply/);
    expect(said.join()).not.toContain('sk_live_');
    expect(result.summary).not.toContain('sk_live_');
    expect(result.log.split('\n').filter((line) => line.startsWith('::error') && line.includes('sk_live_'))).toEqual(
      [],
    );
  });

  test('that is killed is ended by its post step', async () => {
    await start(`resource "terraform_data" "slow" {
      provisioner "local-exec" { command = "${HELD}" }
    }`);
    const running = await rehearsal.deploying();
    await heldBy(infra());
    running.process.kill('SIGKILL');
    await once(running.process, 'exit');
    letOn(infra());
    const { post } = await running.finished;
    expect(post.log).toContain('which this run had begun');
    expect(states()).toEqual(['in_progress, failure']);
    expect(rehearsal.github.deployments[0]?.statuses.at(-1)).toMatchObject({
      description: 'The run was cut off before its deploy ended',
      logUrl: 'https://github.com/octo/shop/actions/runs/1001',
    });
  });

  test('whose node is killed before it knows the id is found by its post step', async () => {
    await start();
    let kill = () => {};
    rehearsal.cloud.faults.add({
      operation: 'repos/create-deployment-status',
      nth: 1,
      effect: { meanwhile: () => kill() },
    });
    const running = await rehearsal.deploying();
    kill = () => void running.process.kill('SIGKILL');
    const { signal, post } = await running.finished;
    expect(signal).toBe('SIGKILL');
    expect(post.log).toMatch(/Ended the GitHub deployment \d+, which this run had begun: failure/);
    expect(states()).toEqual(['in_progress, failure']);
  });

  test('that ended well while GitHub was away is recorded as a success by its post step', async () => {
    await start();
    const older = await rehearsal.git.head('main');
    await rehearsal.deployed();
    await rehearsal.change('main', 'Newer', { 'README.md': 'newer' });
    rehearsal.cloud.faults.add({
      operation: 'repos/create-deployment-status',
      // The first two say that it began, and that it was applied.
      nth: 3,
      times: 4,
      effect: { status: 503 },
    });
    const { exitCode, log, post } = await rehearsal.deployed();
    expect(exitCode).toBe(0);
    expect(log).toContain('::warning::GitHub does not have the result of this deploy yet (success)');
    expect(post.log).toContain('which this run had begun: success');
    expect(states()).toEqual(['in_progress, in_progress, success, inactive', 'in_progress, in_progress, success']);
    expect((await rehearsal.deployed({ sha: older })).outputs.outcome).toBe('skipped');
  });

  test('that has no recorded end refuses an older commit, and deploying the newer one again settles it', async () => {
    await start();
    const older = await rehearsal.git.head('main');
    await rehearsal.deployed();
    await rehearsal.change('main', 'Newer', { 'README.md': 'newer' });
    await rehearsal.deployed();
    // As a machine leaves it that ended at the end of a deploy.
    rehearsal.github.deployments.at(-1)?.statuses.pop();
    const refused = await rehearsal.deployed({ sha: older });
    expect(refused.exitCode).toBe(1);
    expect(refused.log).toContain('A newer commit may be deployed to dev, and this run would turn it back');
    expect((await rehearsal.deployed()).exitCode).toBe(0);
    expect((await rehearsal.deployed({ sha: older })).outputs.outcome).toBe('skipped');
  });

  test('that ends well leaves nothing to its post step', async () => {
    await start();
    const { exitCode, post } = await rehearsal.deployed();
    expect([exitCode, post.log.trim()]).toEqual([0, 'Nothing is left to do.']);
    expect(states()).toEqual(['in_progress, in_progress, success']);
  });
});

describe('after a destroy', () => {
  test('no commit counts as deployed, so that an older one may be deployed again', async () => {
    await start();
    const older = await rehearsal.git.head('main');
    await rehearsal.deployed();
    await rehearsal.change('main', 'Newer', { 'README.md': 'newer' });
    await rehearsal.deployed();
    expect((await rehearsal.deployed({ sha: older })).outputs.outcome).toBe('skipped');

    const destroy = await destroyed();
    expect([destroy.exitCode, states().at(-1)]).toEqual([0, 'in_progress, success, inactive']);
    const again = await rehearsal.deployed({ sha: older });
    expect([again.exitCode, again.outputs.outcome]).toEqual([0, 'succeeded']);
  });

  test('that failed, the last deployment still counts', async () => {
    await start(`resource "terraform_data" "stubborn" {
      provisioner "local-exec" {
        when    = destroy
        command = "exit 1"
      }
    }`);
    const older = await rehearsal.git.head('main');
    await rehearsal.deployed();
    await rehearsal.change('main', 'Newer', { 'README.md': 'newer' });
    await rehearsal.deployed();
    expect([(await destroyed()).exitCode, states().at(-1)]).toEqual([1, 'in_progress, failure']);
    expect((await rehearsal.deployed({ sha: older })).outputs.outcome).toBe('skipped');
  });

  test('of another state than the deploys wrote, the stage still counts as deployed', async () => {
    await start();
    await rehearsal.deployed();
    const typed = { operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' };
    const backend = [
      `bucket=${STATE_BUCKET}`,
      'key=another.tfstate',
      'region=us-east-1',
      'use_path_style=true',
      'skip_credentials_validation=true',
      'skip_requesting_account_id=true',
      'skip_metadata_api_check=true',
    ].join('\n');
    const wrong = await rehearsal.dispatched(typed, { inputs: { 'backend-config': backend } });
    expect([wrong.exitCode, states()]).toEqual([1, ['in_progress, in_progress, success']]);
    expect(wrong.log).toContain('The state of dev is empty, but the deployment records say that dev is deployed');
    expect((await destroyed()).exitCode).toBe(0);
    expect((await destroyed()).log).toContain('Nothing was deployed to dev: there was nothing to destroy');
  });
});
