import { counted } from '../../counted.js';
import type { Unseen, UnseenPart } from '../../terraform/reviewed/unseen.js';
import type { Page } from '../kit/document.js';
import { listSection } from '../kit/list-section.js';
import type { Section } from '../kit/size-budget.js';

const PARTS = 6;

/** Programs that run with a change: they may do anything, so they stand above the fold. */
export function programsSection(rank: number, unseen: readonly Unseen[], page: Page): Section {
  const items = unseen.flatMap(({ address, programs }) =>
    programs.map((program) => `- ${page.code(address)}: ${named(program, page)}`),
  );
  return listSection(rank, `${counted(items.length, 'program')} will run`, items, page);
}

/** What the merge is compared with beside the diff. */
export function unseenSection(rank: number, unseen: readonly Unseen[], page: Page): Section {
  const items = unseen.flatMap(({ address, provider, sent, made }) => {
    const said = [
      ...(provider === undefined ? [] : [`with ${page.code(provider)}`]),
      ...(sent.length === 0 ? [] : [`set, and not in the plan: ${listed(sent, page)}`]),
      ...made.map(({ path, from }) => `${page.code(path === '' ? 'its value' : path)} from ${listed(from, page)}`),
    ];
    return said.length === 0 ? [] : [`- ${page.code(address)}: ${said.join('; ')}`];
  });
  return listSection(rank, 'What decides it and is not in the diff', items, page, { open: false });
}

function listed(parts: readonly UnseenPart[], page: Page): string {
  const shown = parts.slice(0, PARTS).map((part) => named(part, page));
  const more = parts.length > PARTS ? [`${parts.length - PARTS} more`] : [];
  return [...shown, ...more].join(', ');
}

function named({ name, file, line }: UnseenPart, page: Page): string {
  return file === undefined ? page.code(name) : `${page.code(name)} (${page.source(file, line)})`;
}
