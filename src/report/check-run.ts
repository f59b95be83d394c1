import type { Outcome } from '../operation/run/outcome.js';
import { page, type ReportOptions } from './kit/document.js';
import { foot } from './kit/footer.js';
import { planTitle } from './kit/headline.js';
import { compose, whole } from './kit/size-budget.js';
import { elsewhere } from './plan-comment.js';
import { planSections } from './sections/plan.js';

/** The page of the check run: 65,535 characters at most, counted in bytes by some of GitHub's services. */
export function checkRunPage(
  outcome: Outcome,
  options: ReportOptions,
): { readonly title: string; readonly summary: string } {
  const sheet = page(outcome, options, elsewhere(outcome));
  const { markdown } = compose([...planSections(sheet), whole(-1, foot(outcome, options.redact))], {
    characters: 65_000,
    bytes: 65_000,
  });
  const title = outcome.plan === undefined ? sheet.prose(outcome.sentence) : planTitle(outcome.plan.changes);
  return { title: title.slice(0, 255), summary: markdown };
}
