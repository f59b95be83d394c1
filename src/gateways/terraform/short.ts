import { getExecOutput } from '@actions/exec';
import { ActionError, asError } from '../../errors.js';
import { FORMAT_ARGUMENTS, VALIDATE_ARGUMENTS, VERSION_ARGUMENTS } from '../../terraform/command/arguments.js';

/** The commands that read local files and take a moment: these may run on pipes, and end by themselves. */
const SHORT = { version: VERSION_ARGUMENTS, fmt: FORMAT_ARGUMENTS, validate: VALIDATE_ARGUMENTS } as const;

export interface ShortEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface ShortOptions {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Adds the variables, where the command takes them. */
  readonly early?: { added(given: readonly string[]): Promise<readonly string[]> };
}

/** Runs a short command; its exit code is the caller's to read. */
export async function runShort(program: string, command: keyof typeof SHORT, options: ShortOptions): Promise<ShortEnd> {
  const given = SHORT[command];
  return await ended(program, (await options.early?.added(given)) ?? given, options);
}

/** What `COMMAND -help` prints. */
export async function helpOf(program: string, words: readonly string[], options: ShortOptions): Promise<string> {
  const { stdout, stderr } = await ended(program, [...words, '-help'], options);
  return `${stdout}\n${stderr}`;
}

async function ended(program: string, given: readonly string[], options: ShortOptions): Promise<ShortEnd> {
  try {
    // The quotes are for the library, which splits its first argument as a command line.
    const { exitCode, stdout, stderr } = await getExecOutput(`"${program}"`, [...given], {
      cwd: options.directory,
      env: { ...options.environment },
      silent: true,
      ignoreReturnCode: true,
    });
    return { code: exitCode, stdout, stderr };
  } catch (cause) {
    throw new ActionError({
      what: `${program} could not be run`,
      found: asError(cause).message,
      expected: 'a Terraform or OpenTofu for this machine',
      wayOut: 'Install one for its system and processor before this step',
      cause,
    });
  }
}
