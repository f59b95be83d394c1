import type { Outcome } from '../operation/run/outcome.js';
import { commentMarker } from './kit/comment-marker.js';
import { page, type ReportOptions } from './kit/document.js';
import { foot } from './kit/footer.js';
import { compose, type Room, whole } from './kit/size-budget.js';
import { planSections } from './sections/plan.js';

/** GitHub refuses 65,536 characters and more; e-mail and renderers get some air. */
export const COMMENT_ROOM: Room = { characters: 60_000, bytes: 250_000 };

/** The comment on the pull request. `cut` says that something is only in the job summary. */
export function planComment(
  outcome: Outcome,
  options: ReportOptions,
): { readonly body: string; readonly cut: boolean } {
  const sheet = page(outcome, options, elsewhere(outcome));
  const { markdown, cut } = compose(
    [whole(-2, commentMarker(outcome.identity)), ...planSections(sheet), whole(-1, foot(outcome, options.redact))],
    COMMENT_ROOM,
  );
  return { body: markdown, cut };
}

/** Points to the job summary, which is on the run's page. */
export function elsewhere({ runUrl }: Outcome): string {
  return /^https?:\/\/[^\s()<>]+$/.test(runUrl)
    ? `[the job summary](${runUrl}) has all of it`
    : 'the job summary has all of it';
}
