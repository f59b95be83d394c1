import { figure } from '../../counted.js';
import type { Page } from './document.js';
import { folded } from './markdown.js';
import { atMost, fitting, less, type Section } from './size-budget.js';

const SHARE = 0.15;

/** A titled list that is cut at an item, with the rest counted. */
export function listSection(
  rank: number,
  title: string,
  items: readonly string[],
  page: Page,
  { open = true, share = SHARE }: { readonly open?: boolean; readonly share?: number } = {},
): Section {
  return {
    rank,
    write(room) {
      if (items.length === 0) return { markdown: '', cut: false };
      const part = atMost(room, {
        characters: Math.floor(room.characters * share),
        bytes: Math.floor(room.bytes * share),
      });
      const rest = (count: number) => `- and ${figure(count)} more; ${page.elsewhere}`;
      const frame = (body: string) => (open ? `**${title}**\n\n${body}` : folded(title, body));
      const taken = fitting(items, less(part, frame(rest(items.length))));
      const left = items.length - taken.length;
      return { markdown: frame([...taken, ...(left === 0 ? [] : [rest(left)])].join('\n')), cut: left > 0 };
    },
  };
}
