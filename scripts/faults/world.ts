import { GITHUB_ACTIONS } from '../../local/github/identity.js';
import type { Rehearsal } from '../../local/rehearsal.js';
import type { RunningAction } from '../../local/runner.js';
import { FaultyTerraform, switched } from './faulty-terraform.js';
import { SCENARIOS, type Scenario, startRehearsal } from './scenarios.js';
import { snapshot } from './snapshot.js';

/** One use, prepared, in which round after round is played. */
export class World {
  #runs = 5000;

  private constructor(
    readonly scenario: Scenario,
    readonly rehearsal: Rehearsal,
    readonly terraform: FaultyTerraform,
    readonly restore: () => Promise<void>,
  ) {}

  static async of(name: string): Promise<World> {
    const scenario = SCENARIOS[name];
    if (scenario === undefined) throw new Error(`There is no use "${name}": ${Object.keys(SCENARIOS).join(', ')}`);
    const rehearsal = await startRehearsal(process.cwd());
    try {
      const terraform = FaultyTerraform.in(rehearsal.folder);
      await scenario.prepare(rehearsal);
      return new World(scenario, rehearsal, terraform, snapshot(rehearsal));
    } catch (thrown) {
      await rehearsal.stop();
      throw thrown;
    }
  }

  /** With the Terraform into which faults fall, where one is wanted; else with the one on PATH. */
  async start(options: { readonly faulty: boolean; readonly post?: boolean }): Promise<RunningAction> {
    const environment = options.faulty ? this.terraform.environment() : {};
    const post = options.post === undefined ? {} : { post: options.post };
    const { github, git } = this.rehearsal;
    const id = ++this.#runs;
    const run = github.addRun({ id, headSha: await git.head('main') });
    const request = { environment, runId: String(id), ...post };
    const running = await this.scenario.start(this.rehearsal, request);
    const over = () => Object.assign(run, { status: 'completed' });
    running.finished.then(over, over);
    return running;
  }

  /** Of the run that was started last. */
  get runUrl(): string {
    return `https://github.com/octo/shop/actions/runs/${this.#runs}`;
  }

  /** What made resources fail is over. */
  mended(): void {
    for (const name of ['fail', 'slow'] as const) switched(this.rehearsal.folder, name, undefined);
  }

  async stop(): Promise<void> {
    await this.rehearsal.stop();
  }

  /** As the job has it, for a person who does what a run prints. */
  get token(): string {
    return this.rehearsal.cloud.github.token(GITHUB_ACTIONS);
  }
}

/** The worlds that one worker has prepared. */
export class Worlds {
  readonly #prepared = new Map<string, World>();

  async of(name: string): Promise<World> {
    const known = this.#prepared.get(name);
    if (known !== undefined) {
      await known.restore();
      return known;
    }
    const world = await World.of(name);
    this.#prepared.set(name, world);
    await world.restore();
    return world;
  }

  /** A world in which something went wrong is of no use to the next round. */
  async forget(name: string): Promise<void> {
    await this.#prepared.get(name)?.stop();
    this.#prepared.delete(name);
  }

  async stop(): Promise<void> {
    for (const name of [...this.#prepared.keys()]) await this.forget(name);
  }
}
