import type { Diagnostic } from './diagnostic.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI sequences begin with one
const ANSI = /\u001b\[[0-9;]*m/g;
const HEADING = /^(Error|Warning): (.*)$/;
const PLACE = /^ {2}on (.+?) line (\d+)(?:, in .*)?:$/;
const RESOURCE = /^ {2}with (.+?),$/;
const CODE = /^ *\d+:( |$)/;

/**
 * The diagnostics in what a command without `-json` wrote to its standard error (`init`, `show`, `output`, `state`,
 * `workspace`): a heading, where it is, and prose. An error text without a heading is one diagnostic as a whole.
 */
export function parseDiagnosticsText(output: string): readonly Diagnostic[] {
  const lines = plainLines(output);
  const starts = lines.flatMap((line, at) => (HEADING.test(line) ? [at] : []));
  if (starts.length === 0) {
    const [summary, ...rest] = lines.join('\n').trim().split('\n');
    return summary ? [{ severity: 'error', summary, detail: rest.join('\n').trim() }] : [];
  }
  return starts.map((start, index) => diagnostic(lines.slice(start, starts[index + 1] ?? lines.length)));
}

/** Some commands know no `-no-color`, and a log is no terminal. */
export function withoutColours(text: string): string {
  return text.replace(ANSI, '');
}

/** Without colours and without the box that Terraform draws around a diagnostic. */
export function plainLines(output: string): string[] {
  return withoutColours(output)
    .split(/\r?\n/)
    .filter((line) => !/^[╷╵]\s*$/.test(line))
    .map((line) => line.replace(/^│ ?/, '').trimEnd());
}

function diagnostic([heading = '', ...body]: readonly string[]): Diagnostic {
  const [, severity, summary = ''] = HEADING.exec(heading) ?? [];
  // A long summary goes on until the first empty line.
  const gap = body.indexOf('');
  const continued = gap < 0 ? [] : body.slice(0, gap);
  const lines = body.slice(continued.length);
  const place = lines.map((line) => PLACE.exec(line)).find((match) => match !== null);
  const address = lines.map((line) => RESOURCE.exec(line)?.[1]).find((found) => found !== undefined);
  const prose = lines.filter((line) => !PLACE.test(line) && !RESOURCE.test(line) && !CODE.test(line));
  const line = Number(place?.[2]);
  return {
    severity: severity === 'Warning' ? 'warning' : 'error',
    summary: [summary, ...continued].join(' ').trim(),
    detail: prose.join('\n').trim(),
    address,
    ...(place?.[1] === undefined ? {} : { file: place[1], startLine: line, endLine: line }),
  };
}
