import type { ChangeSet } from '../terraform/change-set.js';
import { isReplacedOrDeleted } from '../terraform/change-set.js';
import { gutter } from '../terraform/gutter.js';
import type { TextBlock } from '../terraform/plan-text.js';
import { counted, folded } from './markdown.js';
import type { Page } from './page.js';
import { fits, fitting, less, type Room, type Section } from './room.js';

/** A diff of one screen is open; a longer one opens on a click. */
const OPEN_LINES = 60;
/** Below this, the beginning of a block says nothing. */
const SMALLEST_PART = 400;

/** The coloured diff: as many whole resources as fit, destroyed and replaced ones first, in Terraform's order. */
export function diffSection(rank: number, blocks: readonly TextBlock[], changes: ChangeSet, page: Page): Section {
  return {
    rank,
    write(room) {
      if (blocks.length === 0) return { markdown: '', cut: false };
      const left = (count: number) =>
        `The diff has ${counted(blocks.length - count, 'resource')} of ${blocks.length}; ${page.elsewhere}.`;
      const frame = folded(
        summaryLine(blocks.length, 99_999),
        `\`\`\`\`\`\`\`\`\`\`\`diff\n\n\`\`\`\`\`\`\`\`\`\`\`\n\n${left(0)}`,
        true,
      );
      const lost = new Set(changes.resources.filter(isReplacedOrDeleted).map(({ address }) => address));
      const chosen = choose(blocks, lost, less(room, frame), page);
      if (chosen.parts.size === 0) return { markdown: left(blocks.length), cut: true };
      const lines = blocks.flatMap((_, index) => {
        const part = chosen.parts.get(index);
        return part === undefined ? [] : [...(index === firstOf(chosen.parts) ? [] : ['']), ...part];
      });
      const note = chosen.whole === blocks.length ? '' : `\n\n${left(blocks.length - chosen.parts.size)}`;
      const body = `${page.fence('diff', lines)}${note}`;
      return {
        markdown: folded(summaryLine(blocks.length, lines.length), body, lines.length <= OPEN_LINES),
        cut: note !== '',
      };
    },
  };
}

function summaryLine(blocks: number, lines: number): string {
  return `Diff of ${counted(blocks, 'resource')}, ${counted(lines, 'line')}`;
}

function firstOf(parts: ReadonlyMap<number, unknown>): number {
  return Math.min(...parts.keys());
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
    const lines = page.lines(gutter(blocks[index]?.lines ?? []).join('\n'));
    const text = `${lines.join('\n')}\n\n`;
    if (fits(text, left)) {
      parts.set(index, lines);
      left = less(left, text);
      whole += 1;
    } else if (!hasPart) {
      // One block may be cut, at a line: a resource that fills the room alone is still shown.
      hasPart = true;
      const note = `# ... ${lines.length.toLocaleString('en-US')} lines in all`;
      const taken = [...fitting(lines, less(left, `${note}\n\n`)), note];
      parts.set(index, taken);
      left = less(left, `${taken.join('\n')}\n\n`);
    }
  }
  return { parts, whole };
}
