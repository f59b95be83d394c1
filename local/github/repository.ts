import { History } from './history.js';
import type { Identity, User } from './identity.js';
import type {
  CheckRun,
  CollaboratorRole,
  Comment,
  Deployment,
  Issue,
  IssueEvent,
  Push,
  WorkflowRun,
} from './records.js';

export interface RepositoryAbout {
  readonly id: number;
  readonly owner: User;
  readonly name: string;
  readonly defaultBranch: string;
  readonly private: boolean;
  readonly createdAt: number;
}

/** Numbers and times of the whole local GitHub. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** The next id of anything. */
  nextId(): number;
}

export interface NewIssue {
  readonly title: string;
  readonly body?: string;
  readonly labels?: readonly string[];
}

/** One repository and what people and apps did to it. */
export class LocalRepository {
  readonly history = new History();
  readonly issues = new Map<number, Issue>();
  readonly checkRuns: CheckRun[] = [];
  readonly deployments: Deployment[] = [];
  readonly pushes: Push[] = [];
  readonly runs = new Map<number, WorkflowRun>();
  readonly collaborators = new Map<string, CollaboratorRole>();
  /** By name. */
  readonly environments = new Map<string, { readonly branches: boolean; readonly reviewers: boolean }>();
  /** Of the default branch, as GitHub writes them. */
  readonly rules: { readonly type: string; readonly [field: string]: unknown }[] = [];
  readonly #labelIds = new Map<string, number>();

  constructor(
    readonly about: RepositoryAbout,
    readonly clock: Clock,
  ) {
    this.collaborators.set(about.owner.login, 'admin');
  }

  get id(): number {
    return this.about.id;
  }

  get fullName(): string {
    return `${this.about.owner.login}/${this.about.name}`;
  }

  /** Opens an issue; with `pull` it is a pull request. */
  openIssue(author: Identity, about: NewIssue, pull?: Issue['pull']): Issue {
    const now = this.clock.now();
    const issue: Issue = {
      id: this.clock.nextId(),
      number: this.issues.size + 1,
      author,
      createdAt: now,
      updatedAt: now,
      title: about.title,
      body: about.body ?? '',
      state: 'open',
      stateReason: null,
      closedAt: undefined,
      locked: false,
      labels: [],
      comments: [],
      events: [],
      ...(pull === undefined ? {} : { pull }),
    };
    this.issues.set(issue.number, issue);
    for (const label of about.labels ?? []) this.label(issue, label, author);
    return issue;
  }

  comment(issue: Issue, author: Identity, body: string): Comment {
    const now = this.clock.now();
    const comment: Comment = {
      id: this.clock.nextId(),
      issue: issue.number,
      author,
      body,
      createdAt: now,
      updatedAt: now,
    };
    issue.comments.push(comment);
    issue.updatedAt = now;
    return comment;
  }

  /** The comment and its issue, or nothing when it was deleted. */
  findComment(id: number): Comment | undefined {
    for (const issue of this.issues.values()) {
      const found = issue.comments.find((comment) => comment.id === id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  deleteComment(id: number): void {
    for (const { comments } of this.issues.values()) {
      const at = comments.findIndex((comment) => comment.id === id);
      if (at >= 0) comments.splice(at, 1);
    }
  }

  label(issue: Issue, name: string, by: Identity): void {
    if (issue.labels.some((label) => label.name === name)) return;
    const id = this.#labelIds.get(name) ?? this.clock.nextId();
    this.#labelIds.set(name, id);
    issue.labels.push({ id, name });
    this.record(issue, 'labeled', by, { label: name });
  }

  unlabel(issue: Issue, name: string, by: Identity): void {
    const kept = issue.labels.filter((label) => label.name !== name);
    if (kept.length === issue.labels.length) return;
    issue.labels = kept;
    this.record(issue, 'unlabeled', by, { label: name });
  }

  setState(issue: Issue, state: Issue['state'], by: Identity): void {
    if (issue.state === state) return;
    issue.state = state;
    issue.closedAt = state === 'closed' ? this.clock.now() : undefined;
    issue.stateReason = state === 'closed' ? 'completed' : 'reopened';
    this.record(issue, state === 'closed' ? 'closed' : 'reopened', by);
  }

  /** Only people with write access may comment from now on. */
  lock(issue: Issue, by: Identity): void {
    issue.locked = true;
    this.record(issue, 'locked', by);
  }

  /** A run of a workflow, under way unless said otherwise. */
  addRun(run: Pick<WorkflowRun, 'id' | 'headSha'> & Partial<WorkflowRun>): WorkflowRun {
    const added: WorkflowRun = {
      attempt: 1,
      headBranch: this.about.defaultBranch,
      event: 'push',
      status: 'in_progress',
      conclusion: null,
      createdAt: this.clock.now(),
      ...run,
    };
    this.runs.set(added.id, added);
    return added;
  }

  /** Remembers who moved a branch to this commit. The branch itself is the history's. */
  pushed(branch: string, actor: Identity, after: string, kind?: Push['kind']): void {
    const ref = `refs/heads/${branch}`;
    const before = this.pushes.findLast((push) => push.ref === ref)?.after;
    if (before === after) return;
    this.pushes.push({
      id: this.clock.nextId(),
      ref,
      before: before ?? '0'.repeat(40),
      after,
      at: this.clock.now(),
      kind: kind ?? (before === undefined ? 'branch_creation' : 'push'),
      actor,
    });
  }

  record(
    issue: Issue,
    event: IssueEvent['event'],
    actor: Identity,
    about: { readonly label?: string; readonly commit?: string } = {},
  ): void {
    issue.updatedAt = this.clock.now();
    issue.events.push({ id: this.clock.nextId(), event, actor, at: issue.updatedAt, ...about });
  }
}
