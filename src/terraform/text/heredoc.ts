/**
 * The column of a multi-line value's terminator, when this line of a plan's text opens one; else `undefined`.
 * Terraform always writes the word `EOT`, under the name of the attribute.
 */
export function openedHeredoc(line: string): number | undefined {
  if (!/<<-?EOT( # forces replacement)?$/.test(line)) return undefined;
  return nameColumn(line);
}

/**
 * Whether the value ends here. Its own lines stand four columns deeper, so that neither a line `EOT` nor one that only
 * begins with these letters ends it.
 */
export function closesHeredoc(line: string, column: number): boolean {
  return line.startsWith(`${' '.repeat(column)}EOT`) && /^EOT( |$|,)/.test(line.slice(column));
}

/** Markers inside a value stand two columns right of its terminator; what stands deeper is the value's own text. */
export function markerInside(line: string, column: number): '+' | '-' | '~' | undefined {
  const marker = line[column + 2];
  if (marker !== '+' && marker !== '-' && marker !== '~') return undefined;
  return line.slice(0, column + 2).trim() === '' && (line[column + 3] ?? ' ') === ' ' ? marker : undefined;
}

/** Where the name of the attribute begins; the marker (`+`, `-`, `~`) stands two columns before it. */
function nameColumn(line: string): number {
  const first = line.length - line.trimStart().length;
  return /^[+~-] /.test(line.slice(first)) ? first + 2 : first;
}
