import type { IssueNotice } from '../operation/kept-issue.js';
import type { Outcome } from '../operation/run/outcome.js';
import { driftSentence } from '../operation/run/sentences.js';
import { KNOWN_DRIFT_FILE } from '../terraform/reviewed/known-drift-file.js';
import { driftCommentMarker, driftMarker, driftMarkerStart, formerDriftMarkerStart } from './kit/comment-marker.js';
import { page, type ReportOptions } from './kit/document.js';
import { foot } from './kit/footer.js';
import { plainStackName } from './kit/headline.js';
import { neutralise } from './kit/markdown.js';
import { compose, whole } from './kit/size-budget.js';
import { COMMENT_ROOM, elsewhere } from './plan-comment.js';
import { driftSections } from './sections/drift.js';
import { openIssuesLink } from './sections/stack-issues.js';

export const LONGEST_TITLE = 256;
const AGREE = 'what is merged, what is deployed and what is there agree again';

/** The issue about a stack's drift, and what is said on it when it changes or is gone. */
export function driftNotice(outcome: Outcome, options: ReportOptions): IssueNotice {
  const { drift, identity, runUrl } = outcome;
  const sheet = page(outcome, options, elsewhere(outcome));
  const said = drift === undefined ? 'no drift' : driftSentence(drift);
  const { markdown } = compose(
    [
      whole(-2, driftMarker(identity, drift?.fingerprint ?? '')),
      ...driftSections(sheet),
      whole(2, openIssuesLink(outcome)),
      whole(-1, foot(outcome, options.redact)),
    ],
    COMMENT_ROOM,
  );
  return {
    marker: driftMarkerStart(identity),
    formerMarker: formerDriftMarkerStart(identity),
    commentMarker: driftCommentMarker(identity, runUrl),
    label: 'drift',
    title: neutralise(sheet.redact(`Drift in ${plainStackName(identity)}: ${said}`)).slice(0, LONGEST_TITLE),
    body: markdown,
    changed: signed(`The drift has changed: ${said}. The text above is up to date.`, outcome),
    gone: signed(`The drift is gone: ${gone(said, drift)}.`, outcome),
    duplicate: (of) => signed(`Duplicate of #${of}.`, outcome),
  };
}

function gone(said: string, drift: Outcome['drift']): string {
  if (drift?.deployed === false) return said;
  if (drift !== undefined && drift.pending.outputs.length > 0)
    return 'only outputs differ, which the next deploy stores';
  return drift !== undefined && drift.known.length > 0 ? `what is left is in \`${KNOWN_DRIFT_FILE}\`` : AGREE;
}

function signed(sentence: string, outcome: Outcome): string {
  const { plan: _, ...without } = outcome;
  return `${sentence}\n\n${foot(without, (text) => text)}`;
}
