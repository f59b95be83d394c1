import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { CancelledError } from '../../../src/errors.js';
import { TerraformFailure } from '../../../src/terraform/command/failure.js';
import { HELD, heldBy, letOn } from '../../held-command.js';
import { type TerraformStack, terraformStack } from './stack.js';

let stack: TerraformStack;

afterEach(() => stack.remove());

const slow = (command: string) => `resource "terraform_data" "before" {}
resource "terraform_data" "slow" {
  input = terraform_data.before.id
  provisioner "local-exec" {
    command = "${command}"
  }
}
resource "terraform_data" "after" {
  input = terraform_data.slow.id
}
`;

/** A program in Terraform's place that counts the signals it gets and hands them on. */
function countingTerraform({ folder }: TerraformStack): string {
  writeFileSync(
    join(folder, 'counting.mjs'),
    `import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
const child = spawn('terraform', process.argv.slice(2), { stdio: 'inherit', detached: true });
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => {
    appendFileSync(${JSON.stringify(join(folder, 'signals'))}, name + '\\n');
    child.kill(name);
  });
}
child.on('exit', (code) => process.exit(code ?? 1));
`,
  );
  const path = join(folder, 'terraform');
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${join(folder, 'counting.mjs')}" "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('a cancelled apply', () => {
  test('gives Terraform one SIGINT: what was made is in the state, the lock is free, and a second run converges', async () => {
    stack = terraformStack({ 'main.tf': slow(HELD) });
    const controller = new AbortController();
    const terraform = stack.connect({ binary: countingTerraform(stack), signal: controller.signal });
    await terraform.init();
    const { planFile } = await terraform.plan({ destroy: false, lock: true });
    const applying = terraform.apply(planFile).then(
      () => undefined,
      (error: unknown) => error,
    );
    await heldBy(stack.directory);
    expect(stack.saved.at(-1)).toMatchObject({ command: 'apply', directory: stack.directory });
    controller.abort();
    await sleep(50);
    controller.abort();
    const failed = await applying;
    expect(failed).toBeInstanceOf(TerraformFailure);
    expect(failed).toMatchObject({ kind: 'interrupted' });
    expect(readFileSync(join(stack.folder, 'signals'), 'utf8')).toBe('SIGINT\n');
    expect(stack.terraform('state', 'list')).toBe('terraform_data.before\nterraform_data.slow\n');
    expect(existsSync(join(stack.directory, '.terraform.tfstate.lock.info'))).toBe(false);
    expect(stack.saved.at(-1)).toMatchObject({ command: 'apply' });
    await expect(terraform.outputs()).rejects.toBeInstanceOf(CancelledError);

    stack.write('main.tf', slow('true'));
    const second = stack.connect();
    await second.init();
    await second.apply((await second.plan({ destroy: false, lock: true })).planFile);
    expect(await second.resources()).toHaveLength(3);
  });

  test('that had not begun starts nothing', async () => {
    stack = terraformStack({ 'main.tf': slow('true') });
    const terraform = stack.connect({ signal: AbortSignal.abort() });
    await expect(terraform.init()).rejects.toBeInstanceOf(CancelledError);
    expect(stack.saved).toEqual([]);
    expect(existsSync(join(stack.directory, '.terraform'))).toBe(false);
  });
});

describe('a state that somebody else has locked', () => {
  test('is said with who holds it, since when, and how it would be unlocked; a plan without a lock goes on', async () => {
    stack = terraformStack({ 'main.tf': slow(HELD) });
    stack.terraform('init');
    const other = spawn('terraform', ['apply', '-auto-approve', '-input=false'], {
      cwd: stack.directory,
      env: stack.environment,
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => other.on('exit', resolve));
    await heldBy(stack.directory);
    const { ID, Who } = JSON.parse(stack.read('.terraform.tfstate.lock.info'));
    const terraform = stack.connect();
    await terraform.init();
    const failed: unknown = await terraform.plan({ destroy: false, lock: true }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ kind: 'lock-held', lock: { id: ID, who: Who, operation: 'OperationTypeApply' } });
    expect(String(failed)).toMatch(new RegExp(`lock ${ID}, held by ${Who} since \\d{4}-.*force-unlock ${ID}`));
    await expect(terraform.plan({ destroy: false, lock: false })).resolves.toBeDefined();
    letOn(stack.directory);
    await ended;
  });
});
