import * as v from 'valibot';
import { ActionError, asError } from '../../errors.js';
import { type Attempts, inAttempts } from './attempts.js';

/** What the runner gives to a job with `id-token: write`, and to no other. */
export interface IdTokenRequest {
  readonly url: string;
  readonly token: string;
}

/** What a token says about its job, as far as trust policies ask. */
export interface IdTokenClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  /** The branch or tag, and the repository's number: the bootstrap's roles ask for both. */
  readonly ref?: string | undefined;
  readonly repository_id?: string | undefined;
}

export interface IdToken {
  readonly token: string;
  readonly claims: IdTokenClaims;
}

const REPLY = v.object({ value: v.string() });
const CLAIMS = v.object({
  iss: v.string(),
  sub: v.string(),
  aud: v.union([v.string(), v.array(v.string())]),
  ref: v.optional(v.string()),
  repository_id: v.optional(v.string()),
});
const TIMEOUT_MS = 3000;

/** `undefined` where the job has no permission to ask. */
export function idTokenRequestOf(
  environment: Readonly<Record<string, string | undefined>>,
): IdTokenRequest | undefined {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: token = '' } = environment;
  return url === '' || token === '' ? undefined : { url, token };
}

/**
 * Asks GitHub for a token that says which job this is. Valid for some minutes, so each sign-in asks for its own.
 * https://docs.github.com/actions/reference/security/oidc
 * @param options.mask called with the token before anything else is done with it
 */
export async function requestIdToken(
  request: IdTokenRequest | undefined,
  options: Attempts & { readonly audience: string; readonly mask: (secret: string) => void },
): Promise<IdToken> {
  if (request === undefined) throw notPermitted();
  options.mask(request.token);
  const url = new URL(request.url);
  url.searchParams.set('audience', options.audience);
  const { value: token } = await fetched(url, request.token, options);
  options.mask(token);
  return { token, claims: claimsIn(token) };
}

async function fetched(url: URL, token: string, attempts: Attempts): Promise<v.InferOutput<typeof REPLY>> {
  try {
    // Whatever it says: a job that has just begun, a limit, a service that restarts.
    return await inAttempts(
      () => attempted(url, token),
      () => true,
      attempts,
    );
  } catch (thrown) {
    throw new ActionError({
      what: 'GitHub gave no identity token for this job',
      found: asError(thrown).message,
      wayOut: 'Run the job again',
    });
  }
}

async function attempted(url: URL, token: string): Promise<v.InferOutput<typeof REPLY>> {
  const response = await fetch(url, {
    headers: { authorization: `bearer ${token}`, accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`status ${response.status} ${messageIn(text)}`.trim());
  return v.parse(REPLY, JSON.parse(text));
}

function messageIn(text: string): string {
  try {
    return v.parse(v.object({ message: v.string() }), JSON.parse(text)).message;
  } catch {
    return '';
  }
}

/** Read without checking the signature: AWS checks it, and here the claims are only repeated in errors. */
function claimsIn(token: string): IdTokenClaims {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const { aud, ...claims } = v.parse(CLAIMS, parsed);
    return { ...claims, aud: typeof aud === 'string' ? aud : aud.join(', ') };
  } catch {
    return { iss: 'https://token.actions.githubusercontent.com', sub: 'unreadable', aud: 'unreadable' };
  }
}

function notPermitted(): ActionError {
  return new ActionError({
    what: 'The job may not ask GitHub for an identity, so no role can be assumed',
    found: 'no ACTIONS_ID_TOKEN_REQUEST_URL in the environment',
    expected: '"id-token: write" among the permissions of the job',
    wayOut:
      'Add it to "permissions:" of the job, and of the workflow that calls it where it is a reusable one. Pull requests from forks never have it',
  });
}
