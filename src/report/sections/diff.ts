import { counted, figure } from '../../counted.js';
import type { ChangeSet } from '../../terraform/plan/change-set.js';
import { isReplacedOrDeleted } from '../../terraform/plan/change-set.js';
import { gutter } from '../../terraform/text/diff-markers.js';
import { nearChanges } from '../../terraform/text/near-changes.js';
import type { TextBlock } from '../../terraform/text/plan-text.js';
import type { Page } from '../kit/document.js';
import { folded } from '../kit/markdown.js';
import { fits, fitting, less, type Room, type Section } from '../kit/size-budget.js';

/** A diff of one screen is open; a longer one opens on a click. */
const OPEN_LINES = 60;
/** Where something is destroyed or replaced, nobody should have to click for its diff. */
const OPEN_LINES_OF_LOSS = 400;
/** Below this, the beginning of a block says nothing. */
const SMALLEST_PART = 400;
const SMALLEST_PART_LINES = 5;

/** The coloured diff: as many whole resources as fit, destroyed and replaced ones first, in Terraform's order. */
export function diffSection(rank: number, blocks: readonly TextBlock[], changes: ChangeSet, page: Page): Section {
  return {
    rank,
    write(room) {
      if (blocks.length === 0) return { markdown: '', cut: false };
      const frame = framed(blocks.length, blocks.length, `${'`'.repeat(11)}diff\n\n${'`'.repeat(11)}`, 1e6, page);
      const lost = new Set(changes.resources.filter(isReplacedOrDeleted).map(({ address }) => address));
      const { parts, whole } = choose(blocks, lost, less(room, frame), page);
      if (parts.size === 0) return { markdown: '', cut: true };
      const lines = [...parts.keys()]
        .sort((a, b) => a - b)
        .flatMap((index, position) => [...(position === 0 ? [] : ['']), ...(parts.get(index) ?? [])]);
      const cut = whole < blocks.length;
      const fenced = page.fence('diff', lines);
      const isOpen = lines.length <= (lost.size > 0 ? OPEN_LINES_OF_LOSS : OPEN_LINES);
      return { markdown: framed(parts.size, blocks.length, fenced, lines.length, page, { cut, isOpen }), cut };
    },
  };
}

function framed(
  shown: number,
  all: number,
  fenced: string,
  lines: number,
  page: Page,
  { cut, isOpen } = { cut: true, isOpen: true },
): string {
  const of = shown < all ? `${figure(shown)} of ` : '';
  const summary = `Diff of ${of}${counted(all, 'resource')}, ${counted(lines, 'line')}`;
  const missing = all - shown;
  const note = cut
    ? `\n\n${missing === 0 ? 'The last lines are' : `${counted(missing, 'more resource')}`} not in this diff; ${page.elsewhere}.`
    : '';
  return folded(summary, `${fenced}${note}`, isOpen);
}

interface Choice {
  /** The lines of a block, by its place in the plan. */
  readonly parts: ReadonlyMap<number, readonly string[]>;
  readonly whole: number;
}

function choose(blocks: readonly TextBlock[], lost: ReadonlySet<string>, room: Room, page: Page): Choice {
  const isLost = (index: number) => lost.has(blocks[index]?.address ?? '');
  const all = blocks.map((_, index) => index);
  const parts = new Map<number, readonly string[]>();
  let left = room;
  let whole = 0;
  let hasPart = false;
  for (const index of [...all.filter(isLost), ...all.filter((at) => !isLost(at))]) {
    if (left.characters < SMALLEST_PART || left.bytes < SMALLEST_PART) break;
    const lines = page.lines(gutter(nearChanges(blocks[index]?.lines ?? [])).join('\n'));
    const text = `${lines.join('\n')}\n\n`;
    if (fits(text, left)) {
      parts.set(index, lines);
      left = less(left, text);
      whole += 1;
    } else if (!hasPart) {
      // One block may be cut, at a line: a resource that fills the room alone is still shown.
      hasPart = true;
      const note = `# ... ${figure(lines.length)} lines in all`;
      const taken = fitting(lines, less(left, `${note}\n\n`));
      if (taken.length < SMALLEST_PART_LINES) continue;
      parts.set(index, [...taken, note]);
      left = less(left, `${[...taken, note].join('\n')}\n\n`);
    }
  }
  return { parts, whole };
}
