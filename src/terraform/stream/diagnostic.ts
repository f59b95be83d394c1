/** A warning or an error of Terraform, from its JSON streams. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  /** The resource, where Terraform names one. */
  readonly address?: string;
  /** The file relative to the root module's folder, as Terraform gives it. */
  readonly file?: string;
  /** One-based, as Terraform and GitHub both count. */
  readonly startLine?: number;
  readonly endLine?: number;
}
