/** An issue of this token's own identity. */
export interface OwnIssue {
  readonly number: number;
  readonly url: string;
  /** The hidden line that it begins with. */
  readonly firstLine: string;
  /** Apps may not comment on it; they may rewrite and close it. */
  readonly locked?: boolean;
}

/** One that begins with the same marker and that another identity has opened: an earlier token, or anybody. */
export interface ForeignIssue {
  readonly number: number;
  readonly author: string;
}

export interface MarkedIssues {
  readonly own: readonly OwnIssue[];
  readonly foreign: readonly ForeignIssue[];
}

export interface IssueText {
  /** At most 256 characters. */
  readonly title: string;
  /** At most 65,536 characters; its first line is the marker. */
  readonly body: string;
}

export interface Issues {
  /**
   * Open issues whose first line begins with `marker`, oldest first. Every page is searched, and a failed lookup throws:
   * "there is none" is said only when it is known.
   */
  openIssues(marker: string): Promise<MarkedIssues>;
  /**
   * The newest closed issue of this token's own identity with this marker and label, where a person closed it as "not
   * planned". Who takes the label off gets a new issue.
   */
  dismissedIssue(marker: string, label: string): Promise<OwnIssue | undefined>;
  /** Opens an issue, unless there is one of this marker: it is searched for before, and when the answer is lost. */
  openIssue(marker: string, text: IssueText, label: string): Promise<OwnIssue>;
  rewriteIssue(number: number, text: IssueText): Promise<void>;
  closeIssue(number: number, reason: 'completed' | 'not_planned'): Promise<void>;
}

export interface Assignees {
  /** @returns who is assigned now: GitHub drops whom it may not assign, and says nothing */
  assignIssue(number: number, login: string): Promise<readonly string[]>;
}
