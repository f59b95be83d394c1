import type { SitePreview } from '../../operation/run/outcome.js';
import type { FileReason, SyncPlan } from '../../site/sync-plan.js';
import type { Page } from '../kit/document.js';
import { alert, counted, folded } from '../kit/markdown.js';
import { atMost, fitting, less, type Section } from '../kit/size-budget.js';

const SHARE = 0.2;
const OPEN_ITEMS = 15;
const WORDS: Readonly<Partial<Record<FileReason, string>>> = {
  new: 'new',
  content: 'changed',
  headers: 'headers only',
};

/** The site's own diff: what a deploy would upload, delete and invalidate. */
export function sitePreviewSection(rank: number, preview: SitePreview | undefined, page: Page): Section {
  return {
    rank,
    write(room) {
      if (preview === undefined) return { markdown: '', cut: false };
      if ('unavailable' in preview) {
        return {
          markdown: alert('NOTE', `The site was not compared: ${page.prose(preview.unavailable)}.`),
          cut: false,
        };
      }
      const { plan } = preview;
      const title = siteTitle(plan);
      const items = [
        ...plan.warnings.map((warning) => `- warning: ${page.prose(warning)}`),
        ...plan.decisions
          .filter(({ reason }) => WORDS[reason] !== undefined)
          .map(({ key, reason, size }) => `- ${WORDS[reason]} ${page.code(key)}, ${bytes(size)}`),
        ...plan.deletions.map((key) => `- delete ${page.code(key)}`),
        ...(plan.invalidationPaths.length === 0
          ? []
          : [`- invalidate ${plan.invalidationPaths.map((path) => page.code(path)).join(', ')}`]),
      ];
      if (items.length === 0) return { markdown: `**${title}**`, cut: false };
      const share = atMost(room, {
        characters: Math.floor(room.characters * SHARE),
        bytes: Math.floor(room.bytes * SHARE),
      });
      const rest = (count: number) => `- and ${count.toLocaleString('en-US')} more; ${page.elsewhere}`;
      const taken = fitting(items, less(share, folded(title, rest(items.length))));
      const left = items.length - taken.length;
      const body = [...taken, ...(left === 0 ? [] : [rest(left)])].join('\n');
      return { markdown: folded(title, body, items.length <= OPEN_ITEMS), cut: left > 0 };
    },
  };
}

/** `Site: 1 new, 2 changed, 40 unchanged`. */
export function siteTitle({ counts, invalidationPaths }: SyncPlan): string {
  const said = [
    [counts.new, 'new'],
    [counts.content, 'changed'],
    [counts.headers, 'with other headers'],
    [counts.deletions, 'to delete'],
  ] as const;
  const phrases = said
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count.toLocaleString('en-US')} ${words}`);
  if (phrases.length === 0) return `Site: no changes in ${counted(counts.unchanged, 'file')}`;
  const paths = invalidationPaths.length === 0 ? '' : `, ${counted(invalidationPaths.length, 'path')} to invalidate`;
  return `Site: ${phrases.join(', ')} (${bytes(counts.bytes)})${paths}`;
}

/** `1.2 MB`, in powers of 1,000 as storage is sold. */
export function bytes(count: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
