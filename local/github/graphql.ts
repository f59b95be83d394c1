import type { LocalReply, LocalRequest } from '../http-service.js';
import { json } from './call.js';
import { GitHubError, NotServed } from './github-error.js';
import { loginOf, type Token } from './identity.js';

/** Who the token belongs to: REST refuses to say that of an app's. Any other query is not served. */
export function answerGraphQl(request: LocalRequest, token: Token): LocalReply {
  let query: unknown;
  try {
    query = (JSON.parse(request.body.toString('utf8')) as { query?: unknown }).query;
  } catch {
    throw new GitHubError(400, 'Problems parsing JSON');
  }
  if (typeof query !== 'string' || !/^\s*(query\s*)?\{\s*viewer\s*\{\s*login\s*\}\s*\}\s*$/.test(query)) {
    throw new NotServed(`the GraphQL query ${JSON.stringify(query)}`);
  }
  return json(200, { data: { viewer: { login: loginOf(token.identity) } } });
}
