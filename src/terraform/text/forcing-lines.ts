import { nearChanges } from './near-changes.js';

const FORCES = ' # forces replacement';
/** Changed elements of a list or an object that are named. */
const ELEMENTS = 4;

/**
 * The lines of a block that say what forces a replacement: `ami = "old" -> "new"`, and of a list or an object its changed
 * elements. Not every one that does is marked in the text.
 *
 * @param paths the attributes that force it, as the plan's JSON names them
 */
export function forcingLines(lines: readonly string[], paths: readonly string[]): readonly string[] {
  const shown = nearChanges(lines);
  const names = new Set(paths);
  const every = shown.map((_, at) => at);
  const marked = every.filter((at) => shown[at]?.endsWith(FORCES));
  const named = every.filter((at) => names.has(/^ +~ (\S+) += (?:.* -> |[[{]$)/.exec(shown[at] ?? '')?.[1] ?? ''));
  return (marked.length > 0 ? marked : named).flatMap((at) => changed(shown, at));
}

function changed(lines: readonly string[], at: number): readonly string[] {
  const line = assignment(lines[at] ?? '');
  if (line.includes(' -> ')) return [line];
  if (!isOpening(line)) return [];
  const elements = elementsBelow(lines, at);
  if (elements.length === 0) return [];
  const named = elements.slice(0, ELEMENTS).join(', ');
  const more = elements.length > ELEMENTS ? ', ...' : '';
  return [`${line}${named}${more}${closing(line)}`];
}

/** Each marker stands four columns right of the one of its list or object, whose closing bracket stands under its name. */
function elementsBelow(lines: readonly string[], at: number): readonly string[] {
  const column = markerColumn(lines[at] ?? '');
  const elements: string[] = [];
  for (const line of lines.slice(at + 1)) {
    if (line.length - line.trimStart().length <= column + 2) break;
    if (markerColumn(line) !== column + 4) continue;
    const element = assignment(line).replace(/,$/, '');
    const shown = isOpening(element) ? `${element}...${closing(element)}` : element;
    // What is changed says so by its arrow.
    elements.push(line.trimStart().startsWith('~') ? shown : `${line.trimStart().charAt(0)} ${shown}`);
  }
  return elements;
}

/** `name = value`, without the marker. */
function assignment(line: string): string {
  return (line.endsWith(FORCES) ? line.slice(0, -FORCES.length) : line)
    .trim()
    .replace(/^[~+-] /, '')
    .replace(/ += /, ' = ');
}

function isOpening(text: string): boolean {
  return /(?:^|= )[[{]$/.test(text);
}

function closing(text: string): string {
  return text.endsWith('[') ? ']' : '}';
}

function markerColumn(line: string): number {
  return /^( *)[~+-] /.exec(line)?.[1]?.length ?? -1;
}
