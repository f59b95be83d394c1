import { expect, test } from '@jest/globals';
import type { SyncCounts, SyncPlan } from '../../src/site/sync-plan.js';
import { syncSentence } from '../../src/site/sync-sentence.js';

const NOTHING: SyncCounts = {
  new: 0,
  content: 0,
  headers: 0,
  unchanged: 0,
  excluded: 0,
  expiring: 0,
  deletions: 0,
  bytes: 0,
};

function sentence(
  counts: Partial<SyncCounts>,
  expireOn: readonly string[] = [],
  verb?: 'uploaded' | 'restored',
): string {
  const expiries = expireOn.map((deleteOn, n) => ({ key: `${n}`, unreferencedSince: '2026-11-25', deleteOn }));
  const plan: SyncPlan = {
    decisions: [],
    expiries,
    deletions: [],
    invalidationPaths: [],
    warnings: [],
    counts: { ...NOTHING, ...counts, expiring: expiries.length },
  };
  return syncSentence(plan, verb);
}

test('the whole plan is one sentence', () => {
  expect(
    sentence({ new: 3, content: 1, headers: 1, unchanged: 195, bytes: 412_300 }, ['2026-12-02', '2026-12-02']),
  ).toBe('3 new, 1 changed, 1 headers, 195 unchanged; 2 expire on 2026-12-02; 412 KB to upload');
});

test('what does not happen is not said', () => {
  expect(sentence({ unchanged: 20_000 })).toBe('20,000 unchanged; nothing to upload');
  expect(sentence({ new: 1, bytes: 1 })).toBe('1 new; 1 byte to upload');
});

test('several dates of expiry, and deletions', () => {
  expect(sentence({ unchanged: 1, deletions: 3 }, ['2026-12-03', '2026-12-02'])).toBe(
    '1 unchanged; 1 expires on 2026-12-02, 1 on 2026-12-03; 3 to delete; nothing to upload',
  );
  expect(sentence({ unchanged: 1 }, ['2026-12-03', '2026-12-02', '2026-12-09'])).toContain(
    '3 expire between 2026-12-02 and 2026-12-09',
  );
});

test.each([
  [999, '999 bytes'],
  [1000, '1.0 KB'],
  [9949, '9.9 KB'],
  [104_857_600, '105 MB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sentence({ new: 1, bytes })).toBe(`1 new; ${words} to upload`);
});

test('what is restored is copied, not uploaded', () => {
  expect(sentence({ content: 2, bytes: 373 }, [], 'restored')).toBe('2 changed; 373 bytes to copy inside S3');
  expect(sentence({ unchanged: 5 }, [], 'restored')).toBe('5 unchanged; nothing to copy inside S3');
});
