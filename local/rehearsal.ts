import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CloudOptions, type LocalCloud, startCloud } from './cloud.js';
import type { DistributionRequest } from './cloudfront/local-cloudfront.js';
import { GitRepository } from './git-repository.js';
import { GITHUB_ACTIONS, type Identity } from './github/identity.js';
import { followBranch, mergePullRequest, openPullRequest, type PullRequest } from './github/pull-requests.js';
import type { MergeMethod } from './github/records.js';
import type { LocalRepository } from './github/repository.js';
import { type ActionRequest, type ActionResult, isolatedAction, type RunningAction, startAction } from './runner.js';
import { type ShopOptions, shopInfrastructure, shopSite } from './sample-shop.js';

export const STATE_BUCKET = 'shop-state';
export const SITE_BUCKET = 'shop-site';
export const DISTRIBUTION = 'E2SHOP';

export interface RehearsalOptions {
  /** Where `action.yml` and `dist/` are; they are copied, so that nothing else is in reach. */
  readonly project: string;
  readonly cloud?: CloudOptions;
  /** Keep the folder when it stops. */
  readonly keep?: boolean;
  readonly shop?: Partial<ShopOptions>;
  readonly site?: Parameters<typeof shopSite>[0];
  /** What every run has, over the cloud's environment and the inputs of a rehearsal. */
  readonly runs?: Required<Pick<RunRequest, 'inputs' | 'environment'>>;
  /** What its distribution has beside the defaults. */
  readonly distribution?: Pick<DistributionRequest, 'headers' | 'functionRewrites'>;
}

/** What a workflow would set for one run, beside the inputs that every run of the rehearsal has. */
export interface RunRequest {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly actor?: string;
  readonly runId?: string;
  /** `false`: the machine is lost with the step. */
  readonly post?: boolean;
  readonly token?: string;
}

/** A repository on the local GitHub, a cloud to deploy it to, and the bundle to do it: a whole project, rehearsed. */
export class Rehearsal {
  #runs = 1000;

  private constructor(
    readonly folder: string,
    readonly cloud: LocalCloud,
    readonly git: GitRepository,
    readonly github: LocalRepository,
    readonly owner: Identity,
    readonly edge: string,
    readonly action: string,
    readonly shop: ShopOptions,
    private readonly options: RehearsalOptions,
  ) {}

  /** Starts the cloud and makes the first commit, which is not deployed yet. */
  static async start(options: RehearsalOptions): Promise<Rehearsal> {
    const folder = await mkdtemp(join(tmpdir(), 'rehearsal-'));
    const cloud = await startCloud(options.cloud);
    cloud.s3.store.createBucket(STATE_BUCKET);
    cloud.s3.store.createBucket(SITE_BUCKET);
    const { url } = await cloud.cloudfront.addDistribution({
      id: DISTRIBUTION,
      bucket: SITE_BUCKET,
      ...options.distribution,
    });
    const owner = cloud.github.user('alice');
    const github = cloud.github.repository('octo/shop');
    github.collaborators.set('alice', 'admin');
    const git = await GitRepository.create(join(folder, 'shop'));
    const shop: ShopOptions = { bucket: SITE_BUCKET, distribution: DISTRIBUTION, url, ...options.shop };
    await git.write({
      ...shopInfrastructure(shop),
      ...shopSite(options.site ?? { headline: 'Welcome to the shop' }),
    });
    await git.commit('The shop');
    const action = await isolatedAction(options.project, join(folder, 'action'));
    const rehearsal = new Rehearsal(folder, cloud, git, github, owner, url, action, shop, options);
    await rehearsal.pushed();
    return rehearsal;
  }

  /** The number of the run that was started last. */
  get latestRun(): number {
    return this.#runs;
  }

  async stop(): Promise<void> {
    await this.cloud.stop();
    if (this.options.keep !== true) await rm(this.folder, { recursive: true, force: true });
  }

  /** Tells the local GitHub what was committed, as a push does. */
  async pushed(branch?: string, by?: Identity): Promise<void> {
    await this.github.history.readGit(this.git.path);
    if (branch !== undefined) followBranch(this.github, branch, by === undefined ? {} : { by });
  }

  /** Commits files on a branch (a new one from `main`, or one that is there) and pushes it. @returns its commit */
  async change(
    branch: string,
    message: string,
    files: Parameters<GitRepository['write']>[0],
    by?: Identity,
  ): Promise<string> {
    const known = (await this.git.git('branch', '--list', branch)) !== '';
    await this.git.branch(branch, known ? undefined : 'main');
    await this.git.write(files);
    const sha = await this.git.commit(message);
    await this.pushed(branch, by);
    return sha;
  }

  open(branch: string, title: string, author: Identity = this.owner): PullRequest {
    return openPullRequest(this.github, { author, title, head: branch });
  }

  /** Merges in git and on GitHub. @returns the commit that `main` is at */
  async merge(pull: PullRequest, method: MergeMethod = 'squash', by: Identity = this.owner): Promise<string> {
    const sha = await this.git.merge(pull.pull.headRef, method, `${pull.title} (#${pull.number})`);
    await this.pushed();
    mergePullRequest(this.github, pull, { method, by, sha });
    return sha;
  }

  /** The run that GitHub starts for a pull request: on a merge of head and base, which is what is checked out. */
  async planned(pull: PullRequest, action: 'opened' | 'synchronize' | 'reopened', request: RunRequest = {}) {
    return await (await this.planning(pull, action, request)).finished;
  }

  async planning(pull: PullRequest, action: string, request: RunRequest = {}): Promise<RunningAction> {
    await this.git.checkout('main');
    await this.git.git('checkout', '--quiet', '--detach');
    await this.git.git('merge', '--quiet', '--no-ff', '-m', `Merge #${pull.number}`, pull.pull.headSha);
    const sha = await this.git.head();
    // GitHub made this merge, so it knows its parents.
    await this.github.history.readGit(this.git.path);
    const payload = {
      ...this.payload(),
      action,
      number: pull.number,
      pull_request: {
        number: pull.number,
        head: { sha: pull.pull.headSha, repo: { id: pull.pull.headRepository.id } },
        base: { ref: pull.pull.baseRef, repo: { id: this.github.id } },
        user: { login: pull.author.kind === 'app' ? `${pull.author.slug}[bot]` : pull.author.login },
      },
    };
    return await this.started({ name: 'pull_request', payload }, sha, `refs/pull/${pull.number}/merge`, request);
  }

  /** The run that a push starts; by default of the newest commit of `main`. */
  async deployed(request: RunRequest & { readonly sha?: string } = {}): Promise<ActionResult> {
    return await (await this.deploying(request)).finished;
  }

  async deploying(request: RunRequest & { readonly sha?: string } = {}): Promise<RunningAction> {
    const sha = request.sha ?? (await this.git.head('main'));
    await this.git.checkout(sha);
    return await this.started({ name: 'push', payload: this.payload() }, sha, 'refs/heads/main', request);
  }

  /** A run by hand on `main`. */
  async dispatched(inputs: Readonly<Record<string, string>>, request: RunRequest = {}): Promise<ActionResult> {
    return await (await this.dispatching(inputs, request)).finished;
  }

  async dispatching(inputs: Readonly<Record<string, string>>, request: RunRequest = {}): Promise<RunningAction> {
    const sha = await this.git.head('main');
    await this.git.checkout(sha);
    const run = { ...request, inputs: { ...request.inputs, ...inputs } };
    const event = { name: 'workflow_dispatch', payload: this.payload() };
    return await this.started(event, sha, 'refs/heads/main', run);
  }

  /** The run that a schedule starts, of the newest commit of `main`. */
  async scheduled(request: RunRequest = {}): Promise<ActionResult> {
    return await (await this.scheduling(request)).finished;
  }

  async scheduling(request: RunRequest = {}): Promise<RunningAction> {
    const sha = await this.git.head('main');
    await this.git.checkout(sha);
    const payload = { ...this.payload(), schedule: '17 5 * * *' };
    return await this.started({ name: 'schedule', payload }, sha, 'refs/heads/main', request);
  }

  /** Any event, on whatever is checked out. */
  async started(event: ActionRequest['event'], sha: string, ref: string, request: RunRequest): Promise<RunningAction> {
    const scratch = join(this.folder, 'steps');
    await mkdir(scratch, { recursive: true });
    const runId = request.runId ?? String(++this.#runs);
    return await startAction({
      action: this.action,
      workspace: this.git.path,
      scratch,
      event,
      inputs: { ...this.inputs(), ...this.options.runs?.inputs, ...request.inputs },
      token: request.token ?? this.cloud.github.token(GITHUB_ACTIONS),
      repository: this.github.fullName,
      sha,
      ref,
      runId,
      ...(request.post === undefined ? {} : { post: request.post }),
      actor: request.actor ?? 'alice',
      environment: {
        ...this.environment(),
        // The local GitHub serves no git: its repository is the folder.
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: `url.${this.git.path}.insteadOf`,
        GIT_CONFIG_VALUE_0: `https://github.com/${this.github.fullName}.git`,
        ...request.environment,
      },
    });
  }

  /** Of every run, and of a person who does what one prints. */
  environment(): Record<string, string> {
    return {
      ...this.cloud.environment(),
      // Terraform finds its built-in provider inside itself, and asks nothing of anybody.
      TF_CLI_CONFIG_FILE: '/dev/null',
      CHECKPOINT_DISABLE: '1',
      ...this.options.runs?.environment,
    };
  }

  payload(): { readonly repository: { readonly id: number; readonly default_branch: string } } {
    return { repository: { id: this.github.id, default_branch: this.github.about.defaultBranch } };
  }

  private inputs(): Record<string, string> {
    return {
      'site-directory': 'site/dist',
      'backend-config': [
        `bucket=${STATE_BUCKET}`,
        'key=dev.tfstate',
        'region=us-east-1',
        'use_path_style=true',
        'skip_credentials_validation=true',
        'skip_requesting_account_id=true',
        'skip_metadata_api_check=true',
      ].join('\n'),
    };
  }
}
