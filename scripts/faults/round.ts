import { afterwards, converged } from './invariants.js';
import { LANES } from './kinds.js';
import { SCENARIOS, startWorld } from './scenarios.js';

/** One fault at one request of one scenario. */
export interface Round {
  readonly scenario: string;
  readonly lane: string;
  readonly kind: string;
  /** Of the requests of the lane, from 1. */
  readonly index: number;
}

export interface Result {
  readonly round: Round;
  /** The run did not make so many requests. */
  readonly missed: boolean;
  readonly wrong: readonly string[];
  readonly log: string;
}

/** How many requests of each lane a clean run makes. */
export async function counted(scenario: string): Promise<ReadonlyMap<string, number>> {
  const { lanes, prepare, run } = of(SCENARIOS, scenario);
  const world = await startWorld(process.cwd());
  try {
    await prepare(world);
    world.cloud.journal.clear();
    const { exitCode, log } = await run(world);
    if (exitCode !== 0) throw new Error(`"${scenario}" fails without a fault:\n${log}`);
    return new Map(
      lanes.map((lane) => {
        const { service, path } = of(LANES, lane).requests;
        const entries = world.cloud.journal.entries(service === undefined ? {} : { service });
        return [lane, entries.filter((entry) => path === undefined || path.test(entry.path)).length];
      }),
    );
  } finally {
    await world.stop();
  }
}

export async function played(round: Round): Promise<Result> {
  const scenario = of(SCENARIOS, round.scenario);
  const { requests, kinds } = of(LANES, round.lane);
  const world = await startWorld(process.cwd());
  try {
    await scenario.prepare(world);
    world.cloud.faults.add({ ...requests, nth: round.index, times: 1, effect: of(kinds, round.kind) });
    const first = await scenario.run(world);
    const missed = world.cloud.faults.unused().length > 0;
    world.cloud.faults.clear();
    const wrong = afterwards(world, first).map((each) => `after the fault, ${each}`);
    const second = await scenario.run(world);
    wrong.push(...converged(world, second, scenario).map((each) => `after the next run, ${each}`));
    return { round, missed, wrong, log: [first.log, first.post.log, second.log].join('\n---\n') };
  } finally {
    await world.stop();
  }
}

function of<T>(all: Readonly<Record<string, T>>, name: string): T {
  const found = all[name];
  if (found === undefined) throw new Error(`There is no "${name}": ${Object.keys(all).join(', ')}`);
  return found;
}
