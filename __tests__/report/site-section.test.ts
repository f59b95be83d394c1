import { expect, test } from '@jest/globals';
import { page } from '../../src/report/kit/document.js';
import { sitePreviewSection } from '../../src/report/sections/site.js';
import type { FileDecision, SyncPlan } from '../../src/site/sync-plan.js';
import { plannedWithSite } from './sample-outcomes.js';

const ROOM = { characters: 300_000, bytes: 900_000 };

function file(path: string, change: Partial<FileDecision> = {}): FileDecision {
  const usual = { key: path, path, reason: 'new', phase: 'page', size: 1_000, contentType: 'text/html' } as const;
  return { ...usual, cacheControl: 'no-cache', ...change };
}

function shown(decisions: readonly FileDecision[], room = ROOM) {
  const counts = { new: decisions.length, content: 0, headers: 0, unchanged: 0, excluded: 0, expiring: 0 };
  const plan: SyncPlan = {
    decisions,
    expiries: [],
    deletions: [],
    invalidationPaths: [],
    warnings: [],
    counts: { ...counts, deletions: 0, bytes: 0 },
  };
  const options = { redact: (text: string) => text };
  const written = page(plannedWithSite(), options, 'the job summary has all');
  return sitePreviewSection(1, { plan }, written).write(room);
}

const pages = (count: number) =>
  Array.from({ length: count }, (_, n) => file(`${n}.html`, { address: `https://shop.example/${n}.html` }));

test('twenty pages are listed, and more are folded', () => {
  const [twenty, more] = [shown(pages(20)).markdown, shown(pages(21)).markdown];
  expect(twenty).toContain('**Pages: 20**\n\n- new `https://shop.example/0.html`, 1.0 kB\n');
  expect(twenty).not.toContain('<details');
  expect(more).toContain('<details><summary>Pages: 21</summary>');
  expect(more).toContain('https://shop.example/20.html');
});

test('what has no room is counted, and the table of kinds stays', () => {
  const { markdown, cut } = shown(pages(2_000), { characters: 5_000, bytes: 15_000 });
  expect(cut).toBe(true);
  expect(markdown.length).toBeLessThanOrEqual(1_000);
  expect(markdown).toContain('| pages | 2,000 |  |  |  | 2.0 MB |');
  expect(markdown).toMatch(/- and 1,9\d\d more; the job summary has all/);
});

test('each file stands in one list, by what it means', () => {
  const { markdown } = shown([
    ...pages(1),
    file('assets/app-BX2k9aQz.js', { becomesImmutable: true, contentType: 'text/javascript' }),
    file('robots.txt', { contentType: 'text/plain' }),
    file('same.txt', { contentType: 'text/plain', reason: 'unchanged' }),
  ]);
  expect(markdown).toContain('**Immutable from this deploy on: 1**\n\n- new `assets/app-BX2k9aQz.js`, 1.0 kB');
  expect(markdown).toContain('**Other changes: 1**\n\n- new `robots.txt`, 1.0 kB');
  expect(markdown.match(/app-BX2k9aQz|robots\.txt|0\.html/g)).toHaveLength(3);
  expect(markdown).not.toContain('same.txt');
});

test('two long lists share the room', () => {
  const others = Array.from({ length: 50 }, (_, n) => file(`data/${n}.txt`, { contentType: 'text/plain' }));
  const { markdown, cut } = shown([...pages(50), ...others], { characters: 15_000, bytes: 45_000 });
  expect(cut).toBe(true);
  expect(markdown.length).toBeLessThanOrEqual(3_000);
});
