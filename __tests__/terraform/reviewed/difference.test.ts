import { describe, expect, test } from '@jest/globals';
import { disagreements } from '../../../src/terraform/reviewed/both-ways.js';
import { type Difference, explained } from '../../../src/terraform/reviewed/difference.js';
import { comparedPlan, LINEAGE, plan, planContext, resource } from '../plan-maker.js';

const compared = (resources: readonly unknown[]) => comparedPlan(plan({ resources }), planContext(LINEAGE));

/** How the plan of `now` differs from plans that were reviewed. */
function differences(now: readonly unknown[], ...reviews: readonly (readonly unknown[])[]): readonly Difference[] {
  const { planned } = compared(now);
  const counting = reviews.map((resources) => compared(resources).reviewed);
  return explained(planned, counting, disagreements(planned, counting, { unfinishedDeploy: false }));
}

const update = (after: object, unknown = {}) =>
  resource({ actions: ['update'], before: { id: 'a', size: 1, name: 'x' }, after: { id: 'a', ...after }, unknown });

describe('a difference', () => {
  test('is told once for an address', () => {
    expect(differences([update({ size: 3, name: 'x' })], [update({ size: 2, name: 'x' })])).toEqual([
      {
        kind: 'resource',
        address: 'aws_thing.this',
        action: 'update',
        how: 'differs',
        reviewedAction: 'update',
        attributes: [{ path: 'size', how: 'another value' }],
        parts: [],
        record: 0,
      },
    ]);
  });

  test('is told of what nobody reviewed, and of what is missing', () => {
    const [added, missing] = differences(
      [resource({ address: 'a.new', after: { x: 1 } })],
      [resource({ address: 'a.guard', after: { x: 1 } })],
    );
    expect([added?.how, added?.address]).toEqual(['not in the reviewed plan', 'a.new']);
    expect([missing?.how, missing?.address, missing?.record]).toEqual(['no longer planned', 'a.guard', 0]);
  });

  test('is told by the reviewed change that comes closest', () => {
    const now = [update({ size: 3, name: 'x' })];
    const far = [update({ size: 2, name: 'y' })];
    const near = [update({ size: 2, name: 'x' })];
    const deletion = [resource({ actions: ['delete'], before: { id: 'a', size: 1, name: 'x' } })];
    expect(differences(now, far, near)[0]?.record).toBe(1);
    expect(differences(now, deletion, far)[0]).toMatchObject({ record: 1, reviewedAction: 'update' });
  });

  test('is not told of what was unknown at review', () => {
    const [difference] = differences(
      [resource({ after: { size: 3, name: 'made' } })],
      [resource({ after: { size: 2 }, unknown: { name: true } })],
    );
    expect(difference?.attributes).toEqual([{ path: 'size', how: 'another value' }]);
  });

  test('is not told twice of a value that becomes unknown', () => {
    const [difference] = differences(
      [resource({ after: { size: 2 }, unknown: { name: true } })],
      [resource({ after: { size: 2, name: 'x' } })],
    );
    expect(difference?.attributes).toEqual([{ path: 'name', how: 'no longer known before apply' }]);
  });
});
