import type { ChangeSet, ResourceChange } from '../terraform/change-set.js';
import { counted, folded } from './markdown.js';
import type { Page } from './page.js';
import { atMost, fitting, less, type Section } from './room.js';
import { actionWords, reasonWords, replacementOrder } from './words.js';

/** A table that is longer is folded: the headline and the destroys have said the essence. */
const OPEN_ROWS = 20;
const ATTRIBUTES = 6;
const SHARE = 0.3;

const ORDER: readonly ResourceChange['action'][] = [
  'delete',
  'delete-create',
  'create-delete',
  'forget-create',
  'create-forget',
  'forget',
  'create',
  'update',
  'no-op',
  'read',
];

/** Every changed resource, grouped by module and, inside, by action. */
export function resourcesSection(rank: number, changes: ChangeSet, page: Page): Section {
  const { resources } = changes;
  return {
    rank,
    write(room) {
      if (resources.length === 0) return { markdown: '', cut: false };
      const rows = tableRows(resources, page);
      const head = '| Action | Resource | Details |\n|---|---|---|\n';
      const note = (left: number) => `\n\n${counted(left, 'more resource')} not in this table; ${page.elsewhere}.`;
      const summary = counted(resources.length, 'resource');
      const frame = folded(summary, head + note(resources.length));
      const share = atMost(room, {
        characters: Math.floor(room.characters * SHARE),
        bytes: Math.floor(room.bytes * SHARE),
      });
      const taken = fitting(
        rows.map(({ markdown }) => markdown),
        less(share, frame),
      );
      const shown = rows.slice(0, taken.length).reduce((sum, { resources: count }) => sum + count, 0);
      const left = resources.length - shown;
      const table = taken.length === 0 ? '' : head + taken.join('\n');
      const body = `${table}${left === 0 ? '' : note(left)}`.trim();
      return { markdown: resources.length <= OPEN_ROWS ? body : folded(summary, body), cut: left > 0 };
    },
  };
}

interface Row {
  readonly markdown: string;
  /** How many resources it stands for; a module's own row stands for none. */
  readonly resources: 0 | 1;
}

function tableRows(resources: readonly ResourceChange[], page: Page): readonly Row[] {
  const modules = new Map<string, ResourceChange[]>();
  for (const change of resources) {
    const group = modules.get(change.module);
    if (group === undefined) modules.set(change.module, [change]);
    else group.push(change);
  }
  const named = modules.size > 1 || !modules.has('');
  return [...modules.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([module, group]) => [
      ...(named && module !== ''
        ? [{ markdown: `| | **${page.code(module, 'cell')}** | |`, resources: 0 } as const]
        : []),
      ...[...group]
        .sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action))
        .map((change) => ({ markdown: row(change, page), resources: 1 }) as const),
    ]);
}

function row(change: ResourceChange, page: Page): string {
  return `| ${actionWords(change)} | ${page.code(change.address, 'cell')} | ${details(change, page)} |`;
}

function details(change: ResourceChange, page: Page): string {
  const { previousAddress, importId, deposed, replacePaths, changedAttributes, reason, action } = change;
  const said: string[] = [];
  const order = replacementOrder(change);
  if (order !== undefined) said.push(order);
  if (previousAddress !== undefined) said.push(`from ${page.code(previousAddress, 'cell')}`);
  if (importId !== undefined) said.push(`id ${page.code(importId, 'cell')}`);
  if (deposed !== undefined) said.push(`deposed object ${page.code(deposed, 'cell')}`);
  if (replacePaths.length > 0) said.push(`because of ${names(replacePaths, page)}`);
  else if (action === 'update' && changedAttributes.length > 0) said.push(names(changedAttributes, page));
  else if (reason !== undefined && action !== 'update') said.push(reasonWords(reason));
  return said.join('; ');
}

function names(attributes: readonly string[], page: Page): string {
  const shown = attributes.slice(0, ATTRIBUTES).map((attribute) => page.code(attribute, 'cell'));
  const left = attributes.length - shown.length;
  return left === 0 ? shown.join(', ') : `${shown.join(', ')} and ${left} more`;
}
