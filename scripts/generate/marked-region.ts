import { readFileSync, writeFileSync } from 'node:fs';

/** Lines of a file that are generated: everything between a line with `NAME:start` and one with `NAME:end`. */
export interface MarkedRegion {
  readonly name: string;
  /** The new content, without the marker lines; ends in a line break, or is empty. */
  readonly content: string;
}

/** The text with its regions filled in. Throws where a marker is missing, doubled or out of order. */
export function fillRegions(text: string, regions: readonly MarkedRegion[]): string {
  return regions.reduce((filled, { name, content }) => {
    const lines = filled.split('\n');
    const start = onlyIndex(lines, `${name}:start`);
    const end = onlyIndex(lines, `${name}:end`);
    if (end < start) throw new Error(`${name}:end stands before ${name}:start`);
    const body = content === '' ? [] : content.replace(/\n$/, '').split('\n');
    return [...lines.slice(0, start + 1), ...body, ...lines.slice(end)].join('\n');
  }, text);
}

/**
 * Writes the file, or with `check` only compares. Returns whether the file was right already; with `check` nothing is
 * written, so a check can never mend what it should report.
 */
export function bringUpToDate(path: string, wanted: string, check: boolean): boolean {
  const found = readFileSync(path, 'utf8');
  if (found === wanted) return true;
  if (!check) writeFileSync(path, wanted);
  return false;
}

function onlyIndex(lines: readonly string[], marker: string): number {
  // A marker is a comment of its own: `<!-- inputs:start -->` in Markdown, `# inputs:start` in YAML.
  const found = lines.flatMap((line, index) =>
    line.trim().replace(/^(<!--|#) | -->$/g, '') === marker ? [index] : [],
  );
  if (found.length !== 1) throw new Error(`Expected one line with the marker "${marker}", found ${found.length}`);
  return found[0] as number;
}
