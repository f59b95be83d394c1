import { closesHeredoc, markerInside, openedHeredoc } from './heredoc.js';

/**
 * Moves the markers of a plan's text to column 0, where the `diff` language looks for them, so that GitHub colours
 * additions, removals and, as `!`, changes. A marker counts only where Terraform writes one: a YAML dash inside a
 * multi-line value stays what it is.
 */
export function gutter(lines: readonly string[]): readonly string[] {
  let heredoc: number | undefined;
  return lines.map((line) => {
    if (heredoc !== undefined && !closesHeredoc(line, heredoc))
      return moved(line, markerInside(line, heredoc), heredoc + 2);
    heredoc = openedHeredoc(line);
    const match = /^( *)([+~-]) /.exec(line);
    const column = match?.[1]?.length ?? 0;
    return moved(line, match?.[2], column);
  });
}

function moved(line: string, marker: string | undefined, column: number): string {
  if (marker === undefined) return line;
  const sign = marker === '~' ? '!' : marker;
  return `${sign}${line.slice(0, column)}${line.slice(column + 1)}`;
}
