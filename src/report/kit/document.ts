import { figure } from '../../counted.js';
import type { Outcome } from '../../operation/run/outcome.js';
import type { Redact } from '../../redaction/redactor.js';
import { codeSpan, fence, literal, ownProse, prose, stripAnsi } from './markdown.js';

export interface ReportOptions {
  redact(text: string): string;
}

/** One report in the making: its outcome, and the only ways in which foreign text enters it, redacted first. */
export interface Page {
  readonly outcome: Outcome;
  readonly redact: Redact;
  code(text: string, place?: 'text' | 'cell'): string;
  prose(text: string): string;
  /** A sentence of this action: `#12` in it is a reference. */
  ownProse(text: string): string;
  fence(language: string, lines: readonly string[]): string;
  /** The lines of a redacted text, neutral and shortened, for a fence. */
  lines(redacted: string): readonly string[];
  /** Where the reader finds what was left out, as a phrase: `the job summary has ...`. */
  readonly elsewhere: string;
  /** A place in the repository as a link, for a file of the root module. */
  place(file: string, line?: number): string;
  /** The same, for a file that is named from the repository's root. */
  source(path: string, line?: number): string;
}

/** A longer line is a certificate or an encoded file: nobody reads it, and it would push everything else out. */
const LONGEST_LINE = 1_000;

/** Blanks that push what follows out of sight, where no reader scrolls to: no indentation has so many. */
const PADDING = /[\p{Zs}\t]{120,}/gu;

export function page(
  outcome: Outcome,
  options: ReportOptions,
  elsewhere: string,
  longestLine: number = LONGEST_LINE,
): Page {
  // Colours first: a secret with a colour in its middle would not be found.
  const redact: Redact = (text) => options.redact(stripAnsi(text));
  const lines = (redacted: string) =>
    literal(redacted)
      .split('\n')
      .map((line) => shortened(line, longestLine));
  return {
    outcome,
    redact,
    lines,
    elsewhere,
    code: (text, place) => codeSpan(shortened(redact(text), longestLine), place),
    prose: (text) => prose(redact(text)),
    ownProse: (text) => ownProse(redact(text)),
    fence: (language, raw) => fence(language, raw.join('\n')),
    place: (file, line) => linked(file, repositoryPath(outcome.identity.directory, file), line),
    source: (path, line) => linked(path, repositoryPath('', path), line),
  };

  function linked(file: string, inside: string | undefined, line: number | undefined): string {
    const path = inside ?? file;
    const label = codeSpan(redact(line === undefined ? path : `${path}:${line}`));
    const repository = repositoryUrl(outcome.runUrl);
    if (inside === undefined || repository === undefined || outcome.commit === '') return label;
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    return `[${label}](${repository}/blob/${outcome.commit}/${encoded}${line === undefined ? '' : `#L${line}`})`;
  }
}

/**
 * A file that the root module names, from the repository's root. `undefined` where it is none of the repository: a
 * downloaded module's, or one beside the checkout.
 */
export function repositoryPath(directory: string, file: string): string | undefined {
  const steps: string[] = [];
  for (const step of `${directory}/${file}`.split('/')) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  const isForeign = file.startsWith('/') || steps[0] === '..' || /(?:^|\/)\.terraform\//.test(steps.join('/'));
  return isForeign ? undefined : steps.join('/');
}

/** `https://github.com/OWNER/REPO`, from the address of a run. */
export function repositoryUrl(runUrl: string): string | undefined {
  return /^(https?:\/\/[^\s()<>]+?)\/actions\/runs\//.exec(runUrl)?.[1];
}

function shortened(padded: string, longest: number): string {
  const line = padded.replace(PADDING, (run) => ` (${figure(run.length)} blanks) `);
  if (line.length <= longest) return line;
  // Not through a surrogate pair.
  const end = /[\ud800-\udbff]/.test(line[longest - 1] ?? '') ? longest - 1 : longest;
  return `${line.slice(0, end)} ... (${figure(line.length - end)} more characters)`;
}
