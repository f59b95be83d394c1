import { parseVersion } from '../../../terraform/command/versions.js';
import type { Program } from '../../../terraform/version/choose-version.js';
import { meets } from '../../../terraform/version/constraint.js';
import { findBinary, findInstalled } from '../binary.js';
import { runShort } from '../short.js';
import type { InstallRequest } from './install.js';

export interface ProgramRequest extends Pick<InstallRequest, 'environment' | 'temporaryDirectory' | 'log' | 'signal'> {
  /** `terraform`, `tofu`, or a path. */
  readonly binary: string;
  /** `''`, `auto`, a version or a constraint. */
  readonly version: string;
  /** Absolute path of the root module. */
  readonly directory: string;
  /** Absolute path of the checkout. */
  readonly repository: string;
}

/**
 * The absolute path of the program: the one on PATH where no version is asked for or it is one that is asked for, else
 * one that is installed for this job. Nothing of the installer is loaded before it is needed.
 */
export async function programOf(request: ProgramRequest): Promise<string> {
  const { binary, version, directory, repository, environment } = request;
  if (!isProgram(binary)) return await findBinary(binary, environment);
  if (version === '') {
    const installed = await findInstalled(binary, environment);
    if (installed !== undefined) return installed;
  }
  const { versionOfCheckout, versionOfInput } = await import('./wanted-version.js');
  const wanted =
    version === '' || version === 'auto'
      ? await versionOfCheckout(binary, directory, repository)
      : versionOfInput(version);
  const onPath = await installedVersion(binary, request);
  if (onPath !== undefined && meets(onPath.version, wanted.constraint)) return onPath.program;
  const { install } = await import('./install.js');
  return await install({ ...request, program: binary, wanted });
}

function isProgram(binary: string): binary is Program {
  return binary === 'terraform' || binary === 'tofu';
}

/** What is on PATH and works. What does not is no reason to stop: another one is installed. */
async function installedVersion(
  binary: Program,
  { environment, directory }: ProgramRequest,
): Promise<{ readonly program: string; readonly version: string } | undefined> {
  try {
    const program = await findInstalled(binary, environment);
    if (program === undefined) return undefined;
    const { stdout, stderr } = await runShort(program, 'version', { directory, environment });
    return { program, version: parseVersion(stdout.trim() === '' ? stderr : stdout, binary).version };
  } catch {
    return undefined;
  }
}
