import { describe, expect, test } from '@jest/globals';
import { isNothingDeployed } from '../../../src/operation/infrastructure/nothing-deployed.js';
import type { Standing } from '../../../src/ports/deployments.js';
import type { StackOutputs } from '../../../src/terraform/command/stack-outputs.js';

interface Found {
  readonly resources?: readonly string[];
  readonly outputs?: StackOutputs;
  readonly lineage?: string;
}

const identity = { stage: 'dev', directory: 'stacks/shop', workspace: 'blue' };
const asked: string[] = [];

async function look({ resources = [], outputs = {}, lineage }: Found, standing: Standing | Error): Promise<boolean> {
  asked.length = 0;
  return await isNothingDeployed(
    { identity },
    { resources: async () => resources, outputs: async () => outputs, lineage: async () => lineage },
    {
      standing: async (task, stage) => {
        asked.push(`${task}, ${stage}`);
        if (standing instanceof Error) throw standing;
        return standing;
      },
    },
  );
}

const emptied = { lineage: '0c5e' };

describe('nothing is deployed', () => {
  test.each<[string, Found, Standing]>([
    ['no state and a stage that was never deployed', {}, { now: 'destroyed', begun: [] }],
    ['an emptied state and a destroy that ended', emptied, { now: 'destroyed', begun: [] }],
    ['an emptied state and a destroy that was cut off', emptied, { now: 'deployed', begun: ['destroy'] }],
    ['an emptied state and a first deploy that failed', emptied, { now: 'destroyed', begun: ['deploy'] }],
  ])('by %s', async (_what, found, standing) => {
    expect(await look(found, standing)).toBe(true);
    expect(asked).toEqual(['well-managed-deployments:directory stacks/shop:workspace blue, dev']);
  });

  test.each<[string, Found, Standing, string]>([
    ['no state, but a deploy that ended well', {}, { now: 'deployed', begun: [] }, 'dev is deployed'],
    ['an emptied state of another key', emptied, { now: 'deployed', begun: [] }, 'dev is deployed'],
    ['an emptied state, and a deploy since', emptied, { now: 'deployed', begun: ['deploy'] }, 'dev is deployed'],
    ['no state, and a destroy that was cut off', {}, { now: 'deployed', begun: ['destroy'] }, 'dev is deployed'],
    ['no state, but a deploy that began', {}, { now: 'destroyed', begun: ['deploy'] }, 'dev was partly deployed'],
  ])('is refused for %s', async (_what, found, standing, words) => {
    await expect(look(found, standing)).rejects.toThrow(`the deployment records say that ${words}. Found: `);
    await expect(look(found, standing)).rejects.toThrow('(directory "stacks/shop", workspace "blue")');
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
