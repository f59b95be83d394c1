import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compose, fits, fitting, type Section, whole } from '../../../src/report/kit/size-budget.js';

/** A section that fills whatever it is given, as far as its text goes. */
function greedy(rank: number, text: string): Section {
  return {
    rank,
    write: (room) => {
      const taken = fitting([...text], room);
      return { markdown: taken.join(''), cut: taken.length < [...text].length };
    },
  };
}

describe('a report that is written into a room', () => {
  test('never exceeds it, in characters or in bytes, and says when something was left out', () => {
    const section = fc.tuple(
      fc.integer({ min: 0, max: 5 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(fc.array(section, { maxLength: 6 }), fc.nat(200), fc.nat(300), (parts, characters, bytes) => {
        const sections = parts.map(([rank, text, cuts]) => (cuts ? greedy(rank, text) : whole(rank, text)));
        const { markdown, cut } = compose(sections, { characters, bytes });
        expect(fits(markdown, { characters, bytes })).toBe(true);
        const complete = parts.map(([, text]) => text).filter((text) => text !== '');
        if (!cut) expect(markdown).toBe(complete.join('\n\n'));
      }),
    );
  });

  test('is read in its order and written by its ranks: what matters is there, what can be cut is cut', () => {
    const sections = [greedy(9, 'diff'.repeat(10)), whole(1, 'destroys'), whole(0, 'foot')];
    expect(compose(sections, { characters: 30, bytes: 30 })).toEqual({
      markdown: 'diffdi\n\ndestroys\n\nfoot',
      cut: true,
    });
  });
});
