import { setTimeout as sleep } from 'node:timers/promises';
import { switched } from '../faults/faulty-terraform.js';
import { afterwards, always } from '../faults/invariants.js';
import type { Mended } from '../faults/menders.js';
import { type OtherCloud, World, type Worlds } from '../faults/world.js';
import { KINDS, LYING } from './kinds.js';
import { at, type Moment } from './moments.js';
import { recovered } from './next-runs.js';
import { end, workingIn } from './processes.js';

/** One run that is cut off. */
export interface Round {
  readonly use: string;
  readonly kind: string;
  readonly moment: Moment;
  /** A resource takes longer than Terraform waits between two saves of its state. */
  readonly slow: boolean;
  /** Absent: on our own cloud. */
  readonly on?: string;
}

export interface Result {
  readonly round: Round;
  /** The step of the run in which it was cut off; `undefined`: it was over before. */
  readonly phase: string | undefined;
  readonly steps: readonly string[];
  readonly mended: Mended | undefined;
  readonly wrong: readonly string[];
  readonly log: string;
}

export interface Length {
  readonly requests: number;
  readonly lines: number;
}

const SLOW_SECONDS = 25;

/** How many requests and lines a run has that nothing cuts off. */
export async function measured(use: string, other: OtherCloud | undefined): Promise<Length> {
  const world = await World.of(use, other);
  try {
    await world.restore();
    other?.count(0, () => {});
    const { exitCode, log } = await (await world.start({ faulty: false })).finished;
    if (exitCode !== 0) throw new Error(`"${use}" fails where nothing cuts it off:\n${log}`);
    const requests = other?.counted() ?? world.rehearsal.cloud.journal.entries().length;
    return { requests, lines: log.split('\n').length - 1 };
  } finally {
    await world.stop();
  }
}

export async function played(round: Round, worlds: Worlds): Promise<Result> {
  const world = await worlds.of(round.use);
  const { rehearsal } = world;
  const kind = KINDS[round.kind];
  if (kind === undefined) throw new Error(`There is no "${round.kind}": ${Object.keys(KINDS).join(', ')}`);
  if (round.slow) switched(rehearsal.folder, 'slow', String(SLOW_SECONDS));
  const running = await world.start({ faulty: false, post: kind.post });
  let phase: string | undefined;
  let striking: Promise<void> = Promise.resolve();
  const came = at(round.moment, world, running, () => {
    phase =
      running
        .log()
        .match(/(?<=::group::).*/g)
        ?.at(-1) ?? 'before the first step';
    striking = Promise.resolve(kind.strike(running, world));
  });
  const first = await running.finished;
  await striking;
  world.thaw();
  // With the job the runner ends what is left of it: also what was started after the strike, and has lost its parent.
  end(workingIn(rehearsal.folder), 'SIGKILL');
  await sleep(50);
  await world.other?.look(rehearsal);
  const lives = !kind.isSilent && first.signal === null;
  const facts = { runUrl: world.runUrl, lied: round.kind === LYING };
  const wrong = (lives ? afterwards(rehearsal, first, facts) : always(rehearsal, first)).map(
    (each) => `after the kill, ${each}`,
  );
  world.mended();
  const next = await recovered(world);
  wrong.push(...next.wrong.map((each) => `afterwards, ${each}`));
  if (next.steps.includes('import blocks')) await worlds.forget(round.use);
  const mended: Mended = {
    mender: next.steps.length > 0 ? 'a person' : first.exitCode === 0 ? 'itself' : 'the next run',
    words: next.words,
  };
  const log = [first.log, first.post.log, ...next.logs].join('\n---\n');
  return { round, phase: came() ? phase : undefined, steps: next.steps, mended, wrong, log };
}
