import { describe, expect, test } from '@jest/globals';
import type { InfrastructureConfig } from '../../../src/config/config.js';
import { releaseEndedLock } from '../../../src/operation/infrastructure/ended-lock.js';
import type { RunContext } from '../../../src/operation/run/context.js';
import type { LockTaker } from '../../../src/ports/deployments.js';
import type { StateLock } from '../../../src/terraform/command/state-lock.js';

const INFRASTRUCTURE = {
  directory: 'infra',
  workspace: 'default',
  binary: 'terraform',
  backendConfig: ['bucket=states', 'key=dev.tfstate'],
} as Partial<InfrastructureConfig> as InfrastructureConfig;
const CONTEXT = {
  identity: { stage: 'dev', directory: 'infra', workspace: 'default' },
  repository: { fullName: 'octo/shop' },
} as unknown as RunContext;
const LOCK: StateLock = {
  id: 'a-lock',
  who: 'runner@here',
  created: '2026-01-02 03:04:05.473696076 +0000 UTC',
  operation: 'OperationTypeApply',
  path: 'states/dev.tfstate',
};
const OURS: LockTaker = { run: '7', began: '2026-01-02T03:04:00Z', isNamed: true };
const ENDED = '2026-01-02T03:20:00Z';

/** @param ends when each run ended; absent: it has not */
async function unlocked(takers: readonly LockTaker[], ends: Readonly<Record<string, string>>, lock = LOCK) {
  const done: string[] = [];
  const released = await releaseEndedLock(CONTEXT, INFRASTRUCTURE, {
    terraform: { lock: async () => lock, unlock: async (id) => void done.push(`unlock ${id}`) },
    github: {
      deployments: {
        lockTakers: async (task, stage, who, since) => {
          expect([task, stage, who]).toEqual(['well-managed-deployments', 'dev', lock.who]);
          return takers.filter(({ began }) => Date.parse(began) >= since);
        },
      },
      runs: { endedAt: async (run) => ends[run] },
    },
    log: { info: () => {}, warning: () => {}, error: () => {}, group: async (_title, work) => await work() },
  }).catch((thrown: unknown) => thrown);
  return { done, said: released instanceof Error ? released.message : undefined };
}

describe('the lock of a run that has ended', () => {
  test('is released where that run recorded its name, and was under way when it was taken', async () => {
    expect((await unlocked([OURS], { 7: ENDED })).done).toEqual(['unlock a-lock']);
  });

  test('older and younger records of other machines change nothing', async () => {
    const others: LockTaker[] = [
      { run: '9', began: '2026-01-02T05:00:00Z', isNamed: true },
      { run: '8', began: '2026-01-02T03:05:00Z', isNamed: false },
      OURS,
      { run: '6', began: '2026-01-01T03:00:00Z', isNamed: true },
    ];
    expect((await unlocked(others, { 7: ENDED, 6: '2026-01-01T03:01:00Z' })).done).toEqual(['unlock a-lock']);
  });

  test.each<[string, readonly LockTaker[], Readonly<Record<string, string>>, RegExp]>([
    [
      'its run is still under way, or attempted again',
      [OURS],
      {},
      /may hold the lock has not ended.*gh run cancel 7 --repo octo\/shop/,
    ],
    [
      'another run of the same name waited for the lock meanwhile, and is under way',
      [{ run: '8', began: '2026-01-02T03:04:30Z', isNamed: true }, OURS],
      { 7: ENDED },
      /may hold the lock has not ended.*run 8/,
    ],
    [
      'an older run of the same name is under way',
      [OURS, { run: '6', began: '2026-01-01T03:00:00Z', isNamed: true }],
      { 7: ENDED },
      /may hold the lock has not ended.*run 6/,
    ],
    ['the run of that name was over before', [OURS], { 7: '2026-01-02T03:01:00Z' }, /does not prove/],
    ['the run of that name began later', [{ ...OURS, began: '2026-01-02T03:07:00Z' }], { 7: ENDED }, /does not prove/],
    ['no run has that name', [{ ...OURS, isNamed: false }], { 7: ENDED }, /does not prove/],
    ['a run did not record its name', [{ ...OURS, isNamed: undefined }], { 7: ENDED }, /does not prove/],
    ['a record names no run', [OURS, { ...OURS, run: undefined, isNamed: undefined }], { 7: ENDED }, /does not prove/],
    ['nothing is recorded', [], {}, /does not prove/],
  ])('stays where %s', async (_what, takers, ends, words) => {
    const { done, said } = await unlocked(takers, ends);
    expect(done).toEqual([]);
    expect(said).toMatch(words);
    expect(said).toContain('lock a-lock, held by runner@here since 2026-01-02 03:04:05');
  });

  test('stays where it is of a plan, which no run records', async () => {
    const { done, said } = await unlocked([OURS], { 7: ENDED }, { ...LOCK, operation: 'OperationTypePlan' });
    expect([done, said]).toEqual([[], expect.stringContaining('A lock of a plan has no record')]);
  });

  test('stays where it does not say when it was taken, and the refusal has its command', async () => {
    const { done, said } = await unlocked([OURS], { 7: ENDED }, { ...LOCK, who: '', created: '' });
    expect(done).toEqual([]);
    expect(said).toContain(
      'terraform -chdir=infra init -backend-config=bucket=states -backend-config=key=dev.tfstate && terraform -chdir=infra force-unlock a-lock',
    );
  });
});
