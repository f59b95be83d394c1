import { join } from 'node:path';
import { initArguments } from '../../terraform/command/arguments.js';
import { exitMeaning } from '../../terraform/command/exit-codes.js';
import { TerraformFailure } from '../../terraform/command/failure.js';
import type { Diagnostic } from '../../terraform/stream/diagnostic.js';
import { isValidation, parseValidation } from '../../terraform/stream/diagnostics-json.js';
import { parseDiagnosticsText } from '../../terraform/stream/diagnostics-text.js';
import { actionsSecrets } from '../runner/secret-register.js';
import { machineRead } from './answers/machine.js';
import { type CommandSettings, runCommand } from './command.js';
import { runShort } from './short.js';

/**
 * What can be said about a configuration without credentials: formatting, and validity. Findings are returned, not
 * thrown; what keeps the checks from being made (a registry that does not answer) is thrown.
 */
export async function checkOffline(given: CommandSettings, locked: boolean): Promise<readonly Diagnostic[]> {
  // What an earlier run has left in the workspace names a backend, and would be asked.
  const settings = { ...given, environment: { ...given.environment, TF_DATA_DIR: join(given.scratch, 'offline') } };
  const format = await checkFormat(settings);
  try {
    await runCommand(settings, initArguments({ backend: false, backendConfig: [], locked }), 'text');
  } catch (thrown) {
    // A configuration that cannot be read is a finding; `validate` would only say it again.
    const findings = thrown instanceof TerraformFailure ? thrown.diagnostics : [];
    if (!findings.some(({ severity, file }) => severity === 'error' && file !== undefined)) throw thrown;
    return merged(format, findings);
  }
  const { stdout } = await runShort(settings.program, 'validate', settings);
  machineRead(settings, 'validate', stdout, isValidation);
  return merged(format, parseValidation(actionsSecrets.redact(stdout)));
}

async function checkFormat(settings: CommandSettings): Promise<readonly Diagnostic[]> {
  const { code, stdout, stderr } = await runShort(settings.program, 'fmt', settings);
  const meaning = exitMeaning('fmt', code);
  if (meaning === 'not-formatted') {
    return stdout
      .split('\n')
      .filter((file) => file.trim() !== '')
      .map((file) => ({
        severity: 'warning',
        summary: 'Not formatted',
        detail: `Run \`${settings.binary} fmt ${file}\` and commit the file`,
        file,
        startLine: 1,
      }));
  }
  // What cannot be parsed cannot be formatted: an error of its place, even in a folder that nothing uses.
  return meaning === 'success' ? [] : parseDiagnosticsText(stderr);
}

/** The same finding of two commands is one finding. */
function merged(...lists: readonly (readonly Diagnostic[])[]): readonly Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const finding of lists.flat()) {
    const key = JSON.stringify([finding.severity, finding.summary, finding.file, finding.startLine]);
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}
