import type { Outcome, SiteReport } from '../operation/outcome.js';
import { deployMarker } from './comment-marker.js';
import { errorsSection, failureSection } from './failure-section.js';
import { foot } from './foot.js';
import { stackName } from './headline.js';
import { alert, codeSpan, counted } from './markdown.js';
import { warningsSection } from './notes.js';
import { type Page, page, type ReportOptions } from './page.js';
import { COMMENT_ROOM, elsewhere } from './plan-comment.js';
import { compose, type Section, whole } from './room.js';
import { bytes } from './site-section.js';
import { stepsSection } from './steps-section.js';
import { countsPhrase } from './words.js';

/** The comment on the merged pull request: what is live now, and after a failure also what is not. */
export function deployComment(
  outcome: Outcome,
  options: ReportOptions,
): { readonly body: string; readonly cut: boolean } {
  const sheet = page(outcome, options, elsewhere(outcome));
  const { markdown, cut } = compose(
    [whole(-2, deployMarker(outcome.identity)), ...deploySections(sheet), whole(-1, foot(outcome))],
    COMMENT_ROOM,
  );
  return { body: markdown, cut };
}

/** A deploy or a destroy in the order in which it is read. */
export function deploySections(sheet: Page): readonly Section[] {
  const { outcome } = sheet;
  return [
    whole(0, `### ${title(outcome)}`),
    failureSection(1, outcome, sheet),
    whole(2, unfinished(outcome, sheet)),
    whole(2, facts(outcome, sheet)),
    errorsSection(3, outcome.diagnostics, sheet),
    warningsSection(4, outcome.diagnostics, outcome.warnings, sheet),
    stepsSection(2, outcome, sheet),
  ];
}

function title({ operation, result, identity }: Outcome): string {
  const name = stackName(identity);
  if (operation === 'destroy') return result === 'failed' ? `Destroying ${name} failed` : `Destroyed ${name}`;
  return result === 'failed' ? `Deploying ${name} failed` : `Deployed ${name}`;
}

/** The first question after a failure: what is live already? */
function unfinished({ result, steps }: Outcome, sheet: Page): string {
  if (result !== 'failed' || steps.length === 0) return '';
  const titles = (state: (typeof steps)[number]['state']) =>
    steps.filter((step) => step.state === state).map((step) => sheet.prose(step.title));
  const list = (words: readonly string[]) => (words.length === 0 ? 'nothing' : words.join(', '));
  return alert(
    'NOTE',
    `Done: ${list(titles('done'))}.\nNot reached: ${list(titles('not-reached'))}.\nA second run continues from here.`,
  );
}

function facts({ plan, review, site, steps, operation }: Outcome, sheet: Page): string {
  const applied = steps.some(({ title: step, state }) => state === 'done' && /apply|destroy/i.test(step));
  const lines = [
    ...(plan === undefined
      ? []
      : [
          `- **Infrastructure**: ${countsPhrase(plan.changes)}${applied || plan.changes.class === 'none' ? '' : ', not applied'}`,
        ]),
    ...(review === undefined ? [] : [`- **Review**: ${sheet.prose(review.sentence)}`]),
    ...(site === undefined || operation === 'destroy' ? [] : siteFacts(site, sheet)),
  ];
  return lines.join('\n');
}

function siteFacts(site: SiteReport, sheet: Page): readonly string[] {
  const invalidations = site.invalidations.map(
    ({ distribution, id }) => `${codeSpan(id)} of ${codeSpan(distribution)}`,
  );
  const link = site.url !== undefined && /^https?:\/\/[^\s()<>]+$/.test(site.url) ? ` at <${site.url}>` : '';
  return [
    `- **Site**: ${counted(site.uploaded, 'file')} uploaded (${bytes(site.bytes)}), ${site.deleted.toLocaleString('en-US')} deleted`,
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
