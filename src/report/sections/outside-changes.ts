import { counted } from '../../counted.js';
import type { ResourceChange } from '../../terraform/plan/change-set.js';
import { gutter } from '../../terraform/text/diff-markers.js';
import { nearChanges } from '../../terraform/text/near-changes.js';
import type { TextBlock } from '../../terraform/text/plan-text.js';
import type { Page } from '../kit/document.js';
import { listSection } from '../kit/list-section.js';
import { folded } from '../kit/markdown.js';
import { atMost, fits, type Section } from '../kit/size-budget.js';

const SHARE = 0.15;

/** What others changed outside Terraform: the diff where Terraform prints one, else the list. */
export function driftSection(
  rank: number,
  drift: readonly ResourceChange[],
  blocks: readonly TextBlock[],
  page: Page,
  title = `${counted(drift.length, 'resource')} changed outside Terraform`,
): Section {
  const items = drift.map(({ address, action, changedAttributes }) => {
    const what = action === 'delete' ? 'deleted' : changedAttributes.map((name) => page.code(name)).join(', ');
    return `- ${page.code(address)}${what === '' ? '' : `: ${what}`}`;
  });
  const list = listSection(rank, title, items, page, { open: false, share: SHARE });
  return {
    rank,
    write(room) {
      if (drift.length === 0) return { markdown: '', cut: false };
      if (blocks.length === 0) return list.write(room);
      const share = atMost(room, {
        characters: Math.floor(room.characters * SHARE),
        bytes: Math.floor(room.bytes * SHARE),
      });
      const lines = page.lines(
        gutter(blocks.flatMap(({ lines: block }) => [...nearChanges(block), '']))
          .join('\n')
          .trimEnd(),
      );
      const diff = folded(title, page.fence('diff', lines));
      return fits(diff, share) ? { markdown: diff, cut: false } : { markdown: list.write(room).markdown, cut: true };
    },
  };
}
