/** An open issue of this token's own identity. */
export interface OwnIssue {
  readonly number: number;
  readonly url: string;
  /** The hidden line that it begins with. */
  readonly firstLine: string;
}

export interface IssueText {
  /** At most 256 characters. */
  readonly title: string;
  /** At most 65,536 characters; its first line is the marker. */
  readonly body: string;
}

export interface Issues {
  /**
   * Open issues of this token's own identity whose first line begins with `marker`, oldest first. Every page is
   * searched, and a failed lookup throws: "there is none" is said only when it is known.
   */
  ownIssues(marker: string): Promise<readonly OwnIssue[]>;
  /** Opens an issue, unless there is one of this marker: it is searched for before, and when the answer is lost. */
  openIssue(marker: string, text: IssueText, label: string): Promise<OwnIssue>;
  rewriteIssue(number: number, text: IssueText): Promise<void>;
  closeIssue(number: number, reason: 'completed' | 'not_planned'): Promise<void>;
}

export interface Assignees {
  /** @returns who is assigned now: GitHub drops whom it may not assign, and says nothing */
  assignIssue(number: number, login: string): Promise<readonly string[]>;
}
