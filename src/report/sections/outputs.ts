import { counted, figure } from '../../counted.js';
import type { OutputChange } from '../../terraform/plan/change-set.js';
import { gutter } from '../../terraform/text/diff-markers.js';
import { nearChanges } from '../../terraform/text/near-changes.js';
import type { TextBlock } from '../../terraform/text/plan-text.js';
import type { Page } from '../kit/document.js';
import { folded } from '../kit/markdown.js';
import { atMost, fits, fitting, less, type Section } from '../kit/size-budget.js';

const SHARE = 0.25;
const OPEN_LINES = 25;
const VERBS = { create: 'added', update: 'changed', delete: 'removed' } as const;

/** Output changes with their values as Terraform prints them; where these are too long, by name. */
export function outputsSection(
  rank: number,
  outputs: readonly OutputChange[],
  blocks: readonly TextBlock[],
  page: Page,
): Section {
  return {
    rank,
    write(room) {
      if (outputs.length === 0) return { markdown: '', cut: false };
      const share = atMost(room, {
        characters: Math.floor(room.characters * SHARE),
        bytes: Math.floor(room.bytes * SHARE),
      });
      const lines = page.lines(gutter(blocks.flatMap(({ lines: block }) => nearChanges(block))).join('\n'));
      const values = folded(title(outputs), page.fence('diff', lines), lines.length <= OPEN_LINES);
      if (blocks.length > 0 && fits(values, share)) return { markdown: values, cut: false };
      const names = outputs.map(
        ({ name, action, sensitive }) => `- ${page.code(name)} ${VERBS[action]}${sensitive ? ' (sensitive)' : ''}`,
      );
      const taken = fitting(names, less(share, folded(title(outputs), `- and 1,000,000 more; ${page.elsewhere}`)));
      const left = names.length - taken.length;
      const shown = left === 0 ? taken : [...taken, `- and ${figure(left)} more; ${page.elsewhere}`];
      return {
        markdown: folded(title(outputs), shown.join('\n'), shown.length <= OPEN_LINES),
        cut: blocks.length > 0 || left > 0,
      };
    },
  };
}

function title(outputs: readonly OutputChange[]): string {
  return counted(outputs.length, 'output changes', 'outputs change');
}
