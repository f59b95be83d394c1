import { type Finding, worstFirst } from '../../config/finding.js';
import type { Page } from '../kit/document.js';
import { stackName } from '../kit/headline.js';
import { type Section, whole } from '../kit/size-budget.js';

/** One table of everything that a check has looked at, what is wrong first. */
export function checkSections(page: Page, steps: Section): readonly Section[] {
  const { outcome } = page;
  const { checks = [], failure, identity } = outcome;
  const verdict = failure === undefined ? 'is ready' : 'is not ready';
  return [
    whole(0, `### The set-up of ${stackName(identity)} ${verdict}`),
    whole(1, checks.length === 0 ? page.prose(outcome.sentence) : table(checks, page)),
    steps,
  ];
}

function table(checks: readonly Finding[], page: Page): string {
  const cell = (text: string) => page.ownProse(text).replaceAll('|', '&#124;').replace(/\s+/g, ' ');
  const rows = worstFirst(checks).map(
    ({ state, what, todo }) => `| ${state === 'wrong' ? '**wrong**' : state} | ${cell(what)} | ${cell(todo)} |`,
  );
  return ['| State | What | What to do |', '| :-- | :-- | :-- |', ...rows].join('\n');
}
