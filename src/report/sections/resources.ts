import { counted, figure } from '../../counted.js';
import { type ChangeSet, isReplacedOrDeleted, type ResourceChange } from '../../terraform/plan/change-set.js';
import { grouped, withoutKeys } from '../../terraform/plan/instances.js';
import type { Page } from '../kit/document.js';
import { instancesCode } from '../kit/instances.js';
import { folded } from '../kit/markdown.js';
import { originWords } from '../kit/origin.js';
import { atMost, fitting, less, type Section } from '../kit/size-budget.js';
import { actionWords, reasonWords } from '../kit/wording.js';

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

/** Every other changed resource, grouped by module and, inside, by action. */
export function resourcesSection(rank: number, changes: ChangeSet, page: Page): Section {
  // What is destroyed or replaced stands above, with its reason.
  const resources = changes.resources.filter((change) => !isReplacedOrDeleted(change) || isTold(change));
  const others = resources.length < changes.resources.length ? 'other resource' : 'resource';
  return {
    rank,
    write(room) {
      if (resources.length === 0) return { markdown: '', cut: false };
      const { head, rows } = table(resources, page);
      const note = (left: number) => `\n\n${counted(left, 'more resource')} not in this table; ${page.elsewhere}.`;
      const summary = `${counted(resources.length, others)}: ${byAction(resources)}`;
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
      const shownTable = taken.length === 0 ? '' : head + taken.join('\n');
      const body = `${shownTable}${left === 0 ? '' : note(left)}`.trim();
      return { markdown: rows.length <= OPEN_ROWS ? body : folded(summary, body), cut: left > 0 };
    },
  };
}

interface Row {
  readonly markdown: string;
  /** How many resources it stands for; a module's own row stands for none. */
  readonly resources: number;
}

/** Two columns where nothing is to be said in the third: on a phone each column counts. */
function table(resources: readonly ResourceChange[], page: Page): { head: string; rows: readonly Row[] } {
  const groups = byModule(resources);
  const said = new Map(resources.map((change) => [change, details(change, page)]));
  const isWide = [...said.values()].some((words) => words !== '');
  const line = (...cells: readonly string[]) => `| ${(isWide ? cells : cells.slice(0, 2)).join(' | ')} |`;
  const named = groups.length > 1 || groups[0]?.[0] !== '';
  const rows = groups.flatMap(([module, group]): readonly Row[] => [
    ...(named && module !== '' ? [{ markdown: line('', `**${page.code(module, 'cell')}**`, ''), resources: 0 }] : []),
    ...grouped([...group].sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action))).map(
      (instances): Row => ({
        markdown: line(
          isReplacedOrDeleted(instances.first) ? `**${actionWords(instances.first)}**` : actionWords(instances.first),
          instancesCode(instances, page, 'cell'),
          said.get(instances.first) ?? '',
        ),
        resources: instances.all.length,
      }),
    ),
  ]);
  return { head: `${line('Action', 'Resource', 'Details')}\n${line(':--', ':--', ':--')}\n`, rows };
}

/** `290 create, 10 update`: what a folded table holds. */
function byAction(resources: readonly ResourceChange[]): string {
  const counts = new Map<string, number>();
  for (const change of [...resources].sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action))) {
    counts.set(actionWords(change), (counts.get(actionWords(change)) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => `${figure(count)} ${words}`).join('; ');
}

function byModule(resources: readonly ResourceChange[]): readonly (readonly [string, readonly ResourceChange[]])[] {
  const modules = new Map<string, ResourceChange[]>();
  for (const change of resources) {
    // Instances of one module stand together, so that the same change in each is one row.
    const module = withoutKeys(change.module);
    const group = modules.get(module);
    if (group === undefined) modules.set(module, [change]);
    else group.push(change);
  }
  return [...modules.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Why something is destroyed or replaced stands above the fold already. */
function details(change: ResourceChange, page: Page): string {
  const { previousAddress, importId, deposed, changedAttributes, reason, action } = change;
  const said: string[] = [];
  if (previousAddress !== undefined) said.push(`from ${page.code(previousAddress, 'cell')}`);
  if (importId !== undefined) said.push(`id ${page.code(importId, 'cell')}`);
  if (deposed !== undefined) said.push(`deposed object ${page.code(deposed, 'cell')}`);
  if (action === 'update' && changedAttributes.length > 0) said.push(names(change, page));
  else if (reason !== undefined && action !== 'update' && !isReplacedOrDeleted(change)) said.push(reasonWords(reason));
  if (!isReplacedOrDeleted(change)) said.push(...originWords(change.address, page, 'cell'));
  return said.join('; ');
}

function names({ changedAttributes, blank = {} }: ResourceChange, page: Page): string {
  const shown = changedAttributes.slice(0, ATTRIBUTES).map((attribute) => {
    const only = blank[attribute];
    return `${page.code(attribute, 'cell')}${only === undefined ? '' : ` (${only} only)`}`;
  });
  const left = changedAttributes.length - shown.length;
  return left === 0 ? shown.join(', ') : `${shown.join(', ')} and ${left} more`;
}

/** A replacement that moves or imports as well says so in its row. */
function isTold({ previousAddress, importId }: ResourceChange): boolean {
  return previousAddress !== undefined || importId !== undefined;
}
