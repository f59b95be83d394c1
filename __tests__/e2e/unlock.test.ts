import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Rehearsal, SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';
import { descendants, end } from '../../scripts/kills/processes.js';

let rehearsal: Rehearsal;
afterEach(async () => await rehearsal?.stop());

const SLOW = `
resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "echo $PPID > begun; sleep 60"
  }
}
`;
const LOCK = 'dev.tfstate.tflock';
const SITE_LOCK = '.well-managed/lock.json';
const FOREIGN = {
  ID: '11111111-2222-3333-4444-555555555555',
  Operation: 'OperationTypeApply',
  Who: 'bob@laptop',
  Created: '2026-01-01T00:00:00.000000000Z',
  Path: `${STATE_BUCKET}/dev.tfstate`,
};

const states = () => rehearsal.cloud.s3.store.bucket(STATE_BUCKET);
const site = () => rehearsal.cloud.s3.store.bucket(SITE_BUCKET);
const lock = () => states().current(LOCK)?.body.toString() ?? '';
const unlocking = async () => await rehearsal.dispatched({ operation: 'unlock' });

/** A deploy whose machine is lost while it applies: nothing runs afterwards. @returns its run */
async function lost(): Promise<number> {
  rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { terraform: SLOW } });
  const running = await rehearsal.deploying({ post: false });
  const run = rehearsal.latestRun;
  const begun = join(rehearsal.git.path, 'infra', 'begun');
  for (const end = Date.now() + 60_000; !existsSync(begun) && Date.now() < end; ) await sleep(50);
  const node = running.process.pid ?? 0;
  end([node, ...descendants(node)], 'SIGKILL');
  await running.finished;
  expect(lock()).toContain('OperationTypeApply');
  return run;
}

const isRun = async (id: number, status: 'in_progress' | 'completed') => {
  const headSha = await rehearsal.git.head('main');
  rehearsal.github.addRun({
    id,
    headSha,
    status,
    conclusion: status === 'completed' ? 'failure' : null,
    updatedAt: Date.now(),
  });
};

describe('operation: unlock', () => {
  test('waits for proof: the lock of a lost machine stays until GitHub calls its run ended, and then is released', async () => {
    const run = await lost();
    const kept = lock();

    const unknown = await unlocking();
    expect([unknown.exitCode, lock()]).toEqual([1, kept]);
    expect(unknown.log).toMatch(/::error::.*404/);

    await isRun(run, 'in_progress');
    const refused = await unlocking();
    expect([refused.exitCode, lock()]).toEqual([1, kept]);
    expect(refused.log).toContain('The state is locked, and a run that may hold the lock has not ended');
    expect(refused.log).toContain(`gh run cancel ${run} --repo octo/shop`);

    await isRun(run, 'completed');
    const released = await unlocking();
    expect([released.exitCode, lock()]).toEqual([0, '']);
    expect(released.outputs.operation).toBe('unlock');
    expect(released.summary).toContain('### Unlocked `dev`');
    expect(released.summary).toMatch(/released the lock [0-9a-f-]{36} of the state/);
    expect(released.post.log).toContain('Nothing is left to do.');
    // Nothing else was changed, and what the lost run meant to make still stops the next one.
    const next = await rehearsal.deployed();
    expect([next.exitCode, /The state is locked/.test(next.log)]).toEqual([1, false]);
    expect(next.log).toMatch(
      /An earlier apply was lost with its machine|The state lacks what an earlier apply has made/,
    );
  });

  test("a person's lock is named with its command, and stays; so does one that cannot be read", async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    expect((await rehearsal.deployed()).exitCode).toBe(0);
    await isRun(rehearsal.latestRun, 'completed');
    states().put(LOCK, JSON.stringify({ ...FOREIGN, Created: new Date().toISOString() }));
    const foreign = await unlocking();
    expect([foreign.exitCode, lock().includes(FOREIGN.Who)]).toEqual([1, true]);
    expect(foreign.log).toContain('GitHub does not prove that whoever holds the lock has ended');
    expect(foreign.log).toMatch(/terraform -chdir=infra init .+ && terraform -chdir=infra force-unlock 1{8}/);

    states().put(LOCK, 'no JSON');
    const unreadable = await unlocking();
    expect([unreadable.exitCode, lock()]).toEqual([1, 'no JSON']);
    expect(unreadable.log).toContain('::error::The state is locked, or its lock cannot be read');
  });

  test('what somebody else took between the look and the release stays', async () => {
    const run = await lost();
    await isRun(run, 'completed');
    const theirs = JSON.stringify(FOREIGN);
    const replaced = () => void states().put(LOCK, theirs);
    rehearsal.cloud.faults.add({ service: 'github', path: /actions\/runs/, times: 1, effect: { meanwhile: replaced } });
    const { exitCode, log } = await unlocking();
    expect([exitCode, lock()]).toEqual([1, theirs]);
    expect(log).toContain('The state is locked, so terraform force-unlock did nothing. Found: lock 11111111-');
  });

  test("the site's lock of an ended run is removed, and another one is named", async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    expect((await rehearsal.deployed()).exitCode).toBe(0);
    site().put(
      SITE_LOCK,
      JSON.stringify({ run: '77', attempt: '1', url: 'https://github.com/octo/shop/actions/runs/77' }),
    );
    await isRun(77, 'in_progress');
    const refused = await unlocking();
    expect([refused.exitCode, site().current(SITE_LOCK) === undefined]).toEqual([1, false]);
    expect(refused.log).toContain('Another deploy of this site is under way');
    await isRun(77, 'completed');
    const removed = await unlocking();
    expect([removed.exitCode, site().current(SITE_LOCK)]).toEqual([0, undefined]);
    expect(removed.log).toContain('dev: the state was not locked, removed the lock of the site.');
  });
});
