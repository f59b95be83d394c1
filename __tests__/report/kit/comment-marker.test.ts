import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  commentMarker,
  deployMarker,
  driftCommentMarker,
  driftMarker,
  driftMarkerStart,
  formerDriftMarkerStart,
  formerMarker,
} from '../../../src/report/kit/comment-marker.js';

const identity = { stage: 'dev', directory: 'infra', workspace: 'default' };

describe('the marker of a comment', () => {
  test('says which stack it is, readably', () => {
    expect(commentMarker(identity)).toBe(
      '<!-- well-managed-deployments plan stage=dev directory=infra workspace=default state=default -->',
    );
  });

  test('is another one where the state lies elsewhere', () => {
    const elsewhere = { ...identity, state: { digest: '0123456789abcdef', name: 'eu.tfstate' } };
    expect(commentMarker(elsewhere)).not.toBe(commentMarker(identity));
  });

  test('of a plan is not that of a deploy', () => {
    expect(commentMarker(identity)).not.toBe(deployMarker(identity));
  });

  test('is one line and one HTML comment, whatever the names hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (stage, directory, workspace) => {
        expect(commentMarker({ stage, directory, workspace })).toMatch(/^<!-- [A-Za-z0-9._/%= -]+ -->$/);
        expect(commentMarker({ stage, directory, workspace }).slice(4, -3)).not.toContain('--');
      }),
    );
  });

  test('is not made alike by names that hold its own words', () => {
    const one = commentMarker({ stage: 'a directory=b', directory: 'c', workspace: 'd' });
    expect(commentMarker({ stage: 'a', directory: 'b directory=c', workspace: 'd' })).not.toBe(one);
  });

  test('is another one for each stack: no name passes for two', () => {
    const names = fc.constantFrom('a', 'ab', 'a b', 'a=b', 'a%20b', 'a directory=b', '--', '-->', '');
    const digest = fc.constantFrom('0123456789ab', 'ba9876543210');
    const state = fc.record({ digest });
    const stack = fc.record({ stage: names, directory: names, workspace: names, state });
    fc.assert(
      fc.property(stack, stack, (one, other) => {
        expect(commentMarker(one) === commentMarker(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  test('was the same without the state, which the first version did not know', () => {
    const state = { digest: '0123456789ab', name: 'eu.tfstate' };
    expect(formerMarker(commentMarker({ ...identity, state }))).toBe(
      '<!-- well-managed-deployments plan stage=dev directory=infra workspace=default -->',
    );
    const former = formerDriftMarkerStart({ ...identity, state });
    expect(former).toBe('<!-- well-managed-deployments drift stage=dev directory=infra workspace=default found=');
    expect(driftMarker({ ...identity, state: { digest: 'ba9876543210' } }, 'f').startsWith(former)).toBe(false);
  });

  test('of a drift begins as that of its stack alone does, and ends with what was found', () => {
    expect(driftMarker(identity, 'f'.repeat(64))).toBe(
      `<!-- well-managed-deployments drift stage=dev directory=infra workspace=default state=default found=${'f'.repeat(64)} -->`,
    );
    const names = fc.constantFrom('a', 'ab', 'a b', 'a found=b', 'a ', '');
    const stack = fc.record({ stage: names, directory: names, workspace: names });
    fc.assert(
      fc.property(stack, stack, (one, other) => {
        const begins = driftMarker(one, '0').startsWith(driftMarkerStart(other));
        expect(begins).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  test('of a comment on a drift is another one in each run', () => {
    const run = (id: number) => driftCommentMarker(identity, `https://github.com/o/r/actions/runs/${id}`);
    expect(run(1)).toMatch(/^<!-- [A-Za-z0-9._/%= -]+ -->$/);
    expect(run(1)).not.toBe(run(2));
    expect(run(1).startsWith(driftMarkerStart(identity))).toBe(false);
  });
});
