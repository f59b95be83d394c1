import { counted } from '../counted.js';
import type { Outcome } from '../operation/run/outcome.js';
import type { FilePosition, Log } from '../ports/run.js';
import type { Redact } from '../redaction/redactor.js';
import type { Diagnostic } from '../terraform/stream/diagnostic.js';
import { repositoryPath } from './kit/document.js';
import { unique } from './sections/checks-and-warnings.js';

/** GitHub shows this many annotations of each kind for a step, and drops the others without a word. */
const LIMIT = 10;

export interface Annotation {
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly at?: FilePosition;
}

/**
 * The diagnostics on their files. The error that fails the step and the run's own warnings are annotations too, so they
 * are counted in; of more than fit, the last one counts the rest.
 */
export function annotations(outcome: Outcome): readonly Annotation[] {
  const taken = { error: outcome.failure === undefined ? 0 : 1, warning: outcome.warnings.length };
  const found = unique(outcome.diagnostics);
  return (['error', 'warning'] as const).flatMap((severity) => {
    const kind = found.filter((diagnostic) => diagnostic.severity === severity);
    const room = Math.max(1, LIMIT - taken[severity]);
    const shown = kind.slice(0, kind.length <= room ? room : room - 1);
    const rest = kind.length - shown.length;
    return [
      ...shown.map((diagnostic) => annotation(diagnostic, outcome.identity.directory)),
      ...(rest === 0 ? [] : [{ severity, message: `${counted(rest, `more ${severity}`)}: the job summary has them.` }]),
    ];
  });
}

/** Writes the annotations into the log, from where the runner takes them. */
export function annotate(outcome: Outcome, log: Pick<Log, 'error' | 'warning'>, redact: Redact): void {
  for (const { severity, message, at } of annotations(outcome)) log[severity](redact(message), at);
}

function annotation(
  { severity, summary, detail, file, startLine, endLine }: Diagnostic,
  directory: string,
): Annotation {
  const message = detail === '' ? summary : `${summary}: ${detail}`;
  if (file === undefined) return { severity, message };
  const path = repositoryPath(directory, file);
  // GitHub would look for it in the repository, and show nothing.
  if (path === undefined) return { severity, message: `${message} (${file}:${startLine ?? 1})` };
  return {
    severity,
    message,
    at: {
      file: path,
      startLine: startLine ?? 1,
      endLine,
    },
  };
}
