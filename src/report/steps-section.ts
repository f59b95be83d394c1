import type { Outcome, Step } from '../operation/outcome.js';
import type { Page } from './page.js';
import { type Section, whole } from './room.js';

const STATES = { done: 'done', failed: '**failed**', 'not-reached': 'not reached' } as const;

/** What was done, what failed, and what was therefore not reached. */
export function stepsSection(rank: number, { steps }: Outcome, page: Page): Section {
  if (steps.length === 0) return whole(rank, '');
  const rows = steps.map(
    (step) => `| ${page.prose(step.title)} | ${STATES[step.state]} | ${seconds(step)} | ${detail(step, page)} |`,
  );
  return whole(rank, ['| Step | State | Time | Result |', '|---|---|---:|---|', ...rows].join('\n'));
}

function seconds({ seconds: spent }: Step): string {
  if (spent === undefined) return '';
  return spent < 60 ? `${spent.toFixed(1)} s` : `${Math.floor(spent / 60)} min ${Math.round(spent % 60)} s`;
}

/** A failed step's error stands above the table in full. */
function detail({ state, detail: said = '' }: Step, page: Page): string {
  return state === 'failed' ? '' : page.prose(said.slice(0, 300));
}
