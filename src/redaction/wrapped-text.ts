/** What stands ahead of a line in a plan's diff, in an error's box and in JSON. */
const MARGIN = /(?:[ \t│]|\\t|[+~-] )*/y;
const BASE64 = /[A-Za-z0-9+/=_-]/;

/**
 * Replaces what is searched for in a text whose lines are read as one: base64 that `openssl` or a mail broke after 64 or
 * 76 characters. The rest of the text keeps its lines.
 *
 * @param searched matches characters of base64 only
 */
export function replaceAcrossLines(text: string, searched: string | RegExp, mask: string): string {
  const parts = wrapped(text);
  if (parts.length === 0) return text;
  const joined = parts.map(({ start, end, isLast }) => text.slice(start, end) + (isLast ? '\n' : '')).join('');
  let at = 0;
  let before = 0;
  /** The place in the text of a place in the joined lines, which only grows; an end still belongs to its line. */
  const placeOf = (place: number, isEnd: boolean) => {
    for (let part = parts[at]; part !== undefined; part = parts[++at]) {
      const length = part.end - part.start;
      if (isEnd ? place <= before + length : place < before + length) return part.start + place - before;
      before += length + (part.isLast ? 1 : 0);
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

interface Line {
  readonly start: number;
  readonly end: number;
  /** Nothing runs on behind it. */
  isLast: boolean;
}

/**
 * The lines that base64 may run through, without the margin ahead of a line and the blanks behind it. Each character of
 * the text is looked at a fixed number of times; of a plan's quarter of a million lines few are kept.
 */
function wrapped(text: string): readonly Line[] {
  const kept: Line[] = [];
  let previous: Line | undefined;
  for (const [from, to] of lines(text)) {
    MARGIN.lastIndex = from;
    MARGIN.test(text);
    const start = Math.min(to, MARGIN.lastIndex);
    const end = start + text.slice(start, to).trimEnd().length;
    // An empty line ends nothing: it may be only a margin.
    if (end === start) continue;
    const line: Line = { start, end, isLast: true };
    if (previous !== undefined && isBase64(text, previous.end - 1) && isBase64(text, start)) {
      if (kept.at(-1) !== previous) kept.push(previous);
      previous.isLast = false;
      kept.push(line);
    }
    previous = line;
  }
  return kept;
}

function isBase64(text: string, at: number): boolean {
  return BASE64.test(text[at] ?? '');
}

/** A line ends with `\n` or `\r\n`, as it is and as JSON writes it. */
function* lines(text: string): Generator<readonly [from: number, to: number]> {
  let from = 0;
  let real = text.indexOf('\n');
  let written = text.indexOf('\\n');
  while (real >= 0 || written >= 0) {
    if (written < 0 || (real >= 0 && real < written)) {
      yield [from, text[real - 1] === '\r' ? real - 1 : real];
      from = real + 1;
      real = text.indexOf('\n', from);
    } else {
      yield [from, text.startsWith('\\r', written - 2) ? written - 2 : written];
      from = written + 2;
      written = text.indexOf('\\n', from);
    }
  }
  if (from > 0) yield [from, text.length];
}
