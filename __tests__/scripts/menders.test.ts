import { describe, expect, test } from '@jest/globals';
import { headingsIn, type LoggedRound, mendersTable } from '../../scripts/faults/menders.js';

const fault = (more: Partial<LoggedRound>): LoggedRound => ({
  round: { kind: 'denied', lane: 'state' },
  wrong: [],
  ...more,
});
const kill = (more: Partial<LoggedRound>): LoggedRound => ({ round: { kind: 'SIGINT' }, wrong: [], ...more });

describe('who mends', () => {
  test('is counted by lane and kind, with the words that a person got; a violation is nobody’s', () => {
    const words = ['The state is locked'];
    const rounds = [
      fault({ mended: { mender: 'itself', words: [] } }),
      fault({ mended: { mender: 'a person', words: [...words, 'Another'] } }),
      fault({ mended: { mender: 'a person', words } }),
      fault({ mended: { mender: 'a person', words: ['Wrong words'] }, wrong: ['a secret came out'] }),
      fault({ round: { kind: 'too long', lane: 'github' }, mended: { mender: 'the next run', words: [] } }),
    ];
    expect(mendersTable(rounds)).toEqual([
      'who mends | by itself | the next run alone | a person, by printed lines | violations',
      'all | 1 | 1 | 2 | 1',
      'github | all | 0 | 1 | 0 | 0',
      'github | too long | 0 | 1 | 0 | 0',
      'state | all | 1 | 0 | 2 | 1',
      'state | denied | 1 | 0 | 2 | 1',
      'the words that a person got | rounds',
      'The state is locked | 2',
      'Another | 1',
    ]);
  });

  test('is read from the logs of earlier versions, too', () => {
    const rounds = [
      kill({ steps: ['force-unlock'], phase: 'Apply' }),
      kill({ steps: [], phase: 'Apply' }),
      kill({ steps: [] }),
    ];
    expect(mendersTable(rounds)).toContain('SIGINT | 1 | 1 | 1 | 0');
    expect(mendersTable(rounds)).toContain('(not logged) | 1');
    expect(mendersTable([fault({ again: true }), fault({ again: false })])).toContain('state | denied | 1 | 1 | 0 | 0');
  });

  test('has headings without what differs between two runs', () => {
    const log = [
      '::error title=x::The state is locked, so terraform plan did nothing. Found: lock 1.',
      '::error::The lock 11111111-2222-4333-8444-555555555555 stays%0AMore',
      '::error::The lock 99999999-2222-4333-8444-555555555555 stays',
      'no ::error::',
    ].join('\n');
    expect(headingsIn(log)).toEqual(['The state is locked, so terraform plan did nothing', 'The lock ID stays']);
  });
});
