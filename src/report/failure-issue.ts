import { createHash } from 'node:crypto';
import type { FailureFacts } from '../operation/failure-issue.js';
import type { IssueNotice } from '../operation/kept-issue.js';
import type { OperationName, Outcome } from '../operation/run/outcome.js';
import { leavesUnsaved } from '../terraform/command/failure.js';
import { deploySections } from './deploy-comment.js';
import { LONGEST_TITLE } from './drift-issue.js';
import { failureCommentMarker, failureMarker, failureMarkerStart } from './kit/comment-marker.js';
import { page, type ReportOptions, repositoryUrl } from './kit/document.js';
import { foot } from './kit/footer.js';
import { plainStackName } from './kit/headline.js';
import { neutralise } from './kit/markdown.js';
import { doing } from './kit/operation-words.js';
import { compose, whole } from './kit/size-budget.js';
import { COMMENT_ROOM, elsewhere } from './plan-comment.js';
import { openIssuesLink } from './sections/stack-issues.js';
import { foldedSteps } from './sections/steps.js';

const SHOWN = 30;

const HOLD = 'While it holds the stage, what is merged waits for a manual deploy with `hold: false`.';
const GONE: Readonly<Partial<Record<OperationName, string>>> = {
  destroy: 'The stack was destroyed.',
  rollback: `An earlier release is live again. ${HOLD}`,
  'rollback-site': `An earlier release of the site is live again. ${HOLD}`,
};

const CLOSES: Readonly<Partial<Record<OperationName, string>>> = {
  destroy: 'The next successful destroy or deploy closes this issue.',
  rollback: 'The next successful rollback or deploy closes this issue.',
  'rollback-site': 'The next successful rollback or deploy closes this issue.',
};

/** The issue about a deploy, rollback or destroy that failed, and what is said on it when that changes or is over. */
export function failureIssue(outcome: Outcome, facts: FailureFacts, options: ReportOptions): IssueNotice {
  const { identity, operation, runUrl, failure } = outcome;
  const sheet = page(outcome, options, elsewhere(outcome));
  const what = failure?.parts.what ?? '';
  const { markdown } = compose(
    [
      whole(-2, failureMarker(identity, storyOf(outcome))),
      ...deploySections(sheet, foldedSteps(2, outcome, sheet)),
      whole(1, next(outcome, facts)),
      whole(2, openIssuesLink(outcome)),
      whole(-1, foot(outcome, options.redact)),
    ],
    COMMENT_ROOM,
  );
  const said = `${doing(operation)} ${plainStackName(identity)} failed: ${what}`;
  return {
    marker: failureMarkerStart(identity),
    commentMarker: failureCommentMarker(identity, runUrl),
    label: 'failed-deploy',
    title: neutralise(sheet.redact(said)).slice(0, LONGEST_TITLE),
    body: markdown,
    changed: signed(`A newer run failed differently: ${sheet.prose(what)}. The text above is about that run.`, outcome),
    gone: signed(GONE[operation] ?? 'A later deploy succeeded: what is merged is live.', outcome),
    duplicate: (of) => signed(`Duplicate of #${of}.`, outcome),
  };
}

/** Who waits, whose it is, and what starts the next attempt. */
function next(outcome: Outcome, { waiting, owner, mentioned }: FailureFacts): string {
  const merges = waiting.slice(-SHOWN).map((number) => `#${number}`);
  const more = waiting.length > SHOWN ? ` and ${waiting.length - SHOWN} older ones` : '';
  return [
    ...(merges.length === 0 ? [] : [`**Merged and not live:** ${merges.join(', ')}${more}.`, '']),
    ...(owner !== undefined && mentioned
      ? [`@${owner}: this is yours to look at. GitHub does not allow it to be assigned to you.`, '']
      : []),
    ...(owner === undefined ? ['No person merged or started this, so the issue has no assignee.', ''] : []),
    '**What to do**',
    '',
    ...waysOut(outcome),
    '',
    CLOSES[outcome.operation] ?? 'The next successful deploy closes this issue.',
  ].join('\n');
}

function waysOut({ operation, runUrl, pullRequest, review, failure, rejected }: Outcome): readonly string[] {
  const repository = repositoryUrl(runUrl);
  const again = `"Re-run failed jobs" on [the run](${runUrl})`;
  // Everything below would make again what the state does not know.
  if (leavesUnsaved(failure)) return [`- First complete the state as said above. Only then: ${again}.`];
  if (operation === 'destroy') {
    return [
      `- If the cause was temporary: ${again}. It destroys what is left.`,
      '- If not: do what is said above, then start the workflow with `operation: destroy` again.',
      '- To keep the stack after all: start the workflow with `operation: deploy`. It creates again what is gone, without the data.',
    ];
  }
  if (goesBack(operation)) {
    return [
      `- If the cause was temporary: ${again}. It continues from what is live.`,
      '- To go forward instead: start a deploy manually with `hold: false`. It includes everything that is waiting.',
    ];
  }
  const fix = 'merge a pull request that corrects it. Its deploy includes everything that is waiting.';
  const revert =
    pullRequest === undefined || repository === undefined
      ? []
      : [
          `- To undo it: "Revert" on [#${pullRequest}](${repository}/pull/${pullRequest}), then merge the new pull request.`,
        ];
  if (rejected) {
    return [
      `- To deploy it after all: ${again} asks for the approval again.`,
      ...revert,
      '- To leave it merged and not live for now: close this issue as "not planned". The next drift run then leaves it closed.',
    ];
  }
  // The same plan would be compared with the same review.
  if (review?.verdict === 'refused') {
    return [
      '- If the plan is as it should be: approve it in one of the two ways above. A re-run alone is refused again.',
      `- If it is not: ${fix}`,
      ...revert,
    ];
  }
  return [
    `- If the cause was temporary: ${again}. It continues from what is live.`,
    `- If a change is at fault: ${fix}`,
    ...revert,
  ];
}

function goesBack(operation: OperationName): boolean {
  return operation === 'rollback' || operation === 'rollback-site';
}

/** The same operation that fails at the same step with the same words. */
function storyOf({ operation, steps, failure }: Outcome): string {
  const step = steps.find(({ state }) => state === 'failed')?.id ?? '';
  return createHash('sha256')
    .update(`${operation}\0${step}\0${failure?.parts.what ?? ''}`)
    .digest('hex');
}

function signed(sentence: string, outcome: Outcome): string {
  const { plan: _, ...without } = outcome;
  return `${sentence}\n\n${foot(without, (text) => text)}`;
}
