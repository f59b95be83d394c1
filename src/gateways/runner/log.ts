import type { FilePosition, Log } from '../../ports/run.js';
import { logLines } from '../../terraform/stream/log-line.js';
import { actionsSecrets } from './secret-register.js';
import * as runner from './workflow-commands.js';

const { redact } = actionsSecrets;

/** The step's log: folding headings, and annotations on the file they are about. Nothing enters it unmasked. */
export const actionsLog: Log = {
  // Whatever a message quotes, the runner reads no command in it. Annotations are escaped.
  info: (message) => runner.info(logLines(redact(message)).join('\n')),
  warning: (message, at) => runner.warning(redact(message), properties(at)),
  error: (message, at) => runner.error(redact(message), properties(at)),
  group: async (title, work) => await runner.group(logLines(redact(title)).join(' '), work),
};

function properties(at: FilePosition | undefined): runner.AnnotationPlace {
  if (at === undefined) return {};
  return {
    file: redact(at.file),
    line: at.startLine,
    ...(at.endLine === undefined ? {} : { endLine: at.endLine }),
  };
}
