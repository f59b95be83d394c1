import type { Diagnostic } from '../stream/diagnostic.js';

export interface FailedCommand {
  /** `init`, `plan`, `apply`, `show`, `output`, `workspace`, `state`. */
  readonly command: string;
  /** As a person would type it: `terraform`. */
  readonly binary: string;
  /** `linux_amd64`. */
  readonly platform: string;
  /** The root module's folder, as the reader knows it. */
  readonly directory: string;
  /** 0 where it ended well, and its stream has no end all the same. */
  readonly code: number | null;
  readonly signal: string | null;
  /** Whether this run asked it to stop. */
  readonly interrupted: boolean;
  /** The standard output, of `init` alone. */
  readonly printed: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The line that runs a command of Terraform in a fresh checkout. */
  readonly connectedLine?: ((command: string) => string) | undefined;
}

/** A command of Terraform, as a person types it. */
export function typed({ binary, directory, connectedLine }: FailedCommand, command: string): string {
  return connectedLine?.(command) ?? `${binary} -chdir=${directory} ${command}`;
}
