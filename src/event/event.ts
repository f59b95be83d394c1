/** The GitHub event, as far as the operations care. */

export interface Repository {
  /** GitHub's id: names can be taken over, ids cannot. */
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  /** `OWNER/REPO`. */
  readonly fullName: string;
  readonly defaultBranch: string;
}

export interface Run {
  readonly id: string;
  readonly attempt: string;
  readonly url: string;
  /** The commit that is checked out: on a pull request GitHub's merge of head and base. */
  readonly sha: string;
  readonly ref: string;
  /** Who started the run. */
  readonly actor: string;
  /** Who started this attempt of it. */
  readonly triggeringActor: string;
}

export type Event =
  | {
      readonly kind: 'pull-request';
      readonly action: string;
      /** `edited` may be about the title alone, or about the branch into which it is merged. */
      readonly baseChanged: boolean;
      readonly number: number;
      readonly headSha: string;
      readonly baseRef: string;
      readonly author: string;
      /** `same-repository` may use the plan role; the others get the offline checks. */
      readonly trust: 'same-repository' | 'fork' | 'dependabot';
      /** The base into which this run has merged it itself; absent where GitHub has. */
      readonly mergedBase?: string;
    }
  | { readonly kind: 'merge-group'; readonly headSha: string; readonly baseRef: string; readonly baseSha: string }
  | {
      readonly kind: 'push';
      readonly branch?: string;
      readonly tag?: string;
      readonly sha: string;
      readonly deleted: boolean;
    }
  | { readonly kind: 'release'; readonly tag: string; readonly sha: string }
  | { readonly kind: 'manual'; readonly branch?: string; readonly sha: string }
  | { readonly kind: 'schedule'; readonly sha: string }
  /** `pull_request_target`, `workflow_run`: they run with secrets on code that nobody reviewed. */
  | { readonly kind: 'dangerous'; readonly name: string }
  | { readonly kind: 'other'; readonly name: string };
