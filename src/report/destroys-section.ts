import { type ChangeSet, isReplacedOrDeleted, isReplacement, type ResourceChange } from '../terraform/change-set.js';
import { alert, counted, folded } from './markdown.js';
import type { Page } from './page.js';
import { atMost, fits, fitting, less, type Room, type Section } from './room.js';
import { reasonWords, replacementOrder } from './words.js';

/** So many are read at a glance; the rest is behind one click, still by name. */
export const ABOVE_THE_FOLD = 12;
const LARGEST_SHARE = 0.55;

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

/** Every other address; when even these are too many, the last ones are counted by resource. */
function named(
  items: readonly string[],
  changes: readonly ResourceChange[],
  room: Room,
  page: Page,
): { markdown: string; cut: boolean } {
  const summary = `${counted(items.length, 'more resource')} destroyed or replaced`;
  const frame = folded(summary, '');
  const taken = fitting(items, less(room, `${frame}${' '.repeat(200)}`));
  const left = changes.length - taken.length;
  const lines =
    left === 0 ? taken : [...taken, `- and ${counted(left, 'more resource')} destroyed or replaced; ${page.elsewhere}`];
  return { markdown: folded(summary, lines.join('\n')), cut: left > 0 };
}
