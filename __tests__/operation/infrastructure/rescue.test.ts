import { describe, expect, test } from '@jest/globals';
import { isOurs, rescue } from '../../../src/operation/infrastructure/rescue.js';
import type { Log } from '../../../src/ports/run.js';
import type { LeftBehind, RunningProcess } from '../../../src/ports/terraform.js';
import type { StateLock } from '../../../src/terraform/command/state-lock.js';

const RUNNING: RunningProcess = {
  pid: 4711,
  startTime: '1',
  startedAt: '2026-01-02T03:04:05.000Z',
  command: 'apply',
  binary: '/opt/terraform-bin',
  directory: '/repo/infra',
  output: '/tmp/apply.out',
};

const OURS: StateLock = {
  id: 'our-lock',
  who: 'runner@here',
  created: '2026-01-02 03:04:05.473696076 +0000 UTC',
  operation: 'OperationTypeApply',
  path: '',
};

/** What was left, and what was done about it. */
async function rescued(parts: Partial<LeftBehind>) {
  const done: string[] = [];
  const said: string[] = [];
  const say = (message: string) => said.push(message);
  const log: Log = { info: say, warning: say, error: say, group: async (_title, work) => await work() };
  await rescue(
    RUNNING,
    {
      who: 'runner@here',
      ended: async () => true,
      lock: async () => undefined,
      unlock: async (id) => void done.push(`unlock ${id}`),
      erroredState: async () => undefined,
      push: async (file) => void done.push(`push ${file}`),
      ...parts,
    },
    log,
  );
  return { done, said: said.join('\n') };
}

describe('after a run that was cut off', () => {
  test('with nothing left, nothing is done', async () => {
    const { done, said } = await rescued({});
    expect(done).toEqual([]);
    expect(said).toContain('The state is not locked');
  });

  test('our lock is released before the state is pushed, which needs it', async () => {
    const { done } = await rescued({ lock: async () => OURS, erroredState: async () => '/repo/infra/errored.tfstate' });
    expect(done).toEqual(['unlock our-lock', 'push /repo/infra/errored.tfstate']);
  });

  test('while Terraform still runs, nothing is touched', async () => {
    const { done, said } = await rescued({ ended: async () => false, lock: async () => OURS });
    expect(done).toEqual([]);
    expect(said).toContain('Terraform still runs (pid 4711) after 240 seconds');
  });

  test("another's lock is named with its unlock command, never released", async () => {
    const { done, said } = await rescued({ lock: async () => ({ ...OURS, id: 'their-lock', who: 'them@there' }) });
    expect(done).toEqual([]);
    expect(said).toContain('locked by them@there since 2026-01-02');
    expect(said).toContain('terraform -chdir=/repo/infra force-unlock their-lock');
  });

  test('a look at the lock that fails does not keep the state from being pushed', async () => {
    const { done, said } = await rescued({
      lock: async () => {
        throw new Error('No credentials');
      },
      erroredState: async () => 'errored.tfstate',
    });
    expect(done).toEqual(['push errored.tfstate']);
    expect(said).toContain('could not be found out: No credentials');
  });

  test('a state that cannot be pushed: its recovery is spelled out', async () => {
    const { said } = await rescued({
      erroredState: async () => '/repo/infra/errored.tfstate',
      push: async () => {
        throw new Error('The saved state is newer');
      },
    });
    expect(said).toContain('pushing /repo/infra/errored.tfstate failed too: The saved state is newer');
    expect(said).toContain('Apply nothing before it is repaired');
    expect(said).toContain('terraform -chdir=/repo/infra state push /repo/infra/errored.tfstate');
  });
});

describe('whose a lock is', () => {
  test.each<[string, Partial<StateLock>, boolean]>([
    ['of this user on this machine, since this process runs', {}, true],
    ['as a lock object writes the time', { created: '2026-01-02T03:04:05.2Z' }, true],
    ['of another machine', { who: 'runner@there' }, false],
    ['older than this process', { created: '2026-01-02 03:04:04.9 +0000 UTC' }, false],
    ['for another operation', { operation: 'OperationTypePlan' }, false],
    ['without a time', { created: '' }, false],
  ])('%s', (_case, difference, ours) => {
    expect(isOurs({ ...OURS, ...difference }, RUNNING, 'runner@here')).toBe(ours);
  });
});
