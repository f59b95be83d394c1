import * as core from '@actions/core';
import type { FilePosition, Log } from '../ports.js';

/** The step's log: folding headings, and annotations on the file they are about. */
export const actionsLog: Log = {
  info: (message) => core.info(message),
  warning: (message, at) => core.warning(message, properties(at)),
  error: (message, at) => core.error(message, properties(at)),
  group: async (title, work) => await core.group(title, work),
};

function properties(at: FilePosition | undefined): core.AnnotationProperties {
  if (at === undefined) return {};
  return {
    file: at.file,
    startLine: at.startLine,
    ...(at.endLine === undefined ? {} : { endLine: at.endLine }),
  };
}
