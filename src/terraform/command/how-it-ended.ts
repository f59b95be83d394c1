import type { Diagnostic } from '../stream/diagnostic.js';

/** A command that has ended badly. */
interface Ended {
  readonly binary: string;
  readonly command: string;
  readonly code: number | null;
  readonly signal: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Interrupted twice: https://developer.hashicorp.com/terraform/internals/machine-readable-ui has no event for it. */
export function hasGivenUp(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity, summary }) => severity === 'error' && /^operation canceled$/i.test(summary));
}

export function howItEnded({ binary, command, code, signal, diagnostics }: Ended): string {
  if (code === null) return `${binary} ${command} was ended by ${signal}`;
  if (hasGivenUp(diagnostics)) return `${binary} ${command} was interrupted twice and gave up`;
  return `${binary} ${command} failed with exit code ${code}`;
}
