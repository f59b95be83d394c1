import { randomBytes } from 'node:crypto';
import type { LocalRequest, LocalService } from '../http-service.js';

/** What GitHub says in a token about the job that asked for it. */
export type Claims = Readonly<Record<string, string>>;

/**
 * The runner's endpoint for OIDC tokens (docs.github.com, "OpenID Connect reference"). Tokens are unsigned: the local
 * STS believes what they say, and nobody else gets to see them.
 */
export class IdTokens {
  /** The job's own secret, `ACTIONS_ID_TOKEN_REQUEST_TOKEN`. */
  readonly requestToken = randomBytes(24).toString('hex');
  /** Seconds that a token is valid; negative: it has expired when it comes. */
  lifetime = 300;
  readonly issued: string[] = [];

  /** @param now milliseconds since 1970 */
  constructor(
    public claims: Claims,
    private readonly now: () => number,
  ) {}

  issue(audience: string): string {
    const seconds = Math.floor(this.now() / 1000);
    const issuer = 'https://token.actions.githubusercontent.com';
    const body = { iss: issuer, aud: audience, iat: seconds, exp: seconds + this.lifetime, ...this.claims };
    const encoded = [{ alg: 'none', typ: 'JWT' }, body].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const token = `${encoded.join('.')}.unsigned`;
    this.issued.push(token);
    return token;
  }
}

export function idTokenService(tokens: IdTokens): LocalService {
  return {
    name: 'id-token',
    operationOf: ({ method, path }) => (method === 'GET' && path === '/token' ? 'GetIdToken' : undefined),
    answer(request: LocalRequest) {
      if (request.headers.authorization?.toLowerCase() !== `bearer ${tokens.requestToken}`) {
        return { status: 401, headers: { 'content-type': 'application/json' }, body: '{"message":"unauthorized"}' };
      }
      const value = tokens.issue(request.query.get('audience') ?? 'https://github.com/octo');
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ count: value.length, value }),
      };
    },
  };
}
