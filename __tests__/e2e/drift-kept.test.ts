import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DriftStage } from './drift-stage.js';

/** One stage for all: what is tested is that each of them changes nothing. */
let stage: DriftStage;

beforeAll(async () => {
  stage = await DriftStage.start();
  await stage.merge(2);
  await stage.look();
  await stage.deploy();
});
afterAll(async () => {
  expect(stage.rehearsal.cloud.journal.unknown()).toEqual([]);
  await stage.stop();
});

describe('an open drift issue stays as it is', () => {
  test.each([
    ['a plan that fails', async () => await stage.look({ variables: 'nonsense=1' }), 'Plan the infrastructure'],
    ['a state that cannot be read', withFault('GetObject'), 'Initialise Terraform|Plan the infrastructure'],
    ['issues that cannot be listed', withFault('issues/list-for-repo'), 'Keep the drift issue'],
    ['a token that may only read issues', async () => await stage.look({}, reader()), 'Keep the drift issue'],
  ])('after %s', async (_what, look, step) => {
    const before = stage.issues().map(({ state, body, comments }) => ({ state, body, comments: [...comments] }));
    expect(before).toMatchObject([{ state: 'open', comments: [] }]);
    const { result } = await stage.writesOf(look);
    expect(result.exitCode).toBe(1);
    expect(result.outputs.outcome).toBe('failed');
    expect(result.log).toMatch(new RegExp(`::group::(${step})`));
    expect(stage.issues()).toMatchObject(before);
  });

  test('until a run sees that the drift is gone', async () => {
    await stage.look();
    expect(stage.issues()).toMatchObject([{ state: 'closed' }]);
  });

  function reader(): string {
    return stage.rehearsal.cloud.github.token('github-actions', { contents: 'read', issues: 'read' });
  }

  function withFault(operation: string) {
    return async () => {
      const withdraw = stage.rehearsal.cloud.faults.add({ operation, effect: { status: 403 } });
      const result = await stage.look();
      withdraw();
      return result;
    };
  }
});
