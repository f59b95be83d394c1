import { describe, expect, test } from '@jest/globals';
import { isNothingDeployed } from '../../../src/operation/infrastructure/nothing-deployed.js';
import type { Memory } from '../../../src/ports/deployments.js';
import type { StackOutputs } from '../../../src/terraform/command/stack-outputs.js';

interface Found {
  readonly resources?: readonly string[];
  readonly outputs?: StackOutputs;
  readonly lineage?: string;
}

const identity = { stage: 'dev', directory: 'stacks/shop', workspace: 'blue' };
const asked: string[] = [];

async function look({ resources = [], outputs = {}, lineage }: Found, memory: Memory | Error): Promise<boolean> {
  asked.length = 0;
  return await isNothingDeployed(
    { identity },
    {
      resources: async () => resources,
      outputs: async () => outputs,
      lineage: async () => lineage,
      place: async () => 'here',
    },
    {
      remembered: async (task, stage) => {
        asked.push(`${task}, ${stage}`);
        if (memory instanceof Error) throw memory;
        return memory;
      },
    },
  );
}

const memory = (deployed: boolean, ...begun: readonly ('deploy' | 'destroy')[]): Memory => ({
  ended: { kind: deployed ? 'deploy' : 'destroy', sha: 'newest' },
  begun: begun.map((kind) => ({ kind, sha: 'newer' })),
  beside: false,
});
const emptied = { lineage: '0c5e' };

describe('nothing is deployed', () => {
  test.each<[string, Found, Memory]>([
    ['no state and a stage that was never deployed', {}, memory(false)],
    ['an emptied state and a destroy that ended', emptied, memory(false)],
    ['an emptied state and a destroy that was cut off', emptied, memory(true, 'destroy')],
    ['an emptied state and a first deploy that failed', emptied, memory(false, 'deploy')],
  ])('by %s', async (_what, found, remembered) => {
    expect(await look(found, remembered)).toBe(true);
    expect(asked).toEqual(['well-managed-deployments:directory stacks/shop:workspace blue, dev']);
  });

  test.each<[string, Found, Memory, string]>([
    ['no state, but a deploy that ended well', {}, memory(true), 'dev is deployed'],
    ['an emptied state of another key', emptied, memory(true), 'dev is deployed'],
    ['an emptied state, and a deploy since', emptied, memory(true, 'deploy'), 'dev is deployed'],
    ['no state, and a destroy that was cut off', {}, memory(true, 'destroy'), 'dev is deployed'],
    ['no state, but a deploy that began', {}, memory(false, 'deploy'), 'dev was partly deployed'],
  ])('is refused for %s', async (_what, found, remembered, words) => {
    await expect(look(found, remembered)).rejects.toThrow(`the deployment records say that ${words}. Found: `);
    await expect(look(found, remembered)).rejects.toThrow('(directory "stacks/shop", workspace "blue")');
  });

  test.each<[string, Found]>([
    ['a resource', { resources: ['aws_thing.this'] }],
    ['an output alone', { outputs: { bucket: { value: 'site', sensitive: false } } }],
  ])('is not said of a state with %s, and GitHub is not asked', async (_what, found) => {
    expect(await look(found, new Error('asked'))).toBe(false);
  });

  test('is not said when the records cannot be read', async () => {
    await expect(look({}, new Error('GitHub is away'))).rejects.toThrow('GitHub is away');
  });
});
