import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inEmptyCheckout } from '../../local/empty-checkout.js';
import { GITHUB_ACTIONS } from '../../local/github/identity.js';
import { Rehearsal, STATE_BUCKET } from '../../local/rehearsal.js';
import { HELD, heldBy, letOn } from '../held-command.js';

const INPUTS = { 'apply-policy': 'always', 'lock-timeout': '0s' };
const ADDRESS = 'terraform_data.replaced';

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.start({ project: process.cwd() });
});
afterEach(() => rehearsal.stop());

const infra = () => join(rehearsal.git.path, 'infra');
const lockOfTheState = () => rehearsal.cloud.s3.store.bucket(STATE_BUCKET).current('dev.tfstate.tflock');

async function merged(version: string, order: string, held: boolean): Promise<void> {
  const provisioner = held ? `  provisioner "local-exec" {\n    command = "${HELD}"\n  }\n` : '';
  const text = `resource "terraform_data" "replaced" {\n  triggers_replace = ["${version}"]\n${order}${provisioner}}\n`;
  await rehearsal.change('main', `Version ${version}`, { 'infra/replaced.tf': text });
}

function idInState(): string | undefined {
  const state = JSON.parse(
    rehearsal.cloud.s3.store.bucket(STATE_BUCKET).current('dev.tfstate')?.body.toString() ?? '{}',
  ) as {
    readonly resources: readonly {
      readonly name: string;
      readonly instances: readonly { readonly deposed?: string; readonly attributes: { readonly id: string } }[];
    }[];
  };
  const found = state.resources.find(({ name }) => name === 'replaced')?.instances ?? [];
  return found.find(({ deposed }) => deposed === undefined)?.attributes.id;
}

/** The request that `gh api` makes of the line that the log has. */
async function settled(log: string): Promise<number> {
  const mark = /gh api repos\/octo\/shop\/deployments\/(\d+)\/statuses -f state=inactive/.exec(log)?.[1];
  const { status } = await fetch(`${rehearsal.cloud.github.url}/repos/octo/shop/deployments/${mark}/statuses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${rehearsal.cloud.github.token(GITHUB_ACTIONS)}` },
    body: JSON.stringify({ state: 'inactive' }),
  });
  return status;
}

describe.each([
  ['created first', '  lifecycle {\n    create_before_destroy = true\n  }\n'],
  ['destroyed first', ''],
])('what was being replaced, %s, when', (_, order) => {
  test('Terraform was killed is named, and replaced when the new one is gone', async () => {
    await merged('v1', order, false);
    expect((await rehearsal.deployed({ inputs: INPUTS })).exitCode).toBe(0);
    const old = idInState();
    await merged('v2', order, true);
    const running = await rehearsal.deploying({ inputs: INPUTS });
    process.kill(await heldBy(infra()), 'SIGKILL');
    letOn(infra());
    expect((await running.finished).post.log).toContain('A record on GitHub stops the next deploy');
    const refused = await rehearsal.deployed({ inputs: INPUTS });
    expect([refused.exitCode, idInState()]).toEqual([1, old]);
    expect(refused.log).toContain(`Found: ${ADDRESS}.`);
    await wentOn(refused.log, old);
  });

  test('the machine was lost is named, and replaced when the new one is gone', async () => {
    await merged('v1', order, false);
    expect((await rehearsal.deployed({ inputs: INPUTS })).exitCode).toBe(0);
    const old = idInState();
    await merged('v2', order, true);
    const running = await rehearsal.deploying({ inputs: INPUTS, post: false });
    process.kill(await heldBy(infra()), 'SIGKILL');
    running.process.kill('SIGKILL');
    await running.finished;
    letOn(infra());
    const locked = await rehearsal.deployed({ inputs: INPUTS });
    const command = /(terraform -chdir=\S+ init .+? force-unlock [0-9a-f-]{36})/.exec(locked.log)?.[1];
    expect((await inEmptyCheckout(rehearsal, command ?? 'false')).said).toContain('successfully unlocked');
    const refused = await rehearsal.deployed({ inputs: INPUTS });
    expect([refused.exitCode, idInState()]).toEqual([1, old]);
    expect(refused.log).toContain('An earlier apply was lost with its machine');
    expect(refused.log).toContain(`Found: ${ADDRESS}.`);
    await wentOn(refused.log, old);
  });
});

/** Of `terraform_data` there is nothing in AWS to delete. */
async function wentOn(log: string, old: string | undefined): Promise<void> {
  expect(log).toContain(
    `# ${ADDRESS}: the state has "${old}" here, which was to be replaced. Delete the new one in AWS, if there is one`,
  );
  expect(log).not.toContain(`to = ${ADDRESS}`);
  expect(await settled(log)).toBe(201);
  const next = await rehearsal.deployed({ inputs: INPUTS });
  expect([next.exitCode, next.log.match(/::error.*/g)]).toEqual([0, null]);
  expect([idInState() === old, lockOfTheState()]).toEqual([false, undefined]);
}
