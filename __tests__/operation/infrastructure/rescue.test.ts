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

const MADE = [{ address: 'terraform_data.a', id: { key: 'id', value: 'id-of-a' } }];
const stateWith = (address: string, id: string) => ({
  values: { root_module: { resources: [{ address, values: { id } }] } },
});

/** What was left, and what was done about it. */
async function rescued(parts: Partial<LeftBehind>, mark?: () => Promise<void>) {
  const done: string[] = [];
  const said: string[] = [];
  const say = (message: string) => said.push(message);
  const log: Log = { info: say, warning: say, error: say, group: async (_title, work) => await work() };
  const left: LeftBehind = {
    who: 'runner@here',
    ended: async () => true,
    lock: async () => undefined,
    unlock: async (id) => void done.push(`unlock ${id}`),
    erroredState: async () => undefined,
    push: async (file, locked) => void done.push(`push ${file}${locked ? ' under our lock' : ''}`),
    made: () => [],
    state: async () => ({}),
    ...parts,
  };
  await rescue(RUNNING, {
    left,
    log,
    mark: async (made) => {
      done.push(`mark ${made.map(({ address }) => address).join()}`);
      await mark?.();
    },
    wait: async (seconds) => void done.push(`wait ${seconds}`),
    unlock: (id) => `terraform -chdir=infra init && terraform -chdir=infra force-unlock ${id}`,
  });
  return { done, said: said.join('\n') };
}

describe('after a run that was cut off', () => {
  test('with nothing left, nothing is done', async () => {
    const { done, said } = await rescued({});
    expect(done).toEqual([]);
    expect(said).toContain('The state is not locked');
  });

  test('our lock is released after the state has been pushed under it, and compared', async () => {
    const { done, said } = await rescued({
      lock: async () => OURS,
      erroredState: async () => '/repo/infra/errored.tfstate',
      made: () => MADE,
      state: async () => stateWith('terraform_data.a', 'id-of-a'),
    });
    expect(done).toEqual(['push /repo/infra/errored.tfstate under our lock', 'unlock our-lock']);
    expect(said).toContain('The state has everything that the apply has made');
  });

  test('what a killed apply has made and not saved is marked before its lock is released, with import blocks', async () => {
    const { done, said } = await rescued({ lock: async () => OURS, made: () => MADE });
    expect(done).toEqual(['mark terraform_data.a', 'unlock our-lock']);
    expect(said).toContain('import {\n  to = terraform_data.a\n  id = "id-of-a"\n}');
  });

  test('one that is in the state with another id is not the one that was made', async () => {
    const { done } = await rescued({ made: () => MADE, state: async () => stateWith('terraform_data.a', 'older') });
    expect(done).toEqual(['mark terraform_data.a']);
  });

  test('where no mark can be left, the lock stays and stops the next run', async () => {
    const { done, said } = await rescued({ lock: async () => OURS, made: () => MADE }, async () => {
      throw new Error('GitHub is away');
    });
    // It is tried for minutes, and nothing is unlocked.
    expect(new Set(done.filter((each) => !each.startsWith('wait')))).toEqual(new Set(['mark terraform_data.a']));
    expect(done).toContain('wait 60');
    expect(said).toContain('The lock our-lock stays');
    expect(said).toContain('terraform -chdir=infra force-unlock our-lock');
  });

  test('a state that cannot be read is taken for one that lacks everything', async () => {
    const { done } = await rescued({
      made: () => MADE,
      state: async () => {
        throw new Error('SlowDown');
      },
    });
    expect(done).toEqual(['mark terraform_data.a']);
  });

  test('a push is tried again while the store is away', async () => {
    let refusals = 2;
    const { done, said } = await rescued({
      erroredState: async () => 'errored.tfstate',
      push: async () => {
        if (refusals-- > 0) throw new Error('SlowDown');
      },
    });
    expect(done).toEqual(['wait 2', 'wait 5']);
    expect(said).toContain('was pushed');
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
    expect(said).toContain('terraform -chdir=infra force-unlock their-lock');
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
