import { spawnSync } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalCloud } from '../../local/cloud.js';
import { GitRepository } from '../../local/git-repository.js';
import { GITHUB_ACTIONS } from '../../local/github/identity.js';
import { followBranch, mergePullRequest, openPullRequest, type PullRequest } from '../../local/github/pull-requests.js';
import type { LocalRepository } from '../../local/github/repository.js';
import { type ActionResult, isolatedAction, runAction } from '../../local/runner.js';
import { shopSite } from '../../local/sample-shop.js';

export interface ProjectOptions {
  /** This repository: its `infra/`, `api/`, `action.yml` and `dist/` are what is tested. */
  readonly root: string;
  /** An empty folder for everything that is made. */
  readonly folder: string;
  /** For its GitHub. */
  readonly cloud: LocalCloud;
  /** What every run finds in its environment: endpoints, credentials, Terraform's configuration. */
  readonly environment: Readonly<Record<string, string>>;
  /** Inputs of every run of this stage. */
  readonly inputs: (stage: string) => Readonly<Record<string, string>>;
}

/** A repository on the local GitHub with the real `infra/`, the real handler and a small site, and the bundle's runs. */
export class CloudProject {
  #runs = 0;

  private constructor(
    readonly git: GitRepository,
    readonly github: LocalRepository,
    private readonly action: string,
    private readonly options: ProjectOptions,
  ) {}

  static async start(options: ProjectOptions): Promise<CloudProject> {
    const { root, folder, cloud } = options;
    const git = await GitRepository.create(join(folder, 'shop'));
    const filter = (path: string) => !path.includes('.terraform/');
    await cp(join(root, 'infra'), join(git.path, 'infra'), { recursive: true, filter });
    const built = spawnSync(
      join(root, 'node_modules/.bin/vite'),
      ['build', '--config', 'api/vite.config.ts', '--outDir', join(git.path, 'api/dist')],
      { cwd: root, encoding: 'utf8' },
    );
    if (built.status !== 0) throw new Error(`The API could not be built:\n${built.stdout}${built.stderr}`);
    await git.write(shopSite({ headline: 'Welcome' }));
    await git.commit('The shop');
    const github = cloud.github.repository('octo/shop');
    github.collaborators.set('alice', 'admin');
    const project = new CloudProject(git, github, await isolatedAction(root, join(folder, 'action')), options);
    await project.#pushed();
    return project;
  }

  /** A pull request with these files, as its author opens it. */
  async open(branch: string, title: string, files: Parameters<GitRepository['write']>[0]): Promise<PullRequest> {
    await this.git.branch(branch, 'main');
    await this.git.write(files);
    await this.git.commit(title);
    await this.#pushed(branch);
    return openPullRequest(this.github, { author: this.options.cloud.github.user('alice'), title, head: branch });
  }

  async merge(pull: PullRequest): Promise<void> {
    const sha = await this.git.merge(pull.pull.headRef, 'squash', `${pull.title} (#${pull.number})`);
    await this.#pushed();
    mergePullRequest(this.github, pull, { method: 'squash', by: this.options.cloud.github.user('alice'), sha });
  }

  /** The run that GitHub starts for a pull request that is up to date with `main`: its head is what is checked out. */
  async planned(stage: string, pull: PullRequest): Promise<ActionResult> {
    const payload = {
      action: 'opened',
      number: pull.number,
      pull_request: {
        number: pull.number,
        head: { sha: pull.pull.headSha, repo: { id: pull.pull.headRepository.id } },
        base: { ref: pull.pull.baseRef, repo: { id: this.github.id } },
        user: { login: 'alice' },
      },
    };
    return await this.#run(stage, 'pull_request', pull.pull.headSha, `refs/pull/${pull.number}/merge`, {}, payload);
  }

  /** The run that a push to `main` starts. */
  async deployed(stage: string): Promise<ActionResult> {
    return await this.#run(stage, 'push', await this.git.head('main'), 'refs/heads/main');
  }

  /** A run by hand on `main`. */
  async dispatched(stage: string, inputs: Readonly<Record<string, string>>): Promise<ActionResult> {
    return await this.#run(stage, 'workflow_dispatch', await this.git.head('main'), 'refs/heads/main', inputs);
  }

  /** The run that a schedule starts. */
  async scheduled(stage: string): Promise<ActionResult> {
    return await this.#run(stage, 'schedule', await this.git.head('main'), 'refs/heads/main');
  }

  /** Each run in a checkout of its own, as on a fresh runner, so that two stages can run at once. */
  async #run(
    stage: string,
    event: string,
    sha: string,
    ref: string,
    inputs: Readonly<Record<string, string>> = {},
    payload: object = {},
  ): Promise<ActionResult> {
    const { folder, cloud, environment } = this.options;
    const runId = String(1000 + ++this.#runs);
    const workspace = join(folder, `checkout-${runId}`);
    await this.git.git('worktree', 'add', '--quiet', '--detach', workspace, sha);
    const scratch = join(folder, 'steps');
    await mkdir(scratch, { recursive: true });
    const repository = { id: this.github.id, default_branch: 'main' };
    return await runAction({
      action: this.action,
      workspace,
      scratch,
      event: { name: event, payload: { repository, ...payload } },
      inputs: { stage, ...this.options.inputs(stage), ...inputs },
      token: cloud.github.token(GITHUB_ACTIONS),
      repository: this.github.fullName,
      sha,
      ref,
      runId,
      environment: { ...environment, AWS_ACCESS_KEY_ID: actorOf(stage, event, inputs.operation) },
    });
  }

  async #pushed(branch?: string): Promise<void> {
    await this.github.history.readGit(this.git.path);
    if (branch !== undefined) followBranch(this.github, branch);
  }
}

/**
 * Whose calls a run makes, as the access key that the requests are signed with: the emulator takes any, and the record of
 * the requests is read by role from it.
 */
function actorOf(stage: string, event: string, operation = 'deploy'): string {
  if (event === 'push' || operation.startsWith('rollback')) return `deploy-${stage}`;
  if (event === 'workflow_dispatch' && operation !== 'plan') return `${operation}-${stage}`;
  return `plan-${stage}`;
}
