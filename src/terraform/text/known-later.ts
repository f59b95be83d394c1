import { figure } from '../../counted.js';
import { closesHeredoc, openedHeredoc } from './heredoc.js';

const NAME = '(?:"(?:[^"\\\\]|\\\\.)*"|[\\w-]+)';
/** An attribute of a new object, at any depth. */
const NEW = new RegExp(`^\\s+\\+ ${NAME} += \\(known after apply\\)$`);
/** An attribute of the object itself that has a value now. One that forces a replacement says so behind it, and stays. */
const CHANGED = new RegExp(`^ {6}~ ${NAME} += .* -> \\(known after apply\\)$`);
/** The value that it has now may take several lines, and ends at the first one that stands two columns right of its name. */
const OPENED = new RegExp(`^( {6}~ ${NAME} += )(?:[{[]|<<|\\w+\\()`);
const CLOSED = /^ {8}\S/;
const CLOSED_LATER = /^ {8}\S+ -> \(known after apply\)$/;

/**
 * The lines of one object with the attributes that are known only after apply at its end: what they become says nothing. Those
 * that have a value now keep it where it is one line; those of a new object are counted.
 */
export function knownLaterLast(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  const last: string[] = [];
  const unknown: string[] = [];
  let heredoc: number | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (heredoc !== undefined && !closesHeredoc(line, heredoc)) {
      kept.push(line);
      continue;
    }
    const end = closing(lines, at);
    if (end !== undefined) {
      last.push(`${OPENED.exec(line)?.[1]}(${figure(end - at + 1)} lines) -> (known after apply)`);
      at = end;
      continue;
    }
    heredoc = openedHeredoc(line);
    if (NEW.test(line)) unknown.push(line);
    else if (CHANGED.test(line)) last.push(line);
    else kept.push(line);
  }
  const brace = kept.findLastIndex((line) => /^\s*\}$/.test(line));
  if (brace < 0) return lines;
  const counted =
    unknown.length > 1 ? [`${' '.repeat(8)}# (${figure(unknown.length)} attributes known after apply)`] : unknown;
  return [...kept.slice(0, brace), ...last, ...counted, ...kept.slice(brace)];
}

/** The last line of a value of several lines that becomes one that is known after apply. */
function closing(lines: readonly string[], at: number): number | undefined {
  if (!OPENED.test(lines[at] ?? '')) return undefined;
  const end = lines.findIndex((line, index) => index > at && CLOSED.test(line));
  return end > 0 && CLOSED_LATER.test(lines[end] ?? '') ? end : undefined;
}
