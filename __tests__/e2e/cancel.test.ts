import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Rehearsal, STATE_BUCKET } from '../../local/rehearsal.js';
import { shopInfrastructure } from '../../local/sample-shop.js';
import { HELD, heldBy, letOn } from '../held-command.js';
import { until } from '../until.js';

let rehearsal: Rehearsal;
afterEach(() => rehearsal.stop());

/** Two resources after one that takes a while: a cancelled apply finishes the one that is under way. */
const slow = `
resource "terraform_data" "slow" {
  input = terraform_data.database.id
  provisioner "local-exec" {
    command = "${HELD}; echo done > done"
  }
}
resource "terraform_data" "after" {
  input = terraform_data.slow.id
}
`;

/** Stands in Terraform's place: counts the signals, hands them on, and after one ends only once `over` is written. */
function countingTerraform(folder: string): string {
  const script = join(folder, 'counting.mjs');
  const path = join(folder, 'terraform');
  writeFileSync(
    script,
    `import { spawn } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
let signalled = false;
const child = spawn('terraform', process.argv.slice(2), { stdio: 'inherit', detached: true });
for (const name of ['SIGINT', 'SIGTERM']) {
  process.on(name, () => {
    signalled = true;
    appendFileSync(${JSON.stringify(join(folder, 'signals'))}, name + '\\n');
    child.kill(name);
  });
}
child.on('exit', (code) => {
  const end = () => {
    if (!signalled || existsSync(${JSON.stringify(join(folder, 'over'))})) process.exit(code ?? 1);
    setTimeout(end, 20);
  };
  end();
});
`,
  );
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`, { mode: 0o755 });
  return path;
}

interface State {
  readonly resources: readonly { readonly name: string }[];
}

function stateNames(): string[] {
  const body = rehearsal.cloud.s3.store.bucket(STATE_BUCKET).current('dev.tfstate')?.body;
  const state = JSON.parse(body?.toString() ?? '{"resources":[]}') as State;
  return state.resources.map(({ name }) => name).sort();
}

function lockIsFree(): boolean {
  return rehearsal.cloud.s3.store.bucket(STATE_BUCKET).current('dev.tfstate.tflock') === undefined;
}

const infra = () => join(rehearsal.git.path, 'infra');

/** Interrupts the run that sent a request, and answers that only when the run has hung up. */
function cancelDuring(operation: string, path = /^/): { cancel: () => void } {
  const run = { cancel: () => {} };
  rehearsal.cloud.faults.add({
    operation,
    path,
    effect: {
      meanwhile: async (hungUp) => {
        run.cancel();
        await hungUp;
      },
    },
  });
  return run;
}

describe('cancelling in the middle of an apply', () => {
  test('SIGINT: Terraform gets one, finishes its resource, the state is saved, the lock is free; the next run converges', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    const { shop } = rehearsal;
    expect((await rehearsal.deployed()).exitCode).toBe(0);
    await rehearsal.change('feature', 'Slow', shopInfrastructure({ ...shop, terraform: slow }));
    const pull = rehearsal.open('feature', 'Slow');
    expect((await rehearsal.planned(pull, 'opened')).exitCode).toBe(0);
    await rehearsal.merge(pull);
    const inputs = { 'terraform-binary': countingTerraform(rehearsal.folder) };
    const running = await rehearsal.deploying({ inputs });
    const signals = () => readFileSync(join(rehearsal.folder, 'signals'), 'utf8');
    await heldBy(infra());
    running.process.kill('SIGINT');
    await until(() => existsSync(join(rehearsal.folder, 'signals')));
    // The runner's second signal, 7.5 s later, while Terraform still works: it is not handed on.
    running.process.kill('SIGTERM');
    await sleep(300);
    writeFileSync(join(rehearsal.folder, 'over'), '');
    const result = await running.finished;
    expect(result.exitCode).toBe(1);
    expect(signals()).toBe('SIGINT\n');
    expect(stateNames()).toEqual(['database', 'queue', 'slow']);
    expect(lockIsFree()).toBe(true);
    expect(result.log).toMatch(/::error::terraform apply was cancelled and shut down cleanly/);

    letOn(infra());
    const again = await rehearsal.deployed();
    expect(again.exitCode).toBe(0);
    expect(stateNames()).toEqual(['after', 'database', 'queue', 'slow']);
  });

  test('during a request to CloudFront it is a cancel, and no fault of the invalidation', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    const run = cancelDuring('CreateInvalidation');
    const running = await rehearsal.deploying();
    run.cancel = () => void running.process.kill('SIGINT');
    const { exitCode, log } = await running.finished;
    expect(exitCode).toBe(1);
    expect(log).toContain('::error::Cancelled during "Invalidate the edge"');
    expect(log).not.toContain('Could not invalidate');
  });

  test('during an upload, the files whose answers did not come are counted apart', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    const run = cancelDuring('PutObject', /index\.html$/);
    const running = await rehearsal.deploying();
    run.cancel = () => void running.process.kill('SIGINT');
    const { exitCode, summary } = await running.finished;
    expect(exitCode).toBe(1);
    expect(summary).toMatch(/up to \d more whose answers did not come before the cancel/);
  });

  test('a killed node does not take Terraform with it', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { terraform: slow } });
    const running = await rehearsal.deploying();
    await heldBy(infra());
    running.process.kill('SIGKILL');
    await once(running.process, 'exit');
    letOn(infra());
    const result = await running.finished;
    expect(result.signal).toBe('SIGKILL');
    await until(() => existsSync(join(infra(), 'done')) && lockIsFree());
    expect(stateNames()).toEqual(['after', 'database', 'queue', 'slow']);
  });
});
