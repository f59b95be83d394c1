import { posix } from 'node:path';

/** A warning or an error of Terraform, from its JSON streams. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  /** The resource, where Terraform names one. */
  readonly address?: string | undefined;
  /** The file relative to the root module's folder, as Terraform gives it. */
  readonly file?: string | undefined;
  /** One-based, as Terraform and GitHub both count. */
  readonly startLine?: number;
  readonly endLine?: number | undefined;
}

/**
 * With its file as seen from the root module. Terraform names a variable file as it was given, with its whole path, and
 * a variable of the command line as `<value for var.x>`, which is no file.
 *
 * @param directory absolute path of the root module
 */
export function placedIn(directory: string, diagnostic: Diagnostic): Diagnostic {
  const { file, startLine, endLine, ...placeless } = diagnostic;
  if (file === undefined) return diagnostic;
  if (file.startsWith('<')) return placeless;
  return posix.isAbsolute(file) ? { ...diagnostic, file: posix.relative(directory, file) } : diagnostic;
}
