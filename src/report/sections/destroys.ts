import {
  type ChangeSet,
  isReplacedOrDeleted,
  isReplacement,
  type ResourceChange,
} from '../../terraform/plan/change-set.js';
import type { Page } from '../kit/document.js';
import { alert, counted, folded } from '../kit/markdown.js';
import { atMost, fits, fitting, less, type Room, type Section } from '../kit/size-budget.js';
import { reasonWords, replacementOrder } from '../kit/wording.js';

/** So many are read at a glance; the rest is behind one click, still by name. */
export const ABOVE_THE_FOLD = 12;
const LARGEST_SHARE = 0.8;
/** Of what is only counted, so many resources by name. */
const RESOURCES = 10;

/** What is destroyed or replaced, above the fold and by name. It survives every cut. */
export function destroysSection(rank: number, changes: ChangeSet, page: Page): Section {
  const lost = changes.resources.filter(isReplacedOrDeleted);
  // Destroyed first: a replacement gives something back.
  const ordered = [...lost.filter((change) => !isReplacement(change.action)), ...lost.filter(isReplaced)];
  return {
    rank,
    write(room) {
      if (ordered.length === 0) return { markdown: '', cut: false };
      const share = atMost(room, {
        characters: Math.floor(room.characters * LARGEST_SHARE),
        bytes: Math.floor(room.bytes * LARGEST_SHARE),
      });
      const items = ordered.map((change) => item(change, page));
      const box = boxed(title(ordered), items.slice(0, ABOVE_THE_FOLD), share);
      const rest = items.slice(ABOVE_THE_FOLD);
      if (rest.length === 0) return { markdown: box, cut: false };
      const list = named(rest, ordered.slice(ABOVE_THE_FOLD), less(share, box), page);
      return { markdown: `${box}\n\n${list.markdown}`, cut: list.cut };
    },
  };
}

function isReplaced({ action }: ResourceChange): boolean {
  return isReplacement(action);
}

function title(lost: readonly ResourceChange[]): string {
  const replaced = lost.filter(isReplaced).length;
  const destroyed = lost.length - replaced;
  const parts = [
    ...(destroyed === 0 ? [] : [`${counted(destroyed, 'resource')} will be destroyed`]),
    ...(replaced === 0 ? [] : [`${counted(replaced, 'resource')} will be replaced`]),
  ];
  return `**${parts.join(', ')}**`;
}

function boxed(heading: string, items: readonly string[], room: Room): string {
  const box = alert('CAUTION', `${heading}\n${items.join('\n')}`);
  return fits(box, room) ? box : alert('CAUTION', heading);
}

function item(change: ResourceChange, page: Page): string {
  const { address, deposed, reason, replacePaths } = change;
  const order = replacementOrder(change);
  const why =
    replacePaths.length > 0
      ? `because of ${replacePaths
          .slice(0, 5)
          .map((path) => page.code(path))
          .join(', ')}`
      : reason === undefined
        ? undefined
        : reasonWords(reason);
  const details = [deposed === undefined ? undefined : `its deposed object ${page.code(deposed)}`, order, why];
  const said = details.filter((detail) => detail !== undefined).join('; ');
  return `- ${order === undefined ? 'destroy' : 'replace'} ${page.code(address)}${said === '' ? '' : `: ${said}`}`;
}

/** Every other address, with its reason as long as there is room; what does not fit is counted by resource. */
function named(
  items: readonly string[],
  changes: readonly ResourceChange[],
  room: Room,
  page: Page,
): { markdown: string; cut: boolean } {
  const summary = `${counted(items.length, 'more resource')} destroyed or replaced`;
  const list = less(room, folded(summary, ''));
  if (fitting(items, list).length === items.length) return { markdown: folded(summary, items.join('\n')), cut: false };
  const addresses = changes.map(({ address }) => `- ${page.code(address)}`);
  const all = fitting(addresses, list);
  if (all.length === addresses.length) return { markdown: folded(summary, all.join('\n')), cut: false };
  const reserve = countedByResource(changes, page);
  const taken = fitting(addresses, less(list, reserve));
  const left = changes.slice(taken.length);
  const grouped = countedByResource(left, page);
  const tail = grouped.length <= reserve.length ? grouped : `${counting(left.length)}; ${page.elsewhere}`;
  return { markdown: folded(summary, [...taken, tail].join('\n')), cut: true };
}

/** `- and 2,743 more resources: 2,000 of aws_x.y, 743 of aws_z.q`, instance keys left out. */
function countedByResource(changes: readonly ResourceChange[], page: Page): string {
  const counts = new Map<string, number>();
  for (const { address } of changes) {
    const resource = withoutKeys(address);
    counts.set(resource, (counts.get(resource) ?? 0) + 1);
  }
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, RESOURCES);
  const said = most.map(([resource, count]) => `${count.toLocaleString('en-US')} of ${page.code(resource)}`);
  const more = counts.size > RESOURCES ? ' ...' : '';
  return `${counting(changes.length)} (${said.join(', ')}${more}); ${page.elsewhere}`;
}

function counting(resources: number): string {
  return `- and ${counted(resources, 'more resource')} destroyed or replaced`;
}

/** `module.a["x"].aws_y.z[0]` is an instance of `module.a.aws_y.z`. */
function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '');
}
