import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../../src/event/event.js';
import { requireNotHeld } from '../../../src/operation/deployments/hold.js';
import { requireNewest, SupersededRun } from '../../../src/operation/deployments/supersession.js';
import type { Hold } from '../../../src/ports/deployments.js';
import { contextOf } from '../review/review-world.js';

/** A history `1 - 2 - 3`; `2x` beside `2`. */
const ancestors: Readonly<Record<string, readonly string[]>> = {
  '1': ['1'],
  '2': ['1', '2'],
  '2x': ['1', '2x'],
  '3': ['1', '2', '3'],
};

interface Records {
  readonly deployed?: string | undefined;
  /** Commits whose deployments have no end; at each further look there is one list less. */
  readonly open?: readonly (readonly string[])[];
  readonly event?: Event;
  readonly hold?: Hold;
}

/** @returns what the run is told, and how long it waited */
async function asked(sha: string, { deployed, open = [], event, hold }: Records) {
  const context = contextOf(sha);
  const waits: number[] = [];
  const url = 'https://github.com/example/shop/actions/runs/9';
  try {
    await requireNewest(
      event === undefined ? context : { ...context, event },
      {
        deployments: {
          latest: async (task, stage) => {
            expect([task, stage]).toEqual(['well-managed-deployments', 'dev']);
            const now = open[Math.min(waits.length, open.length - 1)] ?? [];
            return {
              open: now.map((each) => ({ id: 4711, sha: each })),
              ...(deployed === undefined
                ? {}
                : { last: { sha: deployed, url, ...(hold === undefined ? {} : { hold }) } }),
            };
          },
        },
        history: { isAncestor: async (one, of) => ancestors[of]?.includes(one) ?? false },
      },
      async (seconds) => void waits.push(seconds),
    );
    return { waits };
  } catch (thrown) {
    return { waits, thrown };
  }
}

describe('a push is superseded', () => {
  test('when its commit is part of what is deployed, and the newer run is named', async () => {
    const { thrown } = await asked('1', { deployed: '3' });
    expect(thrown).toBeInstanceOf(SupersededRun);
    expect((thrown as SupersededRun).parts.what).toBe(
      'dev already has the newer commit 3, deployed by https://github.com/example/shop/actions/runs/9: 1 is part of it',
    );
  });
});

describe('a deploy is not superseded', () => {
  test.each([
    ['its commit is newer', '3', '2'],
    ['its commit is the deployed one, run again', '2', '2'],
    ['its commit is on another line', '2x', '3'],
    ['nothing was deployed yet', '1', undefined],
  ])('when %s', async (_why, sha, deployed) => {
    expect(await asked(sha, { deployed })).toEqual({ waits: [] });
  });

  test('when a person started it by hand', async () => {
    const event: Event = { kind: 'manual', branch: 'main', sha: '1' };
    expect(await asked('1', { deployed: '3', open: [['3']], event })).toEqual({ waits: [] });
  });
});

describe('a deployment without a recorded end', () => {
  test('of a newer commit refuses an older one, also the one that was deployed last, after it was asked for again', async () => {
    const { thrown, waits } = await asked('1', { deployed: '1', open: [['3']] });
    expect(waits).toEqual([2, 5, 10]);
    expect(thrown).not.toBeInstanceOf(SupersededRun);
    expect(String(thrown)).toContain('A newer commit may be deployed to dev, and this run would turn it back');
    expect(String(thrown)).toContain('4711');
  });

  test('is believed as soon as its end is recorded', async () => {
    expect(await asked('1', { open: [['3'], []] })).toEqual({ waits: [2] });
  });

  test.each([
    ['the same commit', '2', '2'],
    ['an older commit', '3', '2'],
    ['another line', '2x', '2'],
  ])('of %s refuses nothing', async (_what, sha, open) => {
    expect(await asked(sha, { open: [[open]] })).toEqual({ waits: [] });
  });
});

describe('a stage that a rollback holds', () => {
  const hold = { release: 'c0ffee1-0a1b2c3d', by: 'alice', since: '2026-11-25T12:00:00Z' };

  test.each(['1', '2', '3'])('takes no push: commit %s', async (sha) => {
    const { thrown } = await asked(sha, { deployed: '2', hold });
    expect(thrown).toBeInstanceOf(SupersededRun);
    expect((thrown as SupersededRun).parts.what).toMatch(
      /^dev is held: alice rolled it back to c0ffee1-0a1b2c3d at 2026-11-25T12:00:00Z/,
    );
    expect((thrown as SupersededRun).parts.wayOut).toContain('`hold: false`');
  });

  test.each([
    ['is refused', true, hold, /A deploy to dev is refused while a rollback holds it/],
    ['that ends the hold is not', false, hold, undefined],
    ['is not, where nothing is held', true, undefined, undefined],
  ])('a manual deploy %s', async (_name, respects, held, refusal) => {
    const context = contextOf('3', { hold: respects });
    const event: Event = { kind: 'manual', branch: 'main', sha: '3' };
    const last = { sha: '2', url: '', ...(held === undefined ? {} : { hold: held }) };
    const deploy = requireNotHeld({ ...context, event }, { latest: async () => ({ open: [], last }) });
    if (refusal === undefined) await expect(deploy).resolves.toBeUndefined();
    else await expect(deploy).rejects.toThrow(refusal);
  });
});
