import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Rehearsal } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';

let rehearsal: Rehearsal;

beforeAll(async () => {
  rehearsal = await Rehearsal.start({ project: process.cwd() });
});
afterAll(() => rehearsal.stop());
beforeEach(() => rehearsal.cloud.journal.clear());

/** The error as it is shown on the run's page. */
function errorOf({ log }: ActionResult): string {
  return (/^::error::(.*)$/m.exec(log)?.[1] ?? '').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function expectRefused(result: ActionResult, message: RegExp): void {
  expect(errorOf(result)).toMatch(message);
  expect(result.exitCode).toBe(1);
  expect(rehearsal.cloud.journal.entries()).toEqual([]);
}

/** The same run with the fault corrected: it does reach AWS and GitHub, so the empty journal above says something. */
function expectAtWork(result: ActionResult): void {
  expect(result.exitCode).toBe(0);
  expect(rehearsal.cloud.journal.entries().length).toBeGreaterThan(0);
  expect(rehearsal.cloud.journal.unknown()).toEqual([]);
}

describe('bad input ends the run before anything is asked of AWS or GitHub', () => {
  test('a wrong confirmation', async () => {
    const result = await rehearsal.dispatched({ operation: 'destroy', 'confirm-destroy': 'octo/shop:prod' });
    expectRefused(
      result,
      /The destroy is not confirmed\. Found: "octo\/shop:prod"\. Expected: "octo\/shop:dev" in the input "confirm-destroy"\./,
    );
    expectAtWork(await rehearsal.dispatched({ operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' }));
  });

  test('pull_request_target', async () => {
    await rehearsal.change('target', 'A change', { 'README.md': 'A shop\n' });
    const pull = rehearsal.open('target', 'A change');
    const payload = rehearsal.payload();
    const run = await rehearsal.started(
      { name: 'pull_request_target', payload },
      pull.pull.headSha,
      'refs/heads/main',
      {},
    );
    expectRefused(await run.finished, /The event pull_request_target is refused: .* Use pull_request: /);
    expectAtWork(await rehearsal.planned(pull, 'opened'));
  });

  test('an operation that does not exist, with every other fault in the same message', async () => {
    const inputs = { operation: 'aply', stage: 'my stage', 'site-directory': 'site/dsit' };
    const result = await rehearsal.deployed({ inputs });
    expectRefused(
      result,
      /3 inputs are not valid:\n {2}operation: found "aply"; .*\n {2}stage: found "my stage"; .*\n {2}site-directory: found "site\/dsit"/,
    );
    expectAtWork(await rehearsal.deployed({ inputs: { operation: 'deploy', stage: 'dev' } }));
  });

  test('a site directory that is not there', async () => {
    const result = await rehearsal.deployed({ inputs: { 'site-directory': 'site/dsit' } });
    expectRefused(
      result,
      /One input is not valid:\n {2}site-directory: found "site\/dsit", which does not exist in the workspace; .* Build the front end before this step\./,
    );
    expectAtWork(await rehearsal.deployed());
  });

  test('an operation that the event may not have', async () => {
    const result = await rehearsal.deployed({ inputs: { operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' } });
    expectRefused(result, /The operation "destroy" is not possible on a push/);
  });

  test('an event that needs nothing is skipped in one sentence, with exit code 0 and no request', async () => {
    const payload = { ...rehearsal.payload(), action: 'created' };
    const run = await rehearsal.started({ name: 'star', payload }, await rehearsal.git.head(), 'refs/heads/main', {});
    const result = await run.finished;
    expect(result.exitCode).toBe(0);
    expect(result.outputs).toEqual({ operation: 'skipped', outcome: 'skipped' });
    expect(result.log).toContain('Skipped: the event star needs nothing.');
    expect(rehearsal.cloud.journal.entries()).toEqual([]);
  });
});
