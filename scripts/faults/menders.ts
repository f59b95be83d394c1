import type { Judged } from './campaign.js';

/** Who brought the stage right after a round: nobody had to, a run without anybody's help, or somebody by printed lines. */
export type Mender = 'itself' | 'the next run' | 'a person';

export interface Mended {
  readonly mender: Mender;
  /** The headings of the errors that the person got. */
  readonly words: readonly string[];
}

/** A round of either suite as its log has it; those of an earlier version lack `mended`. */
export interface LoggedRound extends Omit<Judged, 'log'> {
  readonly round: { readonly kind: string; readonly lane?: string };
  readonly mended?: Mended | undefined;
  /** Of the faults: whether another run was made. */
  readonly again?: boolean;
  /** Of the kills: what was done by hand, and where it was cut off. */
  readonly steps?: readonly string[];
  readonly phase?: string | undefined;
}

const UNKNOWN_WORDS = '(not logged)';

/** The first sentence of each error, without what differs between two runs. */
export function headingsIn(log: string): readonly string[] {
  const headings = [...log.matchAll(/^::error[^:]*::(.*)$/gm)].map(([, text = '']) =>
    (text.split(/%0A|\. |: (?=https?:)/)[0] ?? '')
      .replaceAll(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g, 'ID')
      .replaceAll(/(?<=RequestID: |HostID: )[^,]*/g, 'ID')
      .replace(/\.$/, ''),
  );
  return [...new Set(headings)];
}

/** By lane, where there are lanes, and kind; then the words, with how many rounds had them. */
export function mendersTable(rounds: readonly LoggedRound[]): readonly string[] {
  const rows = new Map<string, Record<Mender | 'violated', number>>();
  const words = new Map<string, number>();
  for (const logged of rounds) {
    const { round, wrong } = logged;
    const { mender, words: told } = mendedBy(logged);
    const names = round.lane === undefined ? [round.kind] : [`${round.lane} | ${round.kind}`, `${round.lane} | all`];
    for (const name of [...names, 'all']) {
      const row = rows.get(name) ?? { itself: 0, 'the next run': 0, 'a person': 0, violated: 0 };
      row[wrong.length > 0 ? 'violated' : mender]++;
      rows.set(name, row);
    }
    if (wrong.length === 0 && mender === 'a person')
      for (const heading of told) words.set(heading, (words.get(heading) ?? 0) + 1);
  }
  return [
    'who mends | by itself | the next run alone | a person, by printed lines | violations',
    ...[...rows]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, row]) => `${name} | ${row.itself} | ${row['the next run']} | ${row['a person']} | ${row.violated}`),
    'the words that a person got | rounds',
    ...[...words].sort(([, one], [, other]) => other - one).map(([heading, count]) => `${heading} | ${count}`),
  ];
}

function mendedBy({ mended, again, steps = [], phase }: LoggedRound): Mended {
  if (mended !== undefined) return mended;
  if (steps.length > 0) return { mender: 'a person', words: [UNKNOWN_WORDS] };
  const isOver = again === undefined ? phase === undefined : !again;
  return { mender: isOver ? 'itself' : 'the next run', words: [] };
}
