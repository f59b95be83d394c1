import { figure } from '../../counted.js';
import { closesHeredoc, markerInside, openedHeredoc } from './heredoc.js';
import { knownLaterLast } from './known-later.js';

/** A text that is unmarked as a whole is shown as a whole up to so many lines. */
const SHORT = 20;
/** Unchanged lines on either side of a changed one. */
const CONTEXT = 3;
/** Characters on either side of what differs within a long line. */
const AROUND = 80;
/** A line that is longer is shortened to what differs. */
const LONG = 400;
/** Of what differs itself, so much of its beginning and of its end. */
const DIFFERING = 300;

const IN_PLACE = /^(\s*~ (?:"(?:[^"\\]|\\.)*"|[^"]*?)(?: += )?)("(?:[^"\\]|\\.)*") -> ("(?:[^"\\]|\\.)*")(.*)$/;

/**
 * The lines of one object with what is far from a change left out: unchanged lines of a text with several lines, the equal
 * parts of long lines on both sides, and attributes that are known only after apply, which come last.
 */
export function nearChanges(lines: readonly string[]): readonly string[] {
  return differing(withoutFarLines(knownLaterLast(lines)));
}

/** Within a text that is changed, unmarked lines are unchanged ones. In a new or a removed text every line is. */
function withoutFarLines(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let column: number | undefined;
  let inside: string[] = [];
  for (const line of lines) {
    if (column === undefined) {
      kept.push(line);
      const opened = openedHeredoc(line);
      if (opened !== undefined && line[opened - 2] === '~') column = opened;
    } else if (closesHeredoc(line, column)) {
      kept.push(...near(inside, column), line);
      inside = [];
      column = undefined;
    } else inside.push(line);
  }
  return [...kept, ...inside];
}

function near(lines: readonly string[], column: number): readonly string[] {
  const isKept = new Set<number>();
  lines.forEach((line, at) => {
    if (markerInside(line, column) === undefined) return;
    for (let beside = at - CONTEXT; beside <= at + CONTEXT; beside++) isKept.add(beside);
  });
  const changes = isKept.size > 0;
  if (!changes && lines.length <= SHORT) return lines;
  if (!changes) for (let at = 0; at < CONTEXT; at++) isKept.add(at);
  const kept: string[] = [];
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (end < lines.length && !isKept.has(end)) end++;
    // A line that says what is missing is no shorter than one line.
    if (end - at > 1)
      kept.push(`${' '.repeat(column + 4)}... (${count(end - at)} ${changes ? 'unchanged' : 'more'} lines)`);
    else kept.push(...lines.slice(at, end));
    at = end;
    while (at < lines.length && isKept.has(at)) kept.push(lines[at++] ?? '');
  }
  return kept;
}

/** Long lines whose other side is known: `"old" -> "new"` on one line, and removed lines followed by added ones. */
function differing(lines: readonly string[]): readonly string[] {
  const shown = [...lines];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.length > LONG) {
      const [, name = '', before = '', after = '', rest = ''] = IN_PLACE.exec(line) ?? [];
      if (before !== '') {
        const [old, made] = pair(before, after);
        shown[at] = `${name}${old} -> ${made}${rest}`;
      }
    }
    const removed = run(lines, at, '-');
    const added = run(lines, at + removed, '+');
    for (let row = 0; row < Math.min(removed, added); row++) {
      const [old = '', made = ''] = [lines[at + row], lines[at + removed + row]];
      if (Math.max(old.length, made.length) <= LONG) continue;
      const indent = old.length - old.trimStart().length + 2;
      const [left, right] = pair(old.slice(indent), made.slice(indent));
      shown[at + row] = old.slice(0, indent) + left;
      shown[at + removed + row] = made.slice(0, indent) + right;
    }
    if (removed > 0) at += Math.max(removed + added - 1, 0);
  }
  return shown;
}

function run(lines: readonly string[], from: number, marker: string): number {
  let end = from;
  while (end < lines.length && lines[end]?.trimStart().startsWith(`${marker} `)) end++;
  return end - from;
}

/** Two texts, without what both begin and end with. */
function pair(old: string, made: string): readonly [string, string] {
  let start = 0;
  while (start < Math.min(old.length, made.length) && old[start] === made[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, made.length) - start && old.at(-1 - end) === made.at(-1 - end)) end++;
  const [before, after] = [Math.max(0, start - AROUND), Math.max(0, end - AROUND)];
  return [around(old, before, after), around(made, before, after)];
}

function around(text: string, before: number, after: number): string {
  const part = text.slice(whole(text, before), whole(text, text.length - after));
  const cut = part.length > 2 * (DIFFERING + AROUND);
  const kept = DIFFERING + AROUND;
  const shown = cut
    ? `${part.slice(0, whole(part, kept))} ... (${count(part.length - 2 * kept)} more characters) ... ${part.slice(whole(part, part.length - kept))}`
    : part;
  const said = (characters: number) => `(${count(characters)} equal characters)`;
  return `${before > 0 ? `${said(before)} ... ` : ''}${shown}${after > 0 ? ` ... ${said(after)}` : ''}`;
}

/** Not through a surrogate pair. */
function whole(text: string, at: number): number {
  return /[\ud800-\udbff]/.test(text[at - 1] ?? '') ? at - 1 : at;
}

function count(number: number): string {
  return figure(number);
}
