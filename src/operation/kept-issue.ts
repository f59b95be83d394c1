import type { Comments } from '../ports/comments.js';
import type { Issues, IssueText, OwnIssue } from '../ports/issues.js';
import type { Log } from '../ports/run.js';

/** What is written of one story of a stack, redacted. */
export interface IssueNotice extends IssueText {
  /** What the first line of this stack's issue begins with; the line as a whole says which story it tells. */
  readonly marker: string;
  /** The same of the first version, which knew nothing of the state. */
  readonly formerMarker?: string;
  /** The first line of a comment of this run. */
  readonly commentMarker: string;
  readonly label: string;
  readonly changed: string;
  readonly gone: string;
  /** On an issue that says the same as another one. */
  duplicate(of: number): string;
}

export interface KeptIssue {
  readonly number: number;
  readonly url: string;
  readonly state: 'opened' | 'updated' | 'unchanged' | 'closed';
}

export interface IssuePorts {
  readonly issues: Issues;
  readonly comments: Comments;
  readonly log: Log;
}

/**
 * One open issue a stack: opened, rewritten when the story is another one, closed when it is over. The comment comes
 * first: if what follows fails, the next run says it once more, instead of nobody ever saying it.
 * @param same what becomes of the text while the story is the same
 */
export async function keepIssue(
  found: boolean,
  notice: IssueNotice,
  same: 'left' | 'rewritten',
  { issues, comments, log }: IssuePorts,
): Promise<KeptIssue | undefined> {
  const say = async ({ number }: OwnIssue, text: string) => {
    await comments.upsert(number, notice.commentMarker, `${notice.commentMarker}\n\n${text}`, { create: true });
  };
  const closeDuplicate = async (other: OwnIssue, kept: OwnIssue) => {
    log.info(`Closing #${other.number}, which says the same as #${kept.number}`);
    await say(other, notice.duplicate(kept.number));
    await issues.closeIssue(other.number, 'not_planned');
  };
  const { marker, formerMarker } = notice;
  const own = await issues.ownIssues(marker);
  const former = own.length > 0 || formerMarker === undefined ? [] : await issues.ownIssues(formerMarker);
  const [issue, ...others] = [...own, ...former];
  if (issue === undefined) {
    if (!found) return undefined;
    const opened = await issues.openIssue(notice.marker, textOf(notice), notice.label);
    // Another run may have opened one at the same time: of two that look now, at least the later one sees both.
    const [older] = await issues.ownIssues(marker);
    if (older === undefined || older.number === opened.number) return { ...about(opened), state: 'opened' };
    await closeDuplicate(opened, older);
    return { ...about(older), state: 'unchanged' };
  }
  // Two runs at once, where no concurrency group keeps them apart, may each have opened one.
  for (const other of others) await closeDuplicate(other, issue);
  if (!found) {
    await say(issue, notice.gone);
    await issues.closeIssue(issue.number, 'completed');
    return { ...about(issue), state: 'closed' };
  }
  if (issue.firstLine === notice.body.split('\n', 1)[0]) {
    if (same === 'rewritten') await issues.rewriteIssue(issue.number, textOf(notice));
    return { ...about(issue), state: 'unchanged' };
  }
  await say(issue, notice.changed);
  await issues.rewriteIssue(issue.number, textOf(notice));
  return { ...about(issue), state: 'updated' };
}

function textOf({ title, body }: IssueNotice): IssueText {
  return { title, body };
}

function about({ number, url }: OwnIssue): Pick<OwnIssue, 'number' | 'url'> {
  return { number, url };
}
