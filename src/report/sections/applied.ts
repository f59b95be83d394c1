import { counted, figure } from '../../counted.js';
import type { AppliedChange, ApplyResult } from '../../terraform/stream/applied-changes.js';
import type { Page } from '../kit/document.js';
import { folded } from '../kit/markdown.js';
import { fitting, type Section } from '../kit/size-budget.js';

/** More lines than this are read on a click. */
const OPEN = 15;

const DONE: Readonly<Record<string, string>> = { create: 'created', update: 'changed', delete: 'destroyed' };
const FAILED: Readonly<Record<string, string>> = {
  create: 'creating it failed',
  update: 'changing it failed',
  delete: 'destroying it failed',
};

/** `2 of 3 changes`. */
export function appliedPhrase({ done, failed, notBegun }: ApplyResult): string {
  const all = done.length + failed.length + notBegun.length;
  return `${figure(done.length)} of ${counted(all, 'change')}`;
}

/** After a failed apply, each change: what failed first, then what is live already and what is as before. */
export function appliedSection(rank: number, applied: ApplyResult | undefined, page: Page): Section {
  return {
    rank,
    write(room) {
      if (applied === undefined || applied.failed.length + applied.notBegun.length === 0)
        return { markdown: '', cut: false };
      const lines = [
        ...applied.failed.map((change) => `- **Failed** ${page.code(change.address)}: ${failedWords(change)}`),
        ...applied.done.map((change) => `- Done ${page.code(change.address)}: ${DONE[change.action] ?? 'replaced'}`),
        ...applied.notBegun.map(
          (change) => `- Not begun ${page.code(change.address)}: to be ${DONE[change.action] ?? 'replaced'}`,
        ),
      ];
      const shown = fitting(lines, { characters: room.characters / 2 - 200, bytes: room.bytes / 2 - 200 });
      const more = lines.length - shown.length;
      const list = [...shown, ...(more > 0 ? [`- and ${counted(more, 'more change')}: ${page.elsewhere}`] : [])].join(
        '\n',
      );
      const { done, failed, notBegun } = applied;
      const summary = `Infrastructure: ${done.length} done, ${failed.length} failed, ${notBegun.length} not begun`;
      const markdown = lines.length > OPEN ? folded(summary, list) : `**${summary}**\n\n${list}`;
      return { markdown, cut: more > 0 };
    },
  };
}

function failedWords({ action, detail }: AppliedChange): string {
  return detail ?? FAILED[action] ?? 'replacing it failed';
}
