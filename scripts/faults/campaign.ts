import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type OtherCloud, Worlds } from './world.js';

/** What one round has shown; `log` is what its runs printed. */
export interface Judged {
  readonly wrong: readonly string[];
  readonly log: string;
}

export interface Campaign<Round, Result extends Judged> {
  /** Played from the front. */
  readonly waiting: Round[];
  /** Rounds at once: each is a few processes that mostly wait. */
  readonly width: number;
  /** No round begins after so many; for a run of which only a part fits into the time. */
  readonly seconds: string | undefined;
  /** Gets a line for each round, without what was printed. */
  readonly log: string | undefined;
  /** A cloud for each of those at once; default: our own. */
  readonly other?: (() => Promise<OtherCloud>) | undefined;
  /** The use whose world a round that violates something leaves behind. */
  readonly use: (round: Round) => string;
  readonly play: (round: Round, worlds: Worlds, number: number) => Promise<Result>;
  /** A round that ended with an error. */
  readonly broken: (round: Round, wrong: string) => Result;
  /** Told of each that violates something. @returns the name of a file for its log */
  readonly failed: (round: Round, result: Result) => string;
}

/** Plays what waits, several rounds at once. @param results those of an earlier run, to which these are added */
export async function playAll<Round, Result extends Judged>(
  campaign: Campaign<Round, Result>,
  results: Result[],
): Promise<void> {
  const { waiting, width, seconds, log: file, other, use, play, broken, failed } = campaign;
  const end = seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(seconds) * 1000;
  await Promise.all(Array.from({ length: width }, inTurn));

  async function inTurn(): Promise<void> {
    const worlds = new Worlds(await other?.());
    try {
      for (let round = waiting.shift(); round !== undefined && Date.now() < end; round = waiting.shift())
        await playedAndTold(round, worlds);
    } finally {
      await worlds.stop();
    }
  }

  async function playedAndTold(round: Round, worlds: Worlds): Promise<void> {
    const result = await play(round, worlds, results.length).catch((thrown: unknown) => broken(round, String(thrown)));
    results.push(result);
    const { log, ...kept } = result;
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(kept)}\n`);
    if (result.wrong.length === 0) return;
    await worlds.forget(use(round));
    const name = failed(round, result);
    if (process.env.FAULT_LOGS) writeFileSync(`${process.env.FAULT_LOGS}/${name}.log`, log);
  }
}

/** The rounds that an earlier run has left in its file. */
export function logged<Result extends Judged>(file: string | undefined): readonly Result[] {
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
  return lines.map((line) => ({ ...JSON.parse(line), log: '' }) as Result);
}

/** For CI, and as the exit code. */
export function reported(results: readonly Judged[]): void {
  const failed = results.filter(({ wrong }) => wrong.length > 0).length;
  const report = { passed: results.length - failed, failed, skipped: 0 };
  if (process.env.REPORT_FILE) writeFileSync(process.env.REPORT_FILE, JSON.stringify(report));
  process.exitCode = failed === 0 && results.length > 0 ? 0 : 1;
}
