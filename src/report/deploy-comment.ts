import { counted, figure } from '../counted.js';
import type { Outcome, PlanReport, ReviewReport, SiteReport, Step } from '../operation/run/outcome.js';
import { leavesUnsaved } from '../terraform/command/failure.js';
import type { ChangeSet } from '../terraform/plan/change-set.js';
import { countsPhrase } from '../terraform/plan/counts-phrase.js';
import type { ApplyResult } from '../terraform/stream/applied-changes.js';
import { deployMarker } from './kit/comment-marker.js';
import { type Page, page, type ReportOptions } from './kit/document.js';
import { foot } from './kit/footer.js';
import { stackName } from './kit/headline.js';
import { alert, codeSpan } from './kit/markdown.js';
import { doing, done } from './kit/operation-words.js';
import { compose, type Section, whole } from './kit/size-budget.js';
import { COMMENT_ROOM, elsewhere } from './plan-comment.js';
import { appliedPhrase, appliedSection } from './sections/applied.js';
import { warningsSection } from './sections/checks-and-warnings.js';
import { errorsSection, failureSection } from './sections/failure.js';
import { packagesSection } from './sections/packages.js';
import { bytes } from './sections/site.js';
import { foldedSteps } from './sections/steps.js';

/** The comment on the merged pull request: what is live now, and after a failure also what is not. */
export function deployComment(
  outcome: Outcome,
  options: ReportOptions,
): { readonly body: string; readonly cut: boolean } {
  const sheet = page(outcome, options, elsewhere(outcome));
  const { markdown, cut } = compose(
    [
      whole(-2, deployMarker(outcome.identity)),
      ...deploySections(sheet, foldedSteps(2, outcome, sheet)),
      whole(-1, foot(outcome, options.redact)),
    ],
    COMMENT_ROOM,
  );
  return { body: markdown, cut };
}

/** A deploy or a destroy in the order in which it is read; `steps` is its table, folded or not. */
export function deploySections(sheet: Page, steps: Section): readonly Section[] {
  const { outcome } = sheet;
  return [
    whole(0, `### ${title(outcome)}`),
    failureSection(1, outcome, sheet),
    whole(2, unfinished(outcome, sheet)),
    errorsSection(3, outcome.diagnostics, sheet),
    whole(2, facts(outcome, sheet)),
    // Its first line is no item of a list: two lists in a row would be one.
    appliedSection(2, outcome.applied, sheet),
    packagesSection(3, outcome.packages),
    warningsSection(4, outcome.diagnostics, outcome.warnings, sheet),
    steps,
  ];
}

function title({ operation, result, identity, steps }: Outcome): string {
  const name = stackName(identity);
  // Everything that changes the stage is done: what failed came after it.
  const changing = steps.filter(({ effect }) => effect !== undefined);
  if (result === 'failed' && changing.length > 0 && changing.every(({ state }) => state === 'done')) {
    const failed = steps.find(({ state }) => state === 'failed');
    const after = failed === undefined ? 'the run failed after it' : `"${failed.title}" failed`;
    return `${done(operation)} ${name}, but ${after}`;
  }
  if (result === 'skipped') return `${doing(operation)} ${name} was skipped`;
  return result === 'failed' ? `${doing(operation)} ${name} failed` : `${done(operation)} ${name}`;
}

/** What the state does not know a second run would make once more. */
function next(failure: Outcome['failure']): string {
  return leavesUnsaved(failure)
    ? 'Do not run it again before the state is complete: a second run makes again what the state does not know.'
    : 'A second run continues from here.';
}

/** The first question after a failure: what is live already, and what is not? */
function unfinished({ result, steps, applied, failure, operation }: Outcome, sheet: Page): string {
  if (result !== 'failed' || steps.length === 0) return '';
  const titles = (state: Step['state']) =>
    steps
      .filter((step) => step.state === state && (state === 'failed' || step.effect !== undefined))
      .map((step) => sheet.prose(step.title));
  const live = steps.some(({ state, effect }) => state !== 'not-reached' && effect !== undefined);
  if (!live) return alert('NOTE', 'Nothing was changed: it stopped before the first step that changes anything.');
  const notReached = titles('not-reached');
  // A failed apply is live in part; a stale plan or a lock that was held is not.
  const part = applied !== undefined && applied.done.length > 0 && isUnfinished(applied);
  const done = [...(part ? [`${appliedPhrase(applied)} of the infrastructure`] : []), ...titles('done')];
  return alert(
    'NOTE',
    [
      `${operation === 'destroy' ? 'Done' : 'Live'}: ${done.join(', ') || 'nothing of this run'}.  `,
      `Not finished: ${titles('failed').join(', ')}.  `,
      ...(notReached.length === 0 ? [] : [`Not begun: ${notReached.join(', ')}.  `]),
      next(failure),
    ].join('\n'),
  );
}

function isUnfinished({ failed, notBegun }: ApplyResult): boolean {
  return failed.length + notBegun.length > 0;
}

function facts({ plan, review, site, steps, operation, result, applied }: Outcome, sheet: Page): string {
  if (result === 'skipped') return '';
  const lines = [
    ...(plan === undefined
      ? []
      : [
          `- **Infrastructure**: ${infrastructure(
            plan.changes,
            steps.find(({ effect }) => effect === 'infrastructure'),
            applied,
          )}`,
        ]),
    ...(review === undefined || isSaid(review, plan) ? [] : [`- **Review**: ${sheet.ownProse(review.sentence)}`]),
    ...(site === undefined || operation === 'destroy' ? [] : siteFacts(site, sheet)),
  ];
  return lines.join('\n');
}

/** "No changes" stands above it already. */
function isSaid({ verdict }: ReviewReport, plan: PlanReport | undefined): boolean {
  return verdict === 'nothing-to-review' && plan?.changes.class === 'none';
}

/** After a failed apply Terraform's state knows what was done; the counts are only what was planned. */
function infrastructure(changes: ChangeSet, apply: Step | undefined, applied: ApplyResult | undefined): string {
  if (changes.class === 'none') return 'no changes';
  if (apply?.state === 'done') return countsPhrase(changes, 'done');
  const planned = countsPhrase(changes);
  return apply?.state === 'failed'
    ? `${planned}; ${applied === undefined ? 'it stopped in the middle' : `${appliedPhrase(applied)} done`}`
    : `${planned}; not applied`;
}

function unanswered({ unanswered: count = 0 }: SiteReport): string {
  return count === 0 ? '' : `, up to ${figure(count)} more whose answers did not come before the cancel`;
}

function moved({ restored, copied, uploaded, bytes: size }: SiteReport): string {
  if (copied !== undefined) return `${counted(copied, 'file')} copied from the promoted stage`;
  return restored === undefined
    ? `${counted(uploaded, 'file')} uploaded (${bytes(size)})`
    : `${counted(restored, 'file')} restored`;
}

function siteFacts(site: SiteReport, sheet: Page): readonly string[] {
  const invalidations = site.invalidations.map(
    ({ distribution, id }) => `${codeSpan(id)} of ${codeSpan(distribution)}`,
  );
  const link = site.url !== undefined && /^https?:\/\/[^\s()<>]+$/.test(site.url) ? ` at <${site.url}>` : '';
  return [
    `- **Site**: ${moved(site)}${unanswered(site)}, ${figure(site.deleted)} deleted`,
    ...(invalidations.length === 0
      ? []
      : [
          `- **Invalidated**: ${site.plan.invalidationPaths
            .slice(0, 15)
            .map((path) => sheet.code(path))
            .join(', ')} (${invalidations.join(', ')})`,
        ]),
    `- **Release**: ${sheet.code(site.release)}${site.verified ? `, verified${link}` : link === '' ? '' : `, not verified${link}`}`,
  ];
}
