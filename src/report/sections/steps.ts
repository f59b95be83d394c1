import { counted } from '../../counted.js';
import type { Outcome, Step } from '../../operation/run/outcome.js';
import type { Page } from '../kit/document.js';
import { folded } from '../kit/markdown.js';
import { type Section, whole } from '../kit/size-budget.js';

const STATES = { done: 'done', failed: '**failed**', 'not-reached': 'not reached' } as const;

/** What was done, what failed, and what was therefore not reached. */
export function stepsSection(rank: number, outcome: Outcome, page: Page): Section {
  return whole(rank, table(outcome, page));
}

/** The same behind a click, where a sentence says it already. */
export function foldedSteps(rank: number, outcome: Outcome, page: Page): Section {
  const steps = outcome.steps.filter(isTold);
  if (steps.length === 0) return whole(rank, '');
  const spent = steps.reduce((sum, { seconds = 0 }) => sum + seconds, 0);
  return whole(rank, folded(`${counted(steps.length, 'step')}, ${duration(spent)}`, table(outcome, page)));
}

function table({ steps: all, review }: Outcome, page: Page): string {
  const steps = all.filter(isTold);
  if (steps.length === 0) return '';
  const rows = steps.map((step) => {
    const spent = step.seconds === undefined ? '' : duration(step.seconds);
    return `| ${page.prose(step.title)} | ${STATES[step.state]} | ${spent} | ${step.detail === review?.sentence ? '' : detail(step, page)} |`;
  });
  return ['| Step | State | Time | Result |', '| :-- | :-- | --: | :-- |', ...rows].join('\n');
}

/** A step that was done at once is of no interest to anybody, and "0.0 s" says nothing. */
function isTold({ state, seconds = 0 }: Step): boolean {
  return state !== 'done' || seconds >= 0.05;
}

function duration(seconds: number): string {
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** A failed step's error stands above the table in full. */
function detail({ state, detail: said = '' }: Step, page: Page): string {
  return state === 'failed' ? '' : page.ownProse(page.redact(said).slice(0, 300));
}
