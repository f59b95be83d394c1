import { describe, expect, test } from '@jest/globals';
import { endLate } from '../../../src/operation/deployments/end-late.js';
import type { DeploymentEnd, OpenedDeployment } from '../../../src/ports/deployments.js';
import type { Log } from '../../../src/ports/run.js';

const OPENED: OpenedDeployment = {
  id: 7,
  task: 'ours',
  stage: 'dev',
  destroys: false,
  runUrl: 'https://github.com/octo/shop/actions/runs/1',
  request: 'one',
};

/** @param failures how many attempts fail first */
async function ended(opened: OpenedDeployment, failures = 0, isThere = true, failure = 'GitHub is away') {
  const told: DeploymentEnd[] = [];
  const waits: number[] = [];
  const said: string[] = [];
  const say = (message: string) => said.push(message);
  const log: Log = { info: say, warning: say, error: say, group: async (_title, work) => await work() };
  let attempts = 0;
  await endLate(opened, {
    github: {
      deployments: {
        finishLate: async (_opened, end) => {
          if (attempts++ < failures) throw new Error(failure);
          told.push(end);
          return isThere ? 7 : undefined;
        },
      },
    },
    log,
    wait: async (seconds) => void waits.push(seconds),
    isFinal: (thrown) => String(thrown).includes('refused'),
    repository: 'octo/shop',
  });
  return { told, waits, said: said.join('\n') };
}

describe('the post step ends a deployment', () => {
  test('with the result that the run left, after minutes without GitHub', async () => {
    const end = { result: 'success', description: 'Deployed dev' } as const;
    const { told, waits, said } = await ended({ ...OPENED, end }, 7);
    expect(told).toEqual([end]);
    expect(waits.reduce((sum, seconds) => sum + seconds)).toBeGreaterThan(180);
    expect(said).toContain('Ended the GitHub deployment 7, which this run had begun: success');
  });

  test('without a wait where GitHub refuses it for good', async () => {
    const { told, waits, said } = await ended(OPENED, 99, true, 'refused with 422');
    expect([told, waits]).toEqual([[], []]);
    expect(said).toContain('ended (failure) failed: refused with 422');
  });

  test('as failed where the run was cut off before it had a result', async () => {
    const { told } = await ended(OPENED);
    expect(told).toEqual([{ result: 'failure', description: 'The run was cut off before its deploy ended' }]);
    expect((await ended({ ...OPENED, destroys: true })).told[0]?.description).toContain('its destroy ended');
  });

  test('or says what an older commit will meet, and the command that records the result', async () => {
    const end = { result: 'success', description: 'Deployed dev' } as const;
    const { said } = await ended({ ...OPENED, end }, 99);
    expect(said).toContain('Recording that the deployment of dev ended (success) failed: GitHub is away');
    expect(said).toContain('pushed runs of older commits refuse to deploy');
    expect(said).toContain('gh api repos/octo/shop/deployments/7/statuses -f state=success');
  });

  test('and says where none was begun', async () => {
    const { id: _, ...unknown } = OPENED;
    const { said } = await ended(unknown, 0, false);
    expect(said).toBe('This run was ended before it began a GitHub deployment');
  });
});
