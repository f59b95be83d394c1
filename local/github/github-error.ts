/** One entry of `errors` in a 422, as GitHub words it. */
export interface FieldError {
  readonly resource: string;
  readonly field: string;
  readonly code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom';
  readonly message?: string;
}

/** A request that GitHub refuses. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';

  constructor(
    readonly status: number,
    message: string,
    readonly about: {
      readonly errors?: readonly FieldError[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
  }

  /** The body. GitHub's description of a 422 has no `status`, which is a text elsewhere. */
  json(): Readonly<Record<string, unknown>> {
    const { errors } = this.about;
    return {
      message: this.message,
      documentation_url: 'https://docs.github.com/rest',
      ...(this.status === 422 ? {} : { status: String(this.status) }),
      ...(errors === undefined ? {} : { errors }),
    };
  }
}

/** Something that GitHub would do and this server does not: answered 501, so that no test relies on it. */
export class NotServed extends Error {
  override readonly name = 'NotServed';
}

export function notFound(): GitHubError {
  return new GitHubError(404, 'Not Found');
}

export function invalid(...errors: readonly FieldError[]): GitHubError {
  return new GitHubError(422, 'Validation Failed', { errors });
}
