import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { inEmptyCheckout } from '../../local/empty-checkout.js';
import { GITHUB_ACTIONS } from '../../local/github/identity.js';
import { Rehearsal, STATE_BUCKET } from '../../local/rehearsal.js';
import { HELD, heldBy, letOn } from '../held-command.js';
import { until } from '../until.js';

let rehearsal: Rehearsal;
afterEach(() => rehearsal.stop());

const slow = `
resource "terraform_data" "slow" {
  input = terraform_data.database.id
  provisioner "local-exec" {
    command = "${HELD}"
  }
}
`;

const object = (key: string) => rehearsal.cloud.s3.store.bucket(STATE_BUCKET).current(key)?.body.toString() ?? '';

function stateNames(): string[] {
  const state = JSON.parse(object('dev.tfstate')) as { readonly resources: readonly { readonly name: string }[] };
  return state.resources.map(({ name }) => name).sort();
}

function idInState(wanted: string | undefined): string | undefined {
  const state = JSON.parse(object('dev.tfstate')) as {
    readonly resources: readonly {
      readonly name: string;
      readonly instances: readonly { readonly attributes: { readonly id: string } }[];
    }[];
  };
  return state.resources.find(({ name }) => name === wanted)?.instances[0]?.attributes.id;
}

const infra = () => join(rehearsal.git.path, 'infra');

describe('the post step after a run that was cut off', () => {
  test('waits for the Terraform that a killed node left, and says what it did', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { terraform: slow } });
    const running = await rehearsal.deploying();
    await heldBy(infra());
    running.process.kill('SIGKILL');
    await once(running.process, 'exit');
    letOn(infra());
    const { post } = await running.finished;
    expect(post.exitCode).toBe(0);
    expect(post.log).toContain('Apply complete! Resources: 3 added');
    expect(post.log).toContain('The state is not locked');
    expect(stateNames()).toEqual(['database', 'queue', 'slow']);
    expect(object('dev.tfstate.tflock')).toBe('');
  });

  test('marks what a killed Terraform made and did not save: the next run refuses, and its import blocks mend it', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { terraform: slow } });
    const running = await rehearsal.deploying();
    process.kill(await heldBy(infra()), 'SIGKILL');
    letOn(infra());
    const { exitCode, post } = await running.finished;
    expect(exitCode).toBe(1);
    expect(post.log).toMatch(/Released the lock [0-9a-f-]{36}/);
    expect(object('dev.tfstate.tflock')).toBe('');
    expect(post.log).toContain('A record on GitHub stops the next deploy');

    const refused = await rehearsal.deployed();
    expect(refused.exitCode).toBe(1);
    expect(refused.log).toContain('The state lacks what an earlier apply has made, so nothing is applied');
    const blocks = refused.log.replaceAll('%0A', '\n').match(/import \{\n {2}to = \S+\n {2}id = "[^"]+"\n\}/g) ?? [];
    const ids = new Map(blocks.map((block) => [/to = \S+\.(\w+)/.exec(block)?.[1], /id = "(.+)"/.exec(block)?.[1]]));
    expect([...ids.keys()].sort()).toEqual(['database', 'queue']);

    await rehearsal.git.checkout('main');
    await rehearsal.git.write({ 'infra/imports.tf': `${[...new Set(blocks)].join('\n')}\n` });
    await rehearsal.git.commit('Import what was made');
    await rehearsal.pushed();
    // What was being made when Terraform was killed has a mark of its own, which a person settles.
    const unsure = await rehearsal.deployed();
    expect(unsure.log).toContain('Found: terraform_data.slow.');
    expect(unsure.log).toContain('look in AWS whether it exists');
    const mark = /gh api repos\/octo\/shop\/deployments\/(\d+)\/statuses -f state=inactive/.exec(unsure.log)?.[1];
    const settled = await fetch(`${rehearsal.cloud.github.url}/repos/octo/shop/deployments/${mark}/statuses`, {
      method: 'POST',
      headers: { authorization: `Bearer ${rehearsal.cloud.github.token(GITHUB_ACTIONS)}` },
      body: JSON.stringify({ state: 'inactive' }),
    });
    expect(settled.status).toBe(201);
    // The review is asked of this change as of any other.
    const unreviewed = await rehearsal.deployed();
    const fingerprint = /"approved-fingerprint" ([0-9a-f]{64})/.exec(unreviewed.log)?.[1] ?? '';
    const mended = await rehearsal.dispatched({ operation: 'deploy', 'approved-fingerprint': fingerprint });
    expect([mended.exitCode, mended.log.match(/::error.*/g)]).toEqual([0, null]);
    expect(stateNames()).toEqual(['database', 'queue', 'slow']);
    expect(idInState('database')).toBe(ids.get('database'));
    // The mark is cleared, although the plan has replaced one of the two.
    expect((await rehearsal.deployed()).exitCode).toBe(0);
  }, 240_000);

  test('a lost machine: the next run names the lock and its commands, then what was made and not saved', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { terraform: slow } });
    const running = await rehearsal.deploying({ post: false });
    const terraform = await heldBy(infra());
    // Made while the apply goes on: nothing of this machine runs afterwards.
    const marks = () => rehearsal.github.deployments.filter(({ task }) => task.endsWith(':unsaved state'));
    await until(() => marks().length > 0);
    process.kill(terraform, 'SIGKILL');
    running.process.kill('SIGKILL');
    await running.finished;
    letOn(infra());
    expect(object('dev.tfstate')).not.toContain('"database"');

    const locked = await rehearsal.deployed({ inputs: { 'lock-timeout': '0s' } });
    expect(locked.exitCode).toBe(1);
    const command = /Only when that run is certainly over: (terraform .+ force-unlock [0-9a-f-]{36})/.exec(
      locked.log,
    )?.[1];
    expect((await inEmptyCheckout(rehearsal, command ?? 'false')).said).toContain('successfully unlocked');

    const refused = await rehearsal.deployed();
    expect(refused.exitCode).toBe(1);
    expect(refused.log).toContain('The state lacks what an earlier apply has made, so nothing is applied');
    expect(refused.log).toContain('terraform_data.database');
  });

  test('pushes the state that could not be saved: every created resource is in it', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    rehearsal.cloud.faults.add({
      service: 's3',
      operation: 'PutObject',
      path: /dev\.tfstate$/,
      times: 1,
      effect: { status: 403 },
    });
    const { exitCode, log, post } = await rehearsal.deployed();
    expect(exitCode).toBe(1);
    expect(log).toContain('state push errored.tfstate');
    expect(post.log).toContain('The state that could not be saved was pushed');
    expect(stateNames()).toEqual(['database', 'queue']);
    expect(existsSync(join(rehearsal.git.path, 'infra', 'errored.tfstate'))).toBe(false);
    expect((await rehearsal.deployed()).exitCode).toBe(0);
  });

  test('signs in as the run did: role and region of the inputs, where the job has no credentials of its own', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    const role = 'arn:aws:iam::123456789012:role/deploy';
    rehearsal.cloud.sts.store.addRole(role, { subjects: ['repo:octo/shop:ref:refs/heads/main'] });
    rehearsal.cloud.faults.add({
      service: 's3',
      operation: 'PutObject',
      path: /dev\.tfstate$/,
      times: 1,
      effect: { status: 403 },
    });
    const { exitCode, post } = await rehearsal.deployed({
      inputs: { 'role-to-assume': role, 'aws-region': 'us-east-1' },
      environment: {
        ...rehearsal.cloud.sts.runnerEnvironment(),
        AWS_ACCESS_KEY_ID: '',
        AWS_SECRET_ACCESS_KEY: '',
        AWS_REGION: '',
        AWS_DEFAULT_REGION: '',
      },
    });
    expect(exitCode).toBe(1);
    expect(post.log).toContain('The state that could not be saved was pushed');
    expect(stateNames()).toEqual(['database', 'queue']);
  });
});
