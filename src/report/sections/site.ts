import { counted, figure } from '../../counted.js';
import type { SitePreview } from '../../operation/run/outcome.js';
import { changesByKind } from '../../site/changes-by-kind.js';
import type { FileDecision, FileReason, SyncPlan } from '../../site/sync-plan.js';
import type { Page } from '../kit/document.js';
import { alert, folded } from '../kit/markdown.js';
import { atMost, fitting, less, type Room, type Section, type Written } from '../kit/size-budget.js';

const SHARE = 0.2;
const BETWEEN = '\n\n';
/** A longer list is folded. */
const OPEN_ITEMS = 20;
const WORDS: Readonly<Partial<Record<FileReason, string>>> = {
  new: 'new',
  content: 'changed',
  headers: 'headers only',
};

interface List {
  readonly title: string;
  readonly items: readonly string[];
}

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
      const share = atMost(room, {
        characters: Math.floor(room.characters * SHARE),
        bytes: Math.floor(room.bytes * SHARE),
      });
      return written(preview.plan, share, page);
    },
  };
}

/** The title and the counts first; then each list as far as there is room, since what it lacks is counted. */
function written(plan: SyncPlan, share: Room, page: Page): Written {
  const parts = [`**${siteTitle(plan)}**`, ...kindTable(plan)];
  let room = less(share, parts.join(BETWEEN));
  let cut = false;
  const rest = (count: number) => `- and ${figure(count)} more; ${page.elsewhere}`;
  for (const { title, items } of listsOf(plan, page)) {
    if (items.length === 0) continue;
    const summary = `${title}: ${figure(items.length)}`;
    const frame = (body: string) => (items.length <= OPEN_ITEMS ? `**${summary}**\n\n${body}` : folded(summary, body));
    const taken = fitting(items, less(room, BETWEEN + frame(rest(items.length))));
    const left = items.length - taken.length;
    const part = frame([...taken, ...(left === 0 ? [] : [rest(left)])].join('\n'));
    cut ||= left > 0;
    parts.push(part);
    room = less(room, BETWEEN + part);
  }
  return { markdown: parts.join(BETWEEN), cut };
}

/** Each file stands in one list alone: a page with its address, what browsers will keep, and the rest. */
function listsOf({ decisions, deletions, invalidationPaths, warnings }: SyncPlan, page: Page): readonly List[] {
  const changing = decisions.filter(({ reason }) => WORDS[reason] !== undefined);
  const pages = changing.filter(({ address }) => address !== undefined);
  const kept = changing.filter((file) => file.becomesImmutable === true && !pages.includes(file));
  const others = changing.filter((file) => !pages.includes(file) && !kept.includes(file));
  const item = ({ key, reason, size, address }: FileDecision) =>
    `- ${WORDS[reason]} ${page.code(address ?? key)}, ${bytes(size)}`;
  return [
    { title: 'Warnings', items: warnings.map((warning) => `- ${page.prose(warning)}`) },
    { title: 'Pages', items: pages.map(item) },
    { title: 'Immutable from this deploy on', items: kept.map(item) },
    { title: 'Other changes', items: others.map(item) },
    { title: 'Deletions', items: deletions.map((key) => `- ${page.code(key)}`) },
    { title: 'Invalidations', items: invalidationPaths.map((path) => `- ${page.code(path)}`) },
  ];
}

function kindTable(plan: SyncPlan): readonly string[] {
  const kinds = changesByKind(plan);
  if (kinds.length === 0) return [];
  const number = (count: number) => (count === 0 ? '' : figure(count));
  const rows = kinds.map((row) =>
    [
      row.kind,
      ...[row.new, row.content, row.headers, row.deletions].map(number),
      row.bytes === 0 ? '' : bytes(row.bytes),
    ].join(' | '),
  );
  const head = 'Files | New | Changed | Headers only | To delete | Upload';
  return [[head, ':-- | --: | --: | --: | --: | --:', ...rows].map((row) => `| ${row} |`).join('\n')];
}

/** `Site: 1 new, 2 changed, 40 unchanged`. */
export function siteTitle({ counts, invalidationPaths }: SyncPlan): string {
  const said = [
    [counts.new, 'new'],
    [counts.content, 'changed'],
    [counts.headers, 'with other headers'],
    [counts.deletions, 'to delete'],
  ] as const;
  const phrases = said.filter(([count]) => count > 0).map(([count, words]) => `${figure(count)} ${words}`);
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
