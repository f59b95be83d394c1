import { describe, expect, test } from '@jest/globals';
import { Random } from '../../scripts/histories/random.js';
import { StandingHistory, type StandingJudge } from '../../scripts/histories/standings.js';

/** Said to hold, and refused by the review. */
function falseHolds(seeds: number, judge?: StandingJudge): readonly string[] {
  return Array.from({ length: seeds }, (_, index) => index + 1).flatMap((seed) => {
    const history = new StandingHistory(new Random(seed), judge);
    history.run();
    return history.standings.flatMap(({ said, refused }) =>
      said === 'holds' && refused !== undefined ? [`${seed}: ${refused}`] : [],
    );
  });
}

describe('plans of open pull requests', () => {
  test('a few repositories: none that is said to hold is refused', () => {
    expect(falseHolds(10)).toEqual([]);
  }, 120_000);

  test('a judge that always says "holds" is found out', () => {
    expect(falseHolds(6, () => undefined).length).toBeGreaterThan(2);
  }, 120_000);
});
