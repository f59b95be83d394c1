import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { ActionError, asError } from '../../errors.js';

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
}

export interface IdToken {
  readonly token: string;
  readonly claims: IdTokenClaims;
}

const REPLY = v.object({ value: v.string() });
const CLAIMS = v.object({ iss: v.string(), sub: v.string(), aud: v.union([v.string(), v.array(v.string())]) });
const ATTEMPTS = 3;
const TIMEOUT_MS = 10_000;

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
  options: { readonly audience: string; readonly mask: (secret: string) => void; readonly pauseMs?: number },
): Promise<IdToken> {
  if (request === undefined) throw notPermitted();
  options.mask(request.token);
  const url = new URL(request.url);
  url.searchParams.set('audience', options.audience);
  const { value: token } = await fetched(url, request.token, options.pauseMs ?? 500);
  options.mask(token);
  return { token, claims: claimsIn(token) };
}

async function fetched(url: URL, token: string, pauseMs: number): Promise<v.InferOutput<typeof REPLY>> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await attempted(url, token);
    if ('reply' in outcome) return outcome.reply;
    if (!outcome.again || attempt === ATTEMPTS) {
      throw new ActionError({
        what: 'GitHub gave no identity token for this job',
        found: outcome.found,
        wayOut: 'Run the job again',
      });
    }
    await sleep(pauseMs * 2 ** (attempt - 1));
  }
}

type Attempt = { readonly reply: v.InferOutput<typeof REPLY> } | { readonly found: string; readonly again: boolean };

async function attempted(url: URL, token: string): Promise<Attempt> {
  try {
    const response = await fetch(url, {
      headers: { authorization: `bearer ${token}`, accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) return { found: `status ${response.status}`, again: response.status >= 500 };
    return { reply: v.parse(REPLY, JSON.parse(text)) };
  } catch (thrown) {
    return { found: asError(thrown).message, again: true };
  }
}

/** Read without checking the signature: AWS checks it, and here the claims are only repeated in errors. */
function claimsIn(token: string): IdTokenClaims {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const { iss, sub, aud } = v.parse(CLAIMS, parsed);
    return { iss, sub, aud: typeof aud === 'string' ? aud : aud.join(', ') };
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
