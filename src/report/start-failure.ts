import type { ActionError } from '../errors.js';
import type { Redact } from '../redaction/redactor.js';
import { alert, ownProse } from './kit/markdown.js';

/** The job summary of a run that ended before there was anything to do: most often its inputs. */
export function startFailure({ parts }: ActionError, redact: Redact, help: string | undefined): string {
  const [first = '', ...rest] = redact(parts.what).split('\n');
  const items = rest.map((line) => `- ${ownProse(line.trim())}`);
  const found = [
    ...(parts.found === undefined ? [] : [`Found: ${ownProse(redact(parts.found))}`]),
    ...(parts.expected === undefined ? [] : [`Expected: ${ownProse(redact(parts.expected))}`]),
  ];
  const wayOut = parts.wayOut === undefined ? [] : [ownProse(redact(parts.wayOut.trim()))];
  const more = help === undefined ? [] : [`[Troubleshooting](${help})`];
  const blocks = [`**${ownProse(first)}**`, items.join('\n'), ...found, ...wayOut, ...more];
  return `### The run failed before it had a result\n\n${alert('CAUTION', blocks.filter((block) => block !== '').join('\n\n'))}\n`;
}
