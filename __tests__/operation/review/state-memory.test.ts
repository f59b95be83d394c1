import { describe, expect, test } from '@jest/globals';
import { stateMark } from '../../../src/operation/deployments/state-memory.js';
import { requireDestroyable } from '../../../src/operation/infrastructure/nothing-deployed.js';
import type { Memory } from '../../../src/ports/deployments.js';
import { LINEAGE, resource } from '../../terraform/plan-maker.js';
import { deployOf, merge, neverDeployed, planned, record, type World, world } from './review-world.js';

const CREATION = planned({ resources: [resource({ after: { size: 1 } })] });
const OWN = stateMark('', LINEAGE).lineage ?? '';
const DEPLOYED: Memory = { ended: { kind: 'deploy', sha: 'before', lineage: OWN }, begun: [], beside: false };

function pushed(memory: Partial<Memory>): World {
  const here = world();
  neverDeployed(here);
  merge(here, 1, { at: 30, sha: 'merge-1' });
  here.memory = memory;
  return here;
}

describe('a first deployment', () => {
  test.each<[string, Partial<Memory>]>([
    ['nothing was ever deployed', {}],
    ['the newest run destroyed it', { ended: { kind: 'destroy', sha: 'before', lineage: 'of another time' } }],
    ['an earlier run failed', { begun: [{ kind: 'deploy', sha: 'before' }] }],
  ])('is one where %s', async (_when, memory) => {
    await expect(deployOf(pushed(memory), CREATION)).resolves.toMatchObject({ verdict: 'first-deployment' });
  });

  test.each<[string, Partial<Memory>, string]>([
    ['the stage is deployed to another state', { beside: true }, 'not in the reviewed plan'],
    ['this state was deployed to, and is empty', { ended: { kind: 'deploy', sha: 'x' } }, 'not in the reviewed plan'],
    [
      'another state was deployed to here',
      { ended: { kind: 'deploy', sha: 'before', lineage: 'lost' } },
      'The state is not the one that was deployed to. Found: a state of another origin (lineage). Expected: the state that the deploy of before has written.',
    ],
    [
      'the state is another stage’s',
      { owner: 'prod' },
      'The state belongs to another stage. Found: a state that prod was deployed to. Expected: a state of dev.',
    ],
  ])('is none where %s', async (_when, memory, words) => {
    await expect(deployOf(pushed(memory), CREATION)).rejects.toThrow(words);
  });
});

test('what was applied is not free to come back, although its deploy did not end well (hole 10)', async () => {
  const here = world();
  record(here, 'head-1', CREATION, { at: 10 });
  merge(here, 1, { at: 20, sha: 'merge-1' });
  merge(here, 2, { at: 30, sha: 'merge-2' });
  await expect(deployOf(here, CREATION)).resolves.toMatchObject({ verdict: 'same' });
  here.memory = { ended: { kind: 'deploy', sha: 'merge-1' } };
  await expect(deployOf(here, CREATION)).rejects.toThrow('Nobody reviewed this plan');
});

test('a state that is meant all the same is deployed to by its fingerprint', async () => {
  const here = pushed({ owner: 'prod', ended: { kind: 'deploy', sha: 'before', lineage: 'lost' } });
  await expect(deployOf(here, CREATION)).rejects.toThrow(`"approved-fingerprint" ${CREATION.report.fingerprint}`);
  const config = { approvedFingerprint: CREATION.report.fingerprint };
  await expect(deployOf(here, CREATION, { config })).resolves.toMatchObject({ verdict: 'approved-by-hand' });
});

describe('a destroy of a state that has resources', () => {
  const identity = { stage: 'dev', directory: 'infra', workspace: 'default' };
  const look = async (memory: Memory) =>
    await requireDestroyable(
      { identity },
      { place: async () => 'here', lineage: async () => LINEAGE },
      { remembered: async () => memory },
    );

  test.each<[string, Memory]>([
    ['it was deployed to', DEPLOYED],
    ['a deploy of it began', { begun: [{ kind: 'deploy', sha: 'x' }], beside: true }],
    ['nothing is remembered, as of a state that was there before', { begun: [], beside: false }],
  ])('passes where %s', async (_when, memory) => {
    await expect(look(memory)).resolves.toBeUndefined();
  });

  test.each<[string, Memory, string]>([
    ['it is another stage’s', { ...DEPLOYED, owner: 'prod' }, 'The state belongs to another stage'],
    ['the stage has another one', { begun: [], beside: true }, 'Nothing was ever deployed to this state by this stage'],
    [
      'it is another one',
      { ...DEPLOYED, ended: { kind: 'deploy', sha: 'before', lineage: 'another' } },
      'deploy dev to it first, then run the destroy again',
    ],
  ])('is refused where %s', async (_when, memory, words) => {
    await expect(look(memory)).rejects.toThrow(words);
  });
});
