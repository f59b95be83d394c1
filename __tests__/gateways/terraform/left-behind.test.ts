import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../../local/cloud.js';
import type { Bucket } from '../../../local/s3/bucket.js';
import { parseRunning } from '../../../src/gateways/runner/run-state.js';
import { connectLeftBehind } from '../../../src/gateways/terraform/left-behind.js';
import { rescue } from '../../../src/operation/infrastructure/rescue.js';
import type { RunningProcess } from '../../../src/ports/terraform.js';
import type { MadeResource } from '../../../src/terraform/command/made-resources.js';
import { HELD, heldBy, letOn } from '../../held-command.js';
import { logInto, type TerraformStack, terraformStack } from './stack.js';

let cloud: LocalCloud;
let states: Bucket;
let stack: TerraformStack;

beforeEach(async () => {
  cloud = await startCloud();
  marked.length = 0;
  states = cloud.s3.store.createBucket('states');
});

afterEach(async () => {
  stack.remove();
  await cloud.stop();
});

const BACKEND = `terraform {
  backend "s3" {
    bucket                      = "states"
    key                         = "dev.tfstate"
    use_lockfile                = true
    use_path_style              = true
    skip_credentials_validation = true
    skip_requesting_account_id  = true
    skip_metadata_api_check     = true
  }
}
`;

const object = (key: string) => states.current(key)?.body.toString() ?? '';

/** An initialised stack on the S3 backend. */
async function connected(resources: string, script?: string) {
  stack = terraformStack({ 'main.tf': BACKEND + resources });
  Object.assign(stack.environment, cloud.environment());
  const binary = join(stack.folder, 'terraform');
  if (script !== undefined) writeFileSync(binary, `#!/bin/sh\n${script}\nexec terraform "$@"\n`, { mode: 0o755 });
  const terraform = stack.connect(script === undefined ? {} : { binary });
  await terraform.init();
  return terraform;
}

/** The next write of the state is refused. */
function refuseState(): void {
  cloud.faults.add({ operation: 'PutObject', path: /dev\.tfstate$/, times: 1, effect: { status: 403 } });
}

const SLOW = `resource "terraform_data" "first" {}
resource "terraform_data" "slow" {
  input = terraform_data.first.id
  provisioner "local-exec" {
    command = "${HELD}"
  }
}
`;

/** What the rescue has marked as lacking in the state. */
const marked: MadeResource[] = [];

/** As the `post` step does it: from what was saved, in words. */
async function rescued(): Promise<string[]> {
  const running = savedProcess();
  const said: string[] = [];
  const log = logInto(said, said);
  const left = connectLeftBehind(running, stack.environment, log);
  await rescue(running, {
    left,
    log,
    mark: async (made) => void marked.push(...made),
    wait: async () => {},
    unlock: (id) => id,
  });
  return said;
}

function savedProcess(): RunningProcess {
  const running = parseRunning(JSON.stringify(stack.saved.at(-1)));
  if (running === undefined) throw new Error('Nothing was saved');
  return running;
}

describe('what an ended Terraform left', () => {
  test('a plan whose lock could not be released is kept for the post step, which releases it', async () => {
    const terraform = await connected('resource "terraform_data" "one" {}\n');
    cloud.faults.add({
      operation: 'GetObject',
      path: /dev\.tfstate\.tflock$/,
      times: 1,
      effect: { status: 404, body: '<Error><Code>NoSuchBucket</Code><Message>Gone</Message></Error>' },
    });
    await expect(terraform.plan({ destroy: false, lock: true })).rejects.toMatchObject({ kind: 'lock-kept' });
    expect(object('dev.tfstate.tflock')).not.toBe('');
    expect((await rescued()).join('\n')).toContain('Released the lock');
    expect(object('dev.tfstate.tflock')).toBe('');
  });

  test('so is a plan that says only that it could not read the state: its lock is released', async () => {
    const terraform = await connected('resource "terraform_data" "one" {}\n');
    const denied = { path: /dev\.tfstate/, times: Number.POSITIVE_INFINITY, effect: { status: 403 } };
    const refuse = () => void cloud.faults.add(denied);
    cloud.faults.add({ operation: 'PutObject', path: /tflock$/, times: 1, effect: { meanwhile: refuse } });
    const failure = await terraform.plan({ destroy: false, lock: true }).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ kind: 'failed' });
    expect(String(failure)).not.toMatch(/lock/i);
    expect(object('dev.tfstate.tflock')).toContain('OperationTypePlan');
    cloud.faults.clear();
    expect((await rescued()).join('\n')).toContain('Released the lock');
    expect(object('dev.tfstate.tflock')).toBe('');
  });

  test('a killed apply leaves its lock, which is released', async () => {
    const terraform = await connected(SLOW);
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    const applying = terraform.apply(planFile).catch((error: unknown) => error);
    await heldBy(stack.directory);
    process.kill(savedProcess().pid, 'SIGKILL');
    expect(String(await applying)).toContain('terraform apply was ended by SIGKILL');
    expect(object('dev.tfstate.tflock')).toContain('OperationTypeApply');
    const said = await rescued();
    expect(said.join('\n')).toMatch(/Released the lock [0-9a-f-]{36}, which the ended apply had left/);
    expect(object('dev.tfstate.tflock')).toBe('');
    // What it was making may be there, and the state has neither.
    expect(marked.map(({ address }) => address)).toEqual(['terraform_data.slow', 'terraform_data.first']);
  });

  test.each([
    ['plan', 'failed'],
    ['apply', 'killed'],
  ])('a %s that was cut off behind a script, which ends with 0, has not gone well', async (command, kind) => {
    const cut = `[ "$1" = ${command} ] && { terraform "$@" | head -c 40; exit 0; }`;
    const terraform = await connected('resource "terraform_data" "one" {}\n', cut);
    const planning = terraform.plan({ destroy: false, lock: true });
    const ending = command === 'plan' ? planning : planning.then(({ planFile }) => terraform.apply(planFile));
    await expect(ending).rejects.toMatchObject({
      kind,
      parts: { what: `terraform ${command} ended without saying what it has done` },
    });
    await rescued();
    expect(object('dev.tfstate.tflock')).toBe('');
  });

  test('an apply that is interrupted twice gives up: what it was making is asked for', async () => {
    // As Terraform 1.11 says it, which leaves the moment to luck.
    const hook = { resource: { addr: 'terraform_data.one' }, action: 'create' };
    const said = [
      { type: 'apply_start', '@message': 'terraform_data.one: Creating...', hook },
      { type: 'apply_errored', '@message': 'terraform_data.one: Creation errored after 0s', hook },
      { type: 'diagnostic', '@message': 'Error: x', diagnostic: { severity: 'error', summary: 'operation canceled' } },
    ];
    const lines = said.map((one) => `echo '${JSON.stringify(one)}'`).join('; ');
    const gaveUp = `[ "$1" = apply ] && { ${lines}; exit 1; }`;
    const terraform = await connected('resource "terraform_data" "one" {}\n', gaveUp);
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    const failure = await terraform.apply(planFile).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'killed' });
    expect(String(failure)).toContain('terraform apply was interrupted twice and gave up');
    await rescued();
    expect(marked).toEqual([{ address: 'terraform_data.one' }]);
  });

  test('a lock that whatever lies has kept is looked for when a later command fails', async () => {
    const terraform = await connected('resource "terraform_data" "one" {}\n');
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    const lie = { status: 200, body: 'Sign in' };
    cloud.faults.add({ operation: 'DeleteObject', path: /tflock$/, times: 1, effect: lie });
    await terraform.apply(planFile);
    expect(stack.saved.at(-1)).toBeUndefined();
    cloud.faults.add({ path: /dev\.tfstate$/, times: Number.POSITIVE_INFINITY, effect: { status: 403 } });
    await expect(terraform.outputs()).rejects.toThrow('output failed');
    cloud.faults.clear();
    const said = (await rescued()).join('\n');
    expect(said).toContain('ended well, but what followed failed');
    expect(said).toContain('Released the lock');
    expect(object('dev.tfstate.tflock')).toBe('');
  });

  test('an apply that still runs is waited for, and its words are shown', async () => {
    const terraform = await connected(SLOW);
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    const applying = terraform.apply(planFile);
    await heldBy(stack.directory);
    const rescuing = rescued();
    letOn(stack.directory);
    const said = await rescuing;
    await applying;
    expect(said).toContain('Apply complete! Resources: 2 added, 0 changed, 0 destroyed.');
    expect(said).toContain('The state is not locked');
    expect(object('dev.tfstate')).toContain('"slow"');
  });

  test('a lock that another run took meanwhile stays, and is named', async () => {
    const terraform = await connected('resource "terraform_data" "a" {}\n');
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    refuseState();
    await expect(terraform.apply(planFile)).rejects.toThrow('errored.tfstate');
    const lock = {
      ID: '11111111-2222-3333-4444-555555555555',
      Operation: 'OperationTypeApply',
      Who: 'somebody@elsewhere',
      Created: new Date().toISOString(),
    };
    states.put('dev.tfstate.tflock', JSON.stringify(lock));
    const said = (await rescued()).join('\n');
    expect(said).toContain('The state is locked by somebody@elsewhere');
    expect(said).toContain('force-unlock 11111111-2222-3333-4444-555555555555');
    expect(said).toContain('Apply nothing before it is repaired');
    expect(object('dev.tfstate.tflock')).toContain('somebody@elsewhere');
    expect(existsSync(join(stack.directory, 'errored.tfstate'))).toBe(true);
  });
});

describe('a state that the store only said it had saved', () => {
  const lie = () =>
    cloud.faults.add({
      operation: 'PutObject',
      path: /dev\.tfstate$/,
      times: Number.POSITIVE_INFINITY,
      effect: { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Please sign in</html>' },
    });

  test('what a first apply has made is missed at once, and marked', async () => {
    const terraform = await connected('resource "terraform_data" "a" {}\n');
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    lie();
    const failure = await terraform.apply(planFile).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ parts: { what: 'The state lacks what this apply has made' } });
    expect(String(failure)).toMatch(/Found: terraform_data\.a \([0-9a-f-]{36}\)/);
    cloud.faults.clear();
    const said = (await rescued()).join('\n');
    expect(said).toMatch(/import \{\n {2}to = terraform_data\.a\n {2}id = "[0-9a-f-]{36}"\n\}/);
    expect(marked).toMatchObject([{ address: 'terraform_data.a', id: { key: 'id' } }]);
  });

  test('so is what replaced something: the state has its address with the id of before', async () => {
    const resource = (trigger: string) =>
      `resource "terraform_data" "a" {\n  for_each = toset(["x\\"$\${y}"])\n  triggers_replace = "${trigger}"\n}\n`;
    const terraform = await connected(resource('one'));
    await terraform.apply((await terraform.plan({ destroy: false, lock: true })).planFile);
    stack.write('main.tf', BACKEND + resource('two'));
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    lie();
    await expect(terraform.apply(planFile)).rejects.toThrow('The state lacks what this apply has made');
    cloud.faults.clear();
    await rescued();
    expect(marked).toMatchObject([{ address: 'terraform_data.a["x\\"$${y}"]' }]);
  });

  /** As a Terraform prints that is newer than what is known here. */
  const NEWER = 'if [ "$1" = state ]; then terraform "$@" | sed "s/\\"version\\": 4/\\"version\\": 5/"; exit; fi';

  test('one whose form only Terraform knows is asked of Terraform: what was saved has not failed', async () => {
    const terraform = await connected('resource "terraform_data" "a" {}\n', NEWER);
    await terraform.apply((await terraform.plan({ destroy: false, lock: true })).planFile);
    expect(object('dev.tfstate')).toContain('"a"');
  });

  test('and what that one lacks is missed as well', async () => {
    const terraform = await connected('resource "terraform_data" "a" {}\n', NEWER);
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    lie();
    await expect(terraform.apply(planFile)).rejects.toThrow('The state lacks what this apply has made');
  });

  test('a state that cannot be read after the apply is looked at again by the post step', async () => {
    const terraform = await connected('resource "terraform_data" "a" {}\n');
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    const refuse = () =>
      void cloud.faults.add({ path: /dev\.tfstate$/, times: Number.POSITIVE_INFINITY, effect: { status: 403 } });
    cloud.faults.add({ operation: 'DeleteObject', path: /tflock$/, times: 1, effect: { meanwhile: refuse } });
    await expect(terraform.apply(planFile)).rejects.toThrow('terraform state failed');
    cloud.faults.clear();
    expect(await rescued()).toContain('The state has everything that the apply has made');
    expect(marked).toEqual([]);
  });
});

describe('a state that could not be saved', () => {
  test('is pushed: every created resource is in it, and the file with its secrets is gone', async () => {
    const terraform = await connected('resource "terraform_data" "a" {}\n');
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    refuseState();
    await expect(terraform.apply(planFile)).rejects.toThrow('state push errored.tfstate');
    expect(object('dev.tfstate')).toBe('');
    const said = await rescued();
    expect(said).toContain('The state that could not be saved was pushed: everything that was made is in it');
    expect(said.at(-1)).toBe('The state has everything that the apply has made');
    expect(marked).toEqual([]);
    expect(await terraform.resources()).toEqual(['terraform_data.a']);
    expect(existsSync(join(stack.directory, 'errored.tfstate'))).toBe(false);
  });

  test('is not pushed over a newer one: Terraform refuses, and the recovery is spelled out', async () => {
    const terraform = await connected('resource "terraform_data" "a" {}\n');
    await terraform.apply((await terraform.plan({ destroy: false, lock: true })).planFile);
    stack.write('main.tf', `${BACKEND}resource "terraform_data" "b" {}\n`);
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    refuseState();
    await expect(terraform.apply(planFile)).rejects.toThrow('errored.tfstate');
    const newer = JSON.stringify({ ...JSON.parse(object('dev.tfstate')), serial: 99 });
    states.put('dev.tfstate', newer);
    expect((await rescued()).join('\n')).toContain('Apply nothing before it is repaired');
    expect(object('dev.tfstate')).toBe(newer);
  });

  test('of an earlier run in this folder is left alone', async () => {
    const terraform = await connected('resource "terraform_data" "a" {}\n');
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    refuseState();
    await expect(terraform.apply(planFile)).rejects.toThrow('errored.tfstate');
    const yesterday = Date.now() / 1000 - 86_400;
    utimesSync(join(stack.directory, 'errored.tfstate'), yesterday, yesterday);
    expect((await rescued()).join('\n')).not.toContain('was pushed');
    expect(marked).toMatchObject([{ address: 'terraform_data.a', id: { key: 'id' } }]);
    expect(object('dev.tfstate')).toBe('');
  });
});
