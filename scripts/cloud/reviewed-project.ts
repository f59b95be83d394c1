import { type PullRequest, review } from '../../local/github/pull-requests.js';
import { Rehearsal } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';

export interface ReviewedProjectOptions {
  /** Of every run; default: none beside the rehearsal's own. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Of the first commit, which is deployed before anything is reviewed. */
  readonly files: Readonly<Record<string, string>>;
}

/** A repository whose infrastructure is deployed for real, with a clock that moves: reviews are a matter of time. */
export class ReviewedProject {
  #offset = 0;
  #pulls = 0;

  private constructor(
    private readonly rehearsal: Rehearsal,
    private readonly options: ReviewedProjectOptions,
  ) {}

  static async start(options: ReviewedProjectOptions): Promise<ReviewedProject> {
    const clock = { now: () => Date.now() };
    const rehearsal = await Rehearsal.start({
      project: process.cwd(),
      cloud: { github: { now: () => clock.now() } },
      shop: { url: 'http://shop.invalid' },
    });
    const project = new ReviewedProject(rehearsal, options);
    clock.now = () => Date.now() + project.#offset;
    rehearsal.github.collaborators.set('bob', 'write');
    await rehearsal.change('main', 'The stack', { ...options.files, '.gitignore': '.terraform*\n' });
    succeeded(await project.deployed());
    return project;
  }

  async stop(): Promise<void> {
    await this.rehearsal.stop();
  }

  /** A pull request by alice, planned and, unless told otherwise, approved by bob. */
  async reviewed(files: Readonly<Record<string, string>>, approved = true): Promise<PullRequest> {
    const branch = `change-${++this.#pulls}`;
    await this.rehearsal.change(branch, `Change ${this.#pulls}`, files);
    const pull = this.rehearsal.open(branch, `Change ${this.#pulls}`);
    succeeded(await this.rehearsal.planned(pull, 'opened', this.#request()));
    this.#later();
    if (approved) review(this.rehearsal.github, pull, this.rehearsal.cloud.github.user('bob'), 'APPROVED');
    this.#later();
    return pull;
  }

  async merged(pull: PullRequest): Promise<void> {
    await this.rehearsal.merge(pull, 'squash', this.rehearsal.cloud.github.user('bob'));
    this.#later();
  }

  async deployed(): Promise<ActionResult> {
    const result = await this.rehearsal.deployed(this.#request());
    this.#later();
    return result;
  }

  #request() {
    const { inputs, environment } = this.options;
    return { inputs: { 'site-directory': '', ...inputs }, environment };
  }

  /** A minute passes: GitHub's times have whole seconds. */
  #later(): void {
    this.#offset += 60_000;
  }
}

export function succeeded(result: ActionResult): ActionResult {
  if (result.exitCode === 0 && result.outputs.outcome === 'succeeded') return result;
  throw new Error(`The run ended with ${result.exitCode} (${result.outputs.outcome}):\n${result.log.slice(-12_000)}`);
}
