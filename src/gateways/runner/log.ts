import * as core from '@actions/core';
import type { FilePosition, Log } from '../../ports/run.js';
import { logLines } from '../../terraform/stream/log-line.js';
import { actionsSecrets } from './secret-register.js';

const { redact } = actionsSecrets;

/** The step's log: folding headings, and annotations on the file they are about. Nothing enters it unmasked. */
export const actionsLog: Log = {
  // Whatever a message quotes, the runner reads no command in it. Annotations are escaped by the library.
  info: (message) => core.info(logLines(redact(message)).join('\n')),
  warning: (message, at) => core.warning(redact(message), properties(at)),
  error: (message, at) => core.error(redact(message), properties(at)),
  group: async (title, work) => await core.group(logLines(redact(title)).join(' '), work),
};

function properties(at: FilePosition | undefined): core.AnnotationProperties {
  if (at === undefined) return {};
  return {
    file: redact(at.file),
    startLine: at.startLine,
    ...(at.endLine === undefined ? {} : { endLine: at.endLine }),
  };
}
