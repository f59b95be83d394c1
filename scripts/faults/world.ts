import { GITHUB_ACTIONS } from '../../local/github/identity.js';
import type { Rehearsal } from '../../local/rehearsal.js';
import type { RunningAction } from '../../local/runner.js';
import { FaultyTerraform, switched } from './faulty-terraform.js';
import { SCENARIOS, type Scenario, startRehearsal } from './scenarios.js';
import { snapshot } from './snapshot.js';

/** Another cloud under a world than our own, which has only the GitHub then, and a copy of what is judged. */
export interface OtherCloud {
  readonly scenarios: Readonly<Record<string, Scenario>>;
  /** Empties it, for a project in which nothing is deployed. */
  start(project: string): Promise<Rehearsal>;
  /** Counts its requests from now on, and calls at the nth. */
  count(nth: number, come: () => void): void;
  /** How many there were. */
  counted(): number;
  freeze(): void;
  thaw(): void;
  /** Waits until it is quiet, and copies into the local cloud what stands there. */
  look(rehearsal: Rehearsal): Promise<void>;
  /** What is wrong with it after a run that has done everything. */
  unexpected(rehearsal: Rehearsal, scenario: Scenario): readonly string[];
  /** Does with what is lost what printed `import` blocks ask for. @returns what was done */
  byHand(rehearsal: Rehearsal, printed: string, lost: readonly string[]): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** One use, prepared, in which round after round is played. */
export class World {
  #runs = 5000;

  private constructor(
    readonly scenario: Scenario,
    readonly rehearsal: Rehearsal,
    readonly terraform: FaultyTerraform,
    readonly restore: () => Promise<void>,
    readonly other: OtherCloud | undefined,
  ) {}

  static async of(name: string, other?: OtherCloud): Promise<World> {
    const scenarios = other?.scenarios ?? SCENARIOS;
    const scenario = scenarios[name];
    if (scenario === undefined) throw new Error(`There is no use "${name}": ${Object.keys(scenarios).join(', ')}`);
    const rehearsal = await (other?.start(process.cwd()) ?? startRehearsal(process.cwd()));
    try {
      const terraform = FaultyTerraform.in(rehearsal.folder);
      await scenario.prepare(rehearsal);
      return new World(scenario, rehearsal, terraform, snapshot(rehearsal), other);
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

  /** Every server takes requests, and answers none until `thaw`. */
  freeze(): void {
    this.rehearsal.cloud.faults.add({ effect: { meanwhile: () => new Promise<void>(() => {}) } });
    this.other?.freeze();
  }

  thaw(): void {
    this.rehearsal.cloud.faults.clear();
    this.other?.thaw();
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

  constructor(readonly other?: OtherCloud) {}

  async of(name: string): Promise<World> {
    // It is emptied for each world, and none can be put back.
    if (this.other !== undefined) await this.#forgetAll();
    const known = this.#prepared.get(name);
    if (known !== undefined) {
      await known.restore();
      return known;
    }
    const world = await World.of(name, this.other);
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
    await this.#forgetAll();
    await this.other?.stop();
  }

  async #forgetAll(): Promise<void> {
    for (const name of [...this.#prepared.keys()]) await this.forget(name);
  }
}
