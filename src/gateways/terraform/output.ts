import type { Log } from '../../ports/run.js';
import type { ApplyEvent } from '../../terraform/stream/applied-changes.js';
import type { Diagnostic } from '../../terraform/stream/diagnostic.js';
import { plainLines, withoutColours } from '../../terraform/stream/diagnostics-text.js';
import { ProgressLines } from '../../terraform/stream/progress-lines.js';
import { parseStreamLine } from '../../terraform/stream/stream-event.js';

/** The end of a line that may go on in the next one: base64 is broken after 64 or 76 characters. */
const UNFINISHED = /[\w+/-]{16}={0,2}\s*$/;

/** What Terraform prints while it runs, on its way into the log. */
export class TerraformOutput {
  /** A warning of `plan` or `apply` is nowhere else. */
  readonly diagnostics: Diagnostic[] = [];
  /** What the stream of a plan says of each change, as a sentence. */
  readonly planned: string[] = [];
  /** Whether the stream has come to its end: the sum of what was done stands there. */
  summed = false;
  readonly #log: Log;
  readonly #progress = new ProgressLines(Date.now());
  /** Lines that are said together with the next one. */
  #unfinished: string[] = [];
  readonly #changed: ((event: ApplyEvent) => void) | undefined;

  /** @param changed told of each step of an apply */
  constructor(log: Log, changed?: (event: ApplyEvent) => void) {
    this.#log = log;
    this.#changed = changed;
  }

  /** A line of `plan -json` or `apply -json`. */
  stream(line: string): void {
    const event = parseStreamLine(line);
    if (event.kind === 'silent') return;
    if (event.kind === 'diagnostic') {
      this.diagnostics.push(event.diagnostic);
      this.text(said(event.diagnostic));
    } else {
      if (event.kind === 'progress' && event.applied !== undefined) this.#changed?.(event.applied);
      if (event.kind === 'sum') this.summed = true;
      if (event.kind === 'repeated' && event.what === 'planned') this.planned.push(event.sentence);
      for (const sentence of this.#progress.of(event, Date.now())) this.text(sentence);
    }
  }

  /** A line of a command that prints text. */
  line(line: string): void {
    this.#unfinished.push(line);
    if (!UNFINISHED.test(line)) this.#finish();
  }

  /** As a whole: a secret that is broken into lines is only found in all of them. */
  text(text: string): void {
    this.#log.info(withoutColours(text));
  }

  /** What was only counted, and what stands on the standard error: a provider that crashed writes there. */
  end(stderr: string): void {
    this.#finish();
    for (const sentence of this.#progress.end()) this.text(sentence);
    const lines = plainLines(stderr).filter((line) => line.trim() !== '');
    if (lines.length > 0) this.text(lines.join('\n'));
  }

  #finish(): void {
    if (this.#unfinished.length > 0) this.text(this.#unfinished.join('\n'));
    this.#unfinished = [];
  }
}

/** Only for the log: annotations, which are few, are made of the outcome. */
function said({ severity, summary, detail, file, startLine }: Diagnostic): string {
  const place = file === undefined ? '' : ` (${file}:${startLine})`;
  return `${severity === 'error' ? 'Error' : 'Warning'}: ${summary}${place}${detail === '' ? '' : `\n${detail}`}`;
}
