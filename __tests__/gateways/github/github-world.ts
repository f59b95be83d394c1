import { Faults } from '../../../local/faults.js';
import { gitHubService } from '../../../local/github/github-service.js';
import { GitHubStore } from '../../../local/github/github-store.js';
import type { Identity, User } from '../../../local/github/identity.js';
import { followBranch, openPullRequest, type PullRequest } from '../../../local/github/pull-requests.js';
import type { Review } from '../../../local/github/records.js';
import type { LocalRepository } from '../../../local/github/repository.js';
import { type RunningService, startService } from '../../../local/http-service.js';
import { Journal } from '../../../local/journal.js';
import { connectGitHub, type GitHub } from '../../../src/gateways/github/connect-github.js';
import { plainFetch } from '../../../src/gateways/web/plain-fetch.js';
import type { Log } from '../../../src/ports/run.js';

/** The repository `octo/shop` on a local GitHub, over real HTTP. */
export class GitHubWorld {
  readonly journal = new Journal();
  readonly faults = new Faults();
  readonly store: GitHubStore;
  readonly repository: LocalRepository;
  readonly alice: User;
  readonly bob: User;
  readonly logged: string[] = [];
  #time = Date.UTC(2026, 10, 25, 8);
  #service: RunningService | undefined;

  private constructor() {
    this.store = new GitHubStore(() => this.#time);
    this.alice = this.store.user('alice');
    this.bob = this.store.user('bob');
    this.repository = this.store.repository('octo/shop');
    this.repository.collaborators.set('alice', 'write').set('bob', 'write');
    this.commit('The shop', 'main');
  }

  static async start(): Promise<GitHubWorld> {
    const world = new GitHubWorld();
    world.#service = await startService(gitHubService(world.store), world);
    return world;
  }

  async stop(): Promise<void> {
    await this.#service?.stop();
  }

  /** The clock goes on by seconds: GitHub's times have no smaller part. */
  later(seconds = 1): void {
    this.#time += seconds * 1000;
  }

  connect(
    options: {
      readonly as?: 'github-actions' | Identity;
      readonly timeoutMs?: number;
      readonly signal?: AbortSignal;
    } = {},
  ): GitHub {
    const { logged } = this;
    const log: Log = {
      info: (message) => void logged.push(message),
      warning: (message) => void logged.push(message),
      error: (message) => void logged.push(message),
      group: async (_title, work) => await work(),
    };
    return connectGitHub({
      token: this.store.token(options.as ?? 'github-actions'),
      apiUrl: this.#service?.url ?? '',
      owner: 'octo',
      repo: 'shop',
      log,
      pauseMs: 1,
      timeoutMs: options.timeoutMs ?? 5000,
      fetch: plainFetch(),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  }

  /** A commit at the end of a branch, which begins at `from` where it is new. @returns its SHA */
  commit(message: string, branch: string, from = 'main'): string {
    const { history } = this.repository;
    const parent = history.resolve(`refs/heads/${branch}`) ?? history.resolve(`refs/heads/${from}`);
    const { sha } = history.make(message, parent === undefined ? [] : [parent.sha], 'alice', this.store.now());
    history.point(`refs/heads/${branch}`, sha);
    this.later();
    return sha;
  }

  /** A commit with these blobs by path, at the end of a branch. @returns its SHA */
  made(message: string, branch: string, files: Readonly<Record<string, string>>): string {
    const sha = this.commit(message, branch);
    const commit = this.repository.history.commit(sha);
    if (commit !== undefined) this.repository.history.add({ ...commit, files });
    return sha;
  }

  /** A further commit on the branch of a pull request, which says that alice wrote it. */
  push(pull: PullRequest, message: string, by: Identity): void {
    this.commit(message, pull.pull.headRef);
    followBranch(this.repository, pull.pull.headRef, { by });
  }

  /** A pull request of one commit on a branch of its own. */
  open(title: string, author: Identity = this.alice): PullRequest {
    const branch = title.toLowerCase().replaceAll(' ', '-');
    this.commit(title, branch);
    return openPullRequest(this.repository, { author, title, head: branch });
  }

  review(pull: PullRequest, author: Identity, state: Review['state'] = 'APPROVED'): void {
    const at = this.store.now();
    pull.pull.reviews.push({ id: this.store.nextId(), author, state, body: '', commit: pull.pull.headSha, at });
    this.later();
  }

  /** How often GitHub was asked for this operation. */
  count(operation: string): number {
    return this.journal.entries({ operation }).length;
  }
}
