/** The end of a line, as it is and as JSON writes it. */
const LINE_END = /\r?\n|(?:\\r)?\\n/g;
/** What stands ahead of a line in a plan's diff, in an error's box and in JSON. */
const MARGIN = /(?:[ \t│]|\\t|[+~-] )*/y;

/**
 * Replaces what is searched for in a text whose lines are read as one, such as base64 that `openssl` or a mail
 * broke after 64 or 76 characters. The rest of the text keeps its lines.
 */
export function replaceAcrossLines(text: string, searched: string | RegExp, mask: string): string {
  const lines = linesOf(text);
  if (lines.length === 1) return text;
  const joined = lines.map(({ start, end }) => text.slice(start, end)).join('');
  let line = 0;
  let before = 0;
  /** The place in the text of a place in the joined lines, which only grows; an end still belongs to its line. */
  const placeOf = (at: number, isEnd: boolean) => {
    for (let one = lines[line]; one !== undefined; one = lines[line]) {
      const length = one.end - one.start;
      if (isEnd ? at <= before + length : at < before + length) return one.start + at - before;
      before += length;
      line += 1;
    }
    return text.length;
  };
  const kept: string[] = [];
  let done = 0;
  for (const [from, to] of found(joined, searched)) {
    const begin = placeOf(from, false);
    kept.push(text.slice(done, begin), mask);
    done = placeOf(to, true);
  }
  return kept.length === 0 ? text : [...kept, text.slice(done)].join('');
}

function* found(text: string, searched: string | RegExp): Generator<readonly [from: number, to: number]> {
  if (typeof searched !== 'string') {
    for (const match of text.matchAll(searched)) yield [match.index, match.index + match[0].length];
    return;
  }
  for (let at = text.indexOf(searched); at >= 0; at = text.indexOf(searched, at + searched.length)) {
    yield [at, at + searched.length];
  }
}

/** Without the margin ahead of a line and the blanks behind it. Each character is looked at a fixed number of times. */
function linesOf(text: string): readonly { readonly start: number; readonly end: number }[] {
  const breaks = [...text.matchAll(LINE_END)];
  const starts = [0, ...breaks.map((end) => end.index + end[0].length)];
  return starts.map((from, index) => {
    const to = breaks[index]?.index ?? text.length;
    MARGIN.lastIndex = from;
    const start = Math.min(to, from + (MARGIN.exec(text)?.[0].length ?? 0));
    return { start, end: start + text.slice(start, to).trimEnd().length };
  });
}
