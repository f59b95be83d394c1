import { parseDiagnosticsText } from '../../../terraform/stream/diagnostics-text.js';
import { type MachineOutput, machineOutput } from '../../../terraform/stream/machine-output.js';
import { actionsSecrets } from '../../runner/secret-register.js';
import type { CommandSettings } from '../command.js';

/** A backend's long advice is read in Terraform's own log. */
const LONGEST = 300;

/**
 * The object in what a command printed; `undefined` where there is none. What stands around it is a warning of this run:
 * its headings alone, since the rest may be anything.
 */
export function machineRead(
  { binary, version, log }: Pick<CommandSettings, 'binary' | 'version' | 'log'>,
  command: string,
  text: string,
  wanted: (value: unknown) => boolean,
): MachineOutput | undefined {
  const found = machineOutput(text, wanted);
  if (found === undefined || found.around === '') return found;
  // Masked before it is cut.
  const said = parseDiagnosticsText(actionsSecrets.redact(found.around))
    .filter(() => /(Warning|Error): /.test(found.around))
    .map(({ summary, detail }) => `${summary}: ${detail.replace(/\s+/g, ' ')}`.slice(0, LONGEST));
  const what = said.length === 0 ? `${found.around.length} characters of text` : said.join('; ');
  log.warning(
    `${binary} ${version} printed more than the JSON of \`${binary} ${command} -json\`: ${what}. ${wayOut(version)}`,
  );
  return found;
}

/** https://github.com/hashicorp/terraform/blob/v1.15/CHANGELOG.md: 1.15.2 prints no warnings there. */
function wayOut(version: string): string {
  return /^1\.15\.[01]$/.test(version)
    ? 'Set "terraform-version" to 1.15.2 or newer, which does not, or correct what it warns about'
    : 'Correct what it warns about';
}
