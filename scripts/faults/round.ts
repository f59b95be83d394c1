import { afterwards, converged, isThrough } from './invariants.js';
import { type Kind, LANES, type Lane, LIE } from './kinds.js';
import { headingsIn, type Mended } from './menders.js';
import { World, type Worlds } from './world.js';

/** One fault at one request of one use. */
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
  /** Whether another run was made afterwards; where the first did everything in silence, it mostly is left out. */
  readonly again: boolean;
  readonly mended: Mended | undefined;
  readonly wrong: readonly string[];
  readonly log: string;
}

/** Of the rounds in which nothing is left to do, one in so many is followed by another run all the same. */
const LOOKED_AT = 10;

/** How many requests of each lane a clean run makes. */
export async function counted(scenario: string): Promise<ReadonlyMap<string, number>> {
  const world = await World.of(scenario);
  try {
    await world.restore();
    const { lanes } = world.scenario;
    world.terraform.strike(0, 'none');
    const { exitCode, log } = await (await world.start({ faulty: lanes.includes('terraform') })).finished;
    if (exitCode !== 0) throw new Error(`"${scenario}" fails without a fault:\n${log}`);
    return new Map(lanes.map((lane) => [lane, requestsOf(world, laneOf(lane))]));
  } finally {
    await world.stop();
  }
}

function requestsOf(world: World, { requests }: Lane): number {
  if (requests === undefined) return world.terraform.commands;
  const { service, path } = requests;
  const entries = world.rehearsal.cloud.journal.entries(service === undefined ? {} : { service });
  return entries.filter((entry) => path === undefined || path.test(entry.path)).length;
}

export async function played(round: Round, worlds: Worlds, number: number): Promise<Result> {
  const world = await worlds.of(round.scenario);
  const { rehearsal, scenario } = world;
  const lane = laneOf(round.lane);
  const isMissed = strike(world, lane, round);
  const running = await world.start({ faulty: lane.requests === undefined });
  let missed = false;
  // What stays, stays until the run ends: `post` finds the world mended.
  running.process.once('exit', () => {
    missed = isMissed();
    rehearsal.cloud.faults.clear();
  });
  const first = await running.finished;
  const facts = { runUrl: world.runUrl, lied: round.kind === LIE };
  const wrong = afterwards(rehearsal, first, facts).map((each) => `after the fault, ${each}`);
  const logs = [first.log, first.post.log];
  const through = isThrough(rehearsal, first, scenario);
  const again = wrong.length > 0 || !through || number % LOOKED_AT === 0;
  let mended: Mended = { mender: through ? 'itself' : 'the next run', words: [] };
  if (again) {
    world.mended();
    const second = await (await world.start({ faulty: false })).finished;
    wrong.push(...converged(rehearsal, second, scenario).map((each) => `after the next run, ${each}`));
    logs.push(second.log);
    if (second.exitCode !== 0) mended = { mender: 'a person', words: headingsIn(second.log) };
  }
  return { round, missed, again, mended, wrong, log: logs.join('\n---\n') };
}

/** @returns whether the fault was not met, to be asked when the run is over */
function strike(world: World, { requests, kinds }: Lane, { kind: name, index }: Round): () => boolean {
  const { rehearsal, terraform } = world;
  const kind = kinds[name] as Kind | undefined;
  if (kind === undefined) throw new Error(`There is no "${name}": ${Object.keys(kinds).join(', ')}`);
  if (requests === undefined) {
    terraform.strike(index, name);
    return () => terraform.commands < index;
  }
  const effect = kind.effect?.(rehearsal);
  if (effect === undefined) throw new Error(`"${name}" does nothing`);
  const times = kind.stays === true ? Number.POSITIVE_INFINITY : 1;
  rehearsal.cloud.faults.add({ ...requests, nth: index, times, effect });
  return () => rehearsal.cloud.faults.unused().length > 0;
}

function laneOf(name: string): Lane {
  const lane = LANES[name];
  if (lane === undefined) throw new Error(`There is no lane "${name}": ${Object.keys(LANES).join(', ')}`);
  return lane;
}
