import { expect, test } from '@jest/globals';
import { type RollbackPorts, rollbackOperation } from '../../src/operation/rollback.js';
import type { Memory } from '../../src/ports/deployments.js';
import { contextOf } from './review/review-world.js';

/** As far as the first step that can refuse: what is remembered of the state of this checkout. */
async function refused(memory: Memory): Promise<string | undefined> {
  const site = { distributions: [], invalidation: 'none' } as never;
  const quiet = () => undefined;
  const ports = {
    log: {
      info: quiet,
      warning: quiet,
      error: quiet,
      group: async (_: string, work: () => Promise<unknown>) => await work(),
    },
    aws: { signIn: async () => 'signed in' },
    terraform: { init: async () => {}, place: async () => 'a'.repeat(32), lineage: async () => undefined },
    github: { deployments: { remembered: async () => memory } },
  } as unknown as RollbackPorts;
  const context = { ...contextOf('commit', { site }), signal: new AbortController().signal };
  return (await rollbackOperation(context, ports)).failure?.parts.what;
}

test('a rollback of a stage where nothing is deployed says so', async () => {
  expect(await refused({ begun: [], beside: false })).toBe('There is nothing to roll back: nothing is deployed to dev');
});

test('a rollback that finds another state than the one deployed to does not say that nothing is deployed', async () => {
  expect(await refused({ begun: [], beside: true })).toBe(
    'There is nothing to roll back in this state: dev was deployed to another one',
  );
});
