import { GITHUB_ACTIONS, type Identity } from '../../local/github/identity.js';
import { mergePullRequest, type PullRequest, review } from '../../local/github/pull-requests.js';
import type { MergeMethod } from '../../local/github/records.js';
import { Rehearsal, type RunRequest, STATE_BUCKET } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { shopInfrastructure } from '../../local/sample-shop.js';

/** What a change of the shop's Terraform says. */
export interface Shop {
  readonly size?: number;
  /** Further Terraform, a file for each name, so that two branches do not meet in one; `null` deletes it. */
  readonly resources?: Readonly<Record<string, string | null>>;
}

/** States of first deployments, by what was deployed: made once by a real deploy, then laid into later clouds. */
const states = new Map<string, Buffer>();
/** The same in every cloud, since the state remembers it. Nobody asks it: these runs have no site. */
const URL_OF_SHOP = 'http://shop.invalid';
const STATE = 'dev.tfstate';

/** A shop whose first deployment is done, with a clock that tests move: reviews are a matter of time. */
export class ReviewStage {
  #offset = 0;
  #pulls = 0;

  private constructor(readonly rehearsal: Rehearsal) {}

  /** @param options.deployed whether the first commit is deployed; default yes */
  static async start(options: Shop & { readonly deployed?: boolean } = {}): Promise<ReviewStage> {
    const clock = { now: () => Date.now() };
    const rehearsal = await Rehearsal.start({
      project: process.cwd(),
      cloud: { github: { now: () => clock.now() } },
      shop: { url: URL_OF_SHOP },
    });
    const stage = new ReviewStage(rehearsal);
    clock.now = () => Date.now() + stage.#offset;
    rehearsal.github.collaborators.set('bob', 'write');
    // What Terraform leaves in the folder stays out of the history.
    await rehearsal.change('main', 'The shop, with its resources', {
      ...stage.files(options),
      '.gitignore': '.terraform*\n',
    });
    if (options.deployed !== false) await stage.#deployFirst(JSON.stringify(options));
    stage.later();
    return stage;
  }

  async #deployFirst(what: string): Promise<void> {
    const { cloud, git, github } = this.rehearsal;
    const bucket = cloud.s3.store.bucket(STATE_BUCKET);
    const known = states.get(what);
    if (known === undefined) {
      succeeded(await this.deploy());
      const made = bucket.current(STATE)?.body;
      if (made !== undefined) states.set(what, made);
      return;
    }
    bucket.put(STATE, known);
    const now = cloud.github.now();
    const by = { creator: GITHUB_ACTIONS, description: '' };
    const success = { ...by, id: cloud.github.nextId(), state: 'success', logUrl: '', environmentUrl: '', at: now };
    github.deployments.push({
      ...by,
      id: cloud.github.nextId(),
      sha: await git.head('main'),
      ref: 'main',
      task: 'well-managed-deployments',
      environment: 'dev',
      production: false,
      transient: false,
      payload: { stage: 'dev' },
      createdAt: now,
      updatedAt: now,
      statuses: [success],
    });
  }

  async stop(): Promise<void> {
    await this.rehearsal.stop();
  }

  get bob(): Identity {
    return this.rehearsal.cloud.github.user('bob');
  }

  /** A minute passes: GitHub's times have whole seconds. */
  later(): void {
    this.#offset += 60_000;
  }

  files({ size, resources = {} }: Shop): Record<string, string | null> {
    const { shop } = this.rehearsal;
    const files = Object.entries(resources).map(([name, content]) => [`infra/${name}.tf`, content]);
    return {
      ...shopInfrastructure({ ...shop, ...(size === undefined ? {} : { size }) }),
      ...Object.fromEntries(files),
    };
  }

  /** Opens a pull request with this Terraform; planned unless told otherwise. */
  async open(
    shop: Shop,
    options: { readonly author?: Identity; readonly planned?: boolean } = {},
  ): Promise<PullRequest> {
    const branch = `change-${++this.#pulls}`;
    await this.rehearsal.change(branch, `Change ${this.#pulls}`, this.files(shop));
    const pull = this.rehearsal.open(branch, `Change ${this.#pulls}`, options.author);
    if (options.planned !== false) succeeded(await this.plan(pull));
    return pull;
  }

  /** Pushes further Terraform to the pull request's branch. */
  /** @param by who pushes; default: who opened the pull request */
  async push(pull: PullRequest, shop: Shop, by?: Identity): Promise<void> {
    await this.rehearsal.change(pull.pull.headRef, 'More', this.files(shop), by);
    this.later();
  }

  async plan(pull: PullRequest, request: RunRequest = {}): Promise<ActionResult> {
    const result = await this.rehearsal.planned(pull, 'synchronize', withoutSite(request));
    this.later();
    return result;
  }

  approve(pull: PullRequest, by: Identity = this.bob): void {
    review(this.rehearsal.github, pull, by, 'APPROVED');
    this.later();
  }

  async merge(pull: PullRequest, method: MergeMethod = 'squash'): Promise<string> {
    const sha = await this.rehearsal.merge(pull, method, this.bob);
    this.later();
    return sha;
  }

  async deploy(request: RunRequest & { readonly sha?: string } = {}): Promise<ActionResult> {
    const result = await this.rehearsal.deployed({
      ...withoutSite(request),
      ...(request.sha === undefined ? {} : { sha: request.sha }),
    });
    this.later();
    return result;
  }

  async dispatch(inputs: Readonly<Record<string, string>>, actor = 'alice'): Promise<ActionResult> {
    return await this.rehearsal.dispatched(inputs, withoutSite({ actor }));
  }

  /** Squashes pull requests as the merge queue does, each on top of the one before. @returns the group's commit */
  async queue(pulls: readonly PullRequest[]): Promise<{ readonly base: string; readonly commits: readonly string[] }> {
    const { git, github } = this.rehearsal;
    const base = await git.head('main');
    const commits: string[] = [];
    for (const pull of pulls) {
      const onto = commits.at(-1) ?? base;
      const branch = `gh-readonly-queue/main/pr-${pull.number}-${onto}`;
      await git.branch(branch, onto);
      await git.git('merge', '--quiet', '--squash', pull.pull.headRef);
      await git.git('commit', '--quiet', '-m', `${pull.title} (#${pull.number})`);
      commits.push(await git.head());
    }
    await github.history.readGit(git.path);
    return { base, commits };
  }

  async planGroup(base: string, head: string, pull: PullRequest): Promise<ActionResult> {
    const { rehearsal } = this;
    await rehearsal.git.checkout(head);
    const ref = `refs/heads/gh-readonly-queue/main/pr-${pull.number}-${base}`;
    const group = { head_sha: head, base_sha: base, head_ref: ref, base_ref: 'refs/heads/main' };
    const event = {
      name: 'merge_group',
      payload: { ...rehearsal.payload(), action: 'checks_requested', merge_group: group },
    };
    const result = await (await rehearsal.started(event, head, ref, withoutSite({}))).finished;
    this.later();
    return result;
  }

  /** The queue moves the default branch to the group's commit: one push for all of its pull requests. */
  async mergeGroup(pulls: readonly PullRequest[], commits: readonly string[]): Promise<void> {
    const { git, github } = this.rehearsal;
    await git.branch('main');
    await git.git('merge', '--quiet', '--ff-only', commits.at(-1) ?? 'main');
    await github.history.readGit(git.path);
    pulls.forEach((pull, index) => {
      const sha = commits[index];
      if (sha !== undefined) mergePullRequest(github, pull, { method: 'squash', by: this.bob, sha });
    });
    this.later();
  }

  /** The state as it is stored. */
  state(): {
    readonly resources: readonly {
      readonly name: string;
      readonly instances: readonly { readonly attributes: { readonly input?: { readonly value?: unknown } } }[];
    }[];
  } {
    const object = this.rehearsal.cloud.s3.store.bucket(STATE_BUCKET).current(STATE);
    return JSON.parse(object?.body.toString() ?? '{"resources":[]}');
  }

  /** The `size` of the shop's database, as it is deployed. */
  deployedSize(): unknown {
    const database = this.state().resources.find(({ name }) => name === 'database');
    return (database?.instances[0]?.attributes.input?.value as { readonly size?: number } | undefined)?.size;
  }
}

export function succeeded(result: ActionResult): ActionResult {
  if (result.exitCode !== 0) throw new Error(`The step failed:\n${result.log}`);
  return result;
}

/** The review is about infrastructure: no site, no time for it. */
function withoutSite({ inputs, ...request }: RunRequest): RunRequest {
  return { ...request, inputs: { 'site-directory': '', ...inputs } };
}
