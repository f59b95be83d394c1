import { GitHubError } from './github-error.js';

interface SecondaryLimit {
  readonly retryAfter: number;
  readonly status: 403 | 429;
  remaining: number;
}

/** The primary limit counts requests an hour; secondary ones stop bursts. Tests set both. */
export class RateLimits {
  /** Requests an hour (docs.github.com, "Rate limits for the REST API"; of a workflow's token 1,000 a repository). */
  limit = 5000;
  remaining = 5000;
  /** Seconds since 1970. */
  reset: number;
  #secondary: SecondaryLimit | undefined;

  constructor(private readonly now: () => number) {
    this.reset = Math.floor(now() / 1000) + 3600;
  }

  /** No request is left until `seconds` from now. */
  exhaust(seconds: number): void {
    this.remaining = 0;
    this.reset = Math.ceil(this.now() / 1000) + seconds;
  }

  /** The next `times` requests are refused with a wish to wait this many seconds. */
  slowDown(retryAfter: number, { times = 1, status = 403 as 403 | 429 } = {}): void {
    this.#secondary = { retryAfter, status, remaining: times };
  }

  /** Counts a request. Throws when it is over a limit. */
  count(): void {
    const seconds = Math.floor(this.now() / 1000);
    if (seconds >= this.reset) {
      this.remaining = this.limit;
      this.reset = seconds + 3600;
    }
    if (this.#secondary !== undefined && this.#secondary.remaining > 0) {
      this.#secondary.remaining -= 1;
      throw new GitHubError(
        this.#secondary.status,
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        { headers: { 'retry-after': String(this.#secondary.retryAfter) } },
      );
    }
    if (this.remaining === 0) throw new GitHubError(403, 'API rate limit exceeded for installation.');
    this.remaining -= 1;
  }

  headers(): Record<string, string> {
    return {
      'x-ratelimit-limit': String(this.limit),
      'x-ratelimit-remaining': String(this.remaining),
      'x-ratelimit-used': String(this.limit - this.remaining),
      'x-ratelimit-reset': String(this.reset),
      'x-ratelimit-resource': 'core',
    };
  }
}
