import { asError } from '../../errors.js';

/** Longer than this no job should stand still: it fails, and says until when. */
const LONGEST_WAIT_MS = 120_000;

interface Failure {
  readonly status?: number;
  readonly message: string;
  readonly request?: { readonly method?: string; readonly url?: string };
  readonly response?: { readonly headers?: Readonly<Record<string, string | number | undefined>> };
}

/** HTTP status of a failed request; `undefined` when no complete answer came (Octokit then says 500 without one). */
export function statusOf(thrown: unknown): number | undefined {
  const { status, response } = thrown as Failure;
  return response === undefined ? undefined : status;
}

/** A later attempt may succeed: no answer, a server's error, a limit. */
export function isTransient(thrown: unknown): boolean {
  const status = statusOf(thrown);
  if (status === undefined) return thrown instanceof Error && 'request' in thrown;
  return status >= 500 || isLimit(thrown);
}

/** GitHub says that it did not begin, or the connection was never made: even creating may be tried again. */
export function wasNotProcessed(thrown: unknown): boolean {
  return isLimit(thrown) || /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(causes(thrown));
}

/**
 * How long to wait before the next attempt: `retry-after` (seconds), or `x-ratelimit-reset` (epoch seconds) when
 * nothing remains, else `pauseMs`. `undefined` when that is longer than a job should wait.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
export function retryDelayMs(thrown: unknown, pauseMs: number, now = Date.now()): number | undefined {
  const asked = askedDelayMs(thrown, now);
  if (asked === undefined) return pauseMs;
  return asked > LONGEST_WAIT_MS ? undefined : Math.max(asked, 0);
}

/** `found` and `wayOut` of an error about this failure. */
export function describeFailure(thrown: unknown): { readonly found: string; readonly wayOut: string } {
  const status = statusOf(thrown);
  const message = timedOut(thrown) ? 'no answer in time' : asError(thrown).message;
  const found = status === undefined ? message : `${status} ${message}`;
  if (isLimit(thrown)) {
    const delay = askedDelayMs(thrown, Date.now());
    const wait = delay === undefined ? 'a while' : `${Math.ceil(delay / 60_000)} minutes`;
    return { found, wayOut: `GitHub limits how often this token may ask: run the job again in ${wait}` };
  }
  if (status === 401) return { found, wayOut: 'The token is not valid (any more): look at the input "github-token"' };
  if (status === 403 && /\block(ed)?\b/i.test(message)) {
    return {
      found,
      wayOut:
        'The conversation is locked: unlock it on the page of the pull request or issue, or set "comment" to never',
    };
  }
  if (status === 403 || status === 404) {
    const permission = permissionFor(thrown);
    const grant =
      permission === undefined
        ? 'Look at the job\'s "permissions": docs/security.md names each with its reason'
        : `Give the job \`${permission}\` under "permissions:", and so does whoever calls it as a reusable workflow`;
    return { found, wayOut: grant };
  }
  if (status === 410) {
    return { found, wayOut: 'It is switched off or gone: look at "Features" in the settings of the repository' };
  }
  return { found, wayOut: 'Run the job again' };
}

/** By the path of a request, after the repository. A comment on a pull request is one of an issue in the API. */
const PERMISSIONS: readonly (readonly [RegExp, string])[] = [
  [/^(pulls|issues\/(comments|\d+\/comments))\b/, 'pull-requests'],
  [/^(check-runs|commits\/[^/]+\/check-runs)\b/, 'checks'],
  [/^deployments\b/, 'deployments'],
  [/^issues\b/, 'issues'],
  [/^actions\b/, 'actions'],
  [/^(git|commits|compare|contents|branches)\b/, 'contents'],
];

/** What the token lacks for this request: `checks: write`. */
function permissionFor(thrown: unknown): string | undefined {
  const { method = 'GET', url = '' } = (thrown as Failure).request ?? {};
  const path = /\/repos\/[^/]+\/[^/]+\/([^?]+)/.exec(url)?.[1] ?? '';
  const name = PERMISSIONS.find(([pattern]) => pattern.test(path))?.[1];
  if (name === undefined) return undefined;
  return `${name}: ${method.toUpperCase() === 'GET' && name !== 'pull-requests' ? 'read' : 'write'}`;
}

function isLimit(thrown: unknown): boolean {
  const status = statusOf(thrown);
  if (status === 429) return true;
  const { response, message } = thrown as Failure;
  return (
    status === 403 &&
    (response?.headers?.['retry-after'] !== undefined ||
      response?.headers?.['x-ratelimit-remaining'] === '0' ||
      /secondary rate limit/i.test(message))
  );
}

function askedDelayMs(thrown: unknown, now: number): number | undefined {
  const headers = (thrown as Failure).response?.headers;
  const after = Number(headers?.['retry-after'] ?? Number.NaN);
  if (Number.isFinite(after)) return after * 1000;
  const reset = Number(headers?.['x-ratelimit-reset'] ?? Number.NaN);
  if (headers?.['x-ratelimit-remaining'] === '0' && Number.isFinite(reset)) return reset * 1000 - now;
  return undefined;
}

/** Node's own words for it depend on where it struck. */
function timedOut(thrown: unknown): boolean {
  const { name, cause } = thrown as { readonly name?: string; readonly cause?: { readonly name?: string } };
  return name === 'TimeoutError' || cause?.name === 'TimeoutError';
}

function causes(thrown: unknown): string {
  const words: string[] = [];
  for (let at: unknown = thrown; at instanceof Error && words.length < 8; at = at.cause) {
    words.push(at.message, String((at as NodeJS.ErrnoException).code ?? ''));
  }
  return words.join(' ');
}
