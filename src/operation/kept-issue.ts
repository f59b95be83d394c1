import type { Comments } from '../ports/comments.js';
import type { ForeignIssue, Issues, IssueText, OwnIssue } from '../ports/issues.js';
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
  /** `dismissed`: a person closed it as "not planned", and it says the same as now. */
  readonly state: 'opened' | 'updated' | 'unchanged' | 'closed' | 'dismissed';
}

export interface KeptIssues {
  /** Absent where there is none, and none is needed. */
  readonly kept?: KeptIssue | undefined;
  /** Open issues about the same that this token may not keep. */
  readonly foreign: readonly ForeignIssue[];
}

/** How an issue is kept while its story is the same. */
export interface Manner {
  readonly same: 'left' | 'rewritten';
  /** Whether one that a person closed as "not planned" stays closed. */
  readonly dismissible: boolean;
}

export interface IssuePorts {
  readonly issues: Issues;
  readonly comments: Comments;
  readonly log: Log;
}

/**
 * One open issue a stack: opened, rewritten when the story is another one, closed when it is over. The comment comes
 * first: if what follows fails, the next run says it once more, instead of nobody ever saying it. Where the issue is
 * locked, its text says it alone.
 */
export async function keepIssue(
  found: boolean,
  notice: IssueNotice,
  { same, dismissible }: Manner,
  { issues, comments, log }: IssuePorts,
): Promise<KeptIssues> {
  const { marker, formerMarker, commentMarker } = notice;
  const say = async ({ number, locked = false }: OwnIssue, text: string) => {
    if (locked) log.info(`Issue #${number} is locked: no comment`);
    else await comments.upsert(number, commentMarker, `${commentMarker}\n\n${text}`, { create: true });
  };
  const closeDuplicate = async (other: OwnIssue, kept: OwnIssue) => {
    log.info(`Closing #${other.number}, which says the same as #${kept.number}`);
    const said = notice.duplicate(kept.number);
    await say(other, said);
    // Without the mark: "not planned" is what a person says of a drift.
    await issues.rewriteIssue(other.number, { title: notice.title, body: said });
    await issues.closeIssue(other.number, 'not_planned');
  };
  const { own, foreign } = await issues.openIssues(marker);
  const former = own.length > 0 || formerMarker === undefined ? [] : (await issues.openIssues(formerMarker)).own;
  const [issue, ...others] = [...own, ...former];
  const firstLine = notice.body.split('\n', 1)[0];
  const keep = async (): Promise<KeptIssue | undefined> => {
    if (issue === undefined) {
      if (!found) return undefined;
      const dismissed = dismissible ? await issues.dismissedIssue(marker, notice.label) : undefined;
      if (dismissed !== undefined && dismissed.firstLine === firstLine)
        return { ...about(dismissed), state: 'dismissed' };
      const opened = await issues.openIssue(marker, textOf(notice), notice.label);
      // Another run may have opened one at the same time: of two that look now, at least the later one sees both.
      const [older] = (await issues.openIssues(marker)).own;
      if (older === undefined || older.number === opened.number) return { ...about(opened), state: 'opened' };
      await closeDuplicate(opened, older);
      return { ...about(older), state: 'unchanged' };
    }
    // Two runs at once, where no concurrency group keeps them apart, may each have opened one.
    for (const other of others) await closeDuplicate(other, issue);
    if (!found) {
      await say(issue, notice.gone);
      if (issue.locked)
        await issues.rewriteIssue(issue.number, { title: notice.title, body: `${issue.firstLine}\n\n${notice.gone}` });
      await issues.closeIssue(issue.number, 'completed');
      return { ...about(issue), state: 'closed' };
    }
    if (issue.firstLine === firstLine) {
      if (same === 'rewritten') await issues.rewriteIssue(issue.number, textOf(notice));
      return { ...about(issue), state: 'unchanged' };
    }
    await say(issue, notice.changed);
    await issues.rewriteIssue(issue.number, textOf(notice));
    return { ...about(issue), state: 'updated' };
  };
  const one = await keep();
  return { foreign, kept: one };
}

function textOf({ title, body }: IssueNotice): IssueText {
  return { title, body };
}

function about({ number, url }: OwnIssue): Pick<OwnIssue, 'number' | 'url'> {
  return { number, url };
}
