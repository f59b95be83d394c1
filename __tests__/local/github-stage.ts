import { type LocalCloud, startCloud } from '../../local/cloud.js';
import type { Route } from '../../local/github/call.js';
import type { User } from '../../local/github/identity.js';
import { openPullRequest, type PullRequest } from '../../local/github/pull-requests.js';
import type { LocalRepository } from '../../local/github/repository.js';
import { DescribedReplies } from './described-replies.js';
import { GitHubClient } from './github-client.js';

/** A local GitHub for one test file, with a repository of its own for each test. */
export class GitHubStage {
  readonly described = new DescribedReplies();
  readonly alice: User;
  readonly bob: User;
  /** The app of workflows, with every permission. */
  readonly actions: GitHubClient;
  shop: LocalRepository;
  /** Of the repository's name, `octo/shop-NUMBER`. */
  number = 0;
  /** Milliseconds since 1970; tests let it pass. */
  static time = Date.UTC(2026, 0, 1);

  private constructor(readonly cloud: LocalCloud) {
    this.alice = cloud.github.user('alice');
    this.bob = cloud.github.user('bob');
    this.actions = this.clientOf(cloud.github.token('github-actions'));
    this.shop = this.newRepository();
  }

  static async start(): Promise<GitHubStage> {
    return new GitHubStage(await startCloud({ github: { now: () => GitHubStage.time } }));
  }

  get time(): number {
    return GitHubStage.time;
  }

  set time(milliseconds: number) {
    GitHubStage.time = milliseconds;
  }

  /** The path of the repository. */
  get repo(): string {
    return `/repos/octo/shop-${this.number}`;
  }

  newRepository(): LocalRepository {
    this.number += 1;
    this.shop = this.cloud.github.repository(`octo/shop-${this.number}`);
    const first = this.shop.history.make('first', [], 'alice', this.time);
    this.shop.history.point('refs/heads/main', first.sha);
    return this.shop;
  }

  clientOf(token: string): GitHubClient {
    return new GitHubClient(this.cloud, this.described, token);
  }

  /** A commit on top of a branch. @returns its SHA */
  commit(branch: string, message: string, from = branch): string {
    const parent = this.shop.history.resolve(from)?.sha ?? '';
    const { sha } = this.shop.history.make(message, [parent], 'alice', this.time);
    this.shop.history.point(`refs/heads/${branch}`, sha);
    return sha;
  }

  openPull(branch = 'topic', commits = 1): PullRequest {
    for (let number = 1; number <= commits; number++) {
      this.commit(branch, `${branch} ${number}`, number === 1 ? 'main' : branch);
    }
    return openPullRequest(this.shop, { author: this.alice, title: `Pull ${branch}`, head: branch, labels: ['infra'] });
  }

  /** Routes of which no successful reply was held against GitHub's description. */
  unseen(routes: readonly Route[]): readonly string[] {
    const unseen = this.described.unseen();
    return routes.map(({ operation }) => operation).filter((operation) => unseen.includes(operation));
  }
}
