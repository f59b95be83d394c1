import { CHANGES_STAGE, type Outcome } from '../operation/run/outcome.js';
import { deploySections } from './deploy-comment.js';
import { page, type ReportOptions } from './kit/document.js';
import { foot } from './kit/footer.js';
import { stackName } from './kit/headline.js';
import { compose, type Room, type Section, whole } from './kit/size-budget.js';
import { checkSections } from './sections/checks.js';
import { driftSections } from './sections/drift.js';
import { planSections } from './sections/plan.js';
import { releasesSection } from './sections/releases.js';
import { stackIssues } from './sections/stack-issues.js';
import { stepsSection } from './sections/steps.js';

/** GitHub stores nothing of a summary above 1 MiB. */
const SUMMARY_ROOM: Room = { characters: 1_000_000, bytes: 1_000_000 };

/** A line is read in full here, unless it is a file of its own. */
const LONGEST_LINE = 100_000;

/** The job summary: the same report with room for the whole plan, and the steps. */
export function jobSummary(outcome: Outcome, options: ReportOptions): string {
  const sheet = page(outcome, options, 'it does not fit into a job summary either', LONGEST_LINE);
  const sections = [
    ...summarySections(outcome, sheet),
    whole(1, hasIssues(outcome) ? stackIssues(outcome) : ''),
    whole(-1, foot(outcome, options.redact)),
  ];
  return `${compose(sections, { ...SUMMARY_ROOM, bytes: SUMMARY_ROOM.bytes - 1 }).markdown}\n`;
}

/** What failed or drifted has an issue, and a success may have closed one. */
function hasIssues({ operation, result, drift, failureIssue }: Outcome): boolean {
  if (drift?.issue !== undefined || failureIssue !== undefined) return true;
  return result === 'failed' && (operation === 'drift' || CHANGES_STAGE.has(operation));
}

function summarySections(outcome: Outcome, sheet: ReturnType<typeof page>): readonly Section[] {
  switch (outcome.operation) {
    case 'skipped':
      return [whole(0, `### ${stackName(outcome.identity)}`), whole(0, sheet.prose(outcome.sentence))];
    case 'deploy':
    case 'rollback':
    case 'rollback-site':
    case 'unlock':
    case 'destroy': {
      // What was done comes first; the plan that was applied follows, without a second headline.
      const [, ...plan] =
        outcome.plan === undefined ? [] : planSections({ ...sheet, outcome: withoutFailure(outcome) });
      return [
        ...deploySections(sheet, stepsSection(2, outcome, sheet)),
        whole(3, plan.length === 0 ? '' : `**The plan**${asReviewed(outcome)}`),
        ...plan,
        releasesSection(6, outcome.site, sheet),
      ];
    }
    case 'check':
      return checkSections(sheet, stepsSection(3, outcome, sheet));
    case 'drift':
      return [...driftSections(sheet), stepsSection(5, outcome, sheet)];
    default:
      return [...planSections(sheet), stepsSection(5, outcome, sheet)];
  }
}

/** Its diff is not made again where it is the one that was reviewed. */
function asReviewed({ plan, review, pullRequest }: Outcome): string {
  if (review?.verdict !== 'same' || plan === undefined || plan.text !== '' || plan.changes.class === 'none') return '';
  return pullRequest === undefined ? ', as it was reviewed' : `, as it was reviewed: its diff is on #${pullRequest}`;
}

function withoutFailure(outcome: Outcome): Outcome {
  const { failure: _, ...rest } = outcome;
  return { ...rest, result: 'succeeded', diagnostics: [], warnings: [] };
}
