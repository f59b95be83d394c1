import { describe, expect, test } from '@jest/globals';
import { type RetentionRequest, retention } from '../../src/site/retention.js';

const file = (unreferencedSince?: string) => ({
  sha256: '',
  etag: '',
  size: 1,
  contentType: '',
  cacheControl: '',
  ...(unreferencedSince === undefined ? {} : { unreferencedSince }),
});
const LISTED = { etag: '', size: 1 };

/** Owned are `old.js`, unreferenced for eight days, `older.js` for nine, `live.js`, and `gone.js`, which is not there. */
function asked(change: Partial<RetentionRequest> = {}) {
  return retention({
    prefix: 'app/',
    manifest: {
      release: 'r',
      pending: [],
      files: new Map([
        ['old.js', file('2026-11-17T12:00:00.000Z')],
        ['older.js', file('2026-11-16T12:00:00.000Z')],
        ['live.js', file()],
        ['gone.js', file('2026-11-01T12:00:00.000Z')],
      ]),
    },
    listing: new Map(['old.js', 'older.js', 'live.js', 'foreign.js'].map((path) => [path, LISTED])),
    referenced: new Set(['live.js']),
    isExcluded: () => false,
    keepDays: 7,
    maxDeletes: 1000,
    now: new Date('2026-11-25T12:00:00Z'),
    ...change,
  });
}

describe('of old releases', () => {
  test('what is owned, there, and kept long enough is due, and nothing of others', () => {
    expect(asked().due).toEqual(['old.js', 'older.js']);
  });

  test('a file stays to the second', () => {
    const { due, expiries } = asked({ now: new Date('2026-11-24T11:59:59Z') });
    expect(due).toEqual(['older.js']);
    expect(expiries).toEqual([{ key: 'app/old.js', unreferencedSince: '2026-11-17', deleteOn: '2026-11-24' }]);
  });

  test('what the release names is not due, however long nobody named it', () => {
    expect(asked({ referenced: new Set(['live.js', 'old.js']) }).due).toEqual(['older.js']);
  });

  test('what no release names any more is counted from now', () => {
    const { unreferenced } = asked({ referenced: new Set(['old.js', 'older.js']) });
    expect([...unreferenced]).toEqual([['live.js', '2026-11-25T12:00:00.000Z']]);
  });

  test('what is excluded is spared', () => {
    const { due, spared } = asked({ isExcluded: (path) => path === 'old.js' });
    expect([due, [...spared]]).toEqual([['older.js'], ['old.js']]);
  });

  test('more than max-deletes are not deleted at all, and that is said', () => {
    const { due, warning, expiries } = asked({ maxDeletes: 1 });
    expect([due, expiries.length]).toEqual([[], 2]);
    expect(warning).toContain('2 files of old releases are due for deletion, more than the 1 of "max-deletes"');
    expect(asked({ maxDeletes: 2 }).warning).toBeUndefined();
  });

  test('nothing is due where there is no manifest', () => {
    expect(asked({ manifest: undefined }).due).toEqual([]);
  });
});

describe('of what is not ours any more', () => {
  const owned = (etag: string) => ({ ...file('2026-11-01T12:00:00.000Z'), etag });
  const files = new Map([
    ['docs/a.js', owned('one')],
    ['b.js', owned('one')],
    ['c.js', owned('one')],
  ]);
  const manifest = { release: 'r', pending: [], files };
  const there = (...entries: (readonly [string, string])[]) =>
    new Map(entries.map(([path, etag]) => [path, { etag, size: 1 }]));

  test('what somebody has rewritten is not deleted, and is named', () => {
    const found = asked({ manifest, listing: there(['b.js', 'two'], ['c.js', 'one']) });
    expect([found.due, found.taken, [...found.unreferenced.keys()]]).toEqual([['c.js'], ['b.js'], ['c.js']]);
  });

  test("what lies below another site's manifest is not deleted, whatever its bytes", () => {
    const listing = there(['docs/a.js', 'one'], ['docs/.well-managed/manifest.json', 'x'], ['b.js', 'one']);
    const found = asked({ manifest, listing });
    expect([found.due, found.taken]).toEqual([['b.js'], ['docs/a.js']]);
  });
});
