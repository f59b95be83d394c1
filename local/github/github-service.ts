import { createHash } from 'node:crypto';
import type { LocalReply, LocalRequest, LocalService } from '../http-service.js';
import type { Route } from './call.js';
import { json } from './call.js';
import { GitHubError, NotServed, notFound } from './github-error.js';
import type { GitHubStore } from './github-store.js';
import { answerGraphQl } from './graphql.js';
import { may, type Token } from './identity.js';
import { type Match, matchRoute } from './routes.js';
import { Urls } from './urls.js';

/** GitHub's REST API, and the one question of GraphQL that the project asks. */
export function gitHubService(store: GitHubStore): LocalService {
  return {
    name: 'github',
    operationOf: ({ method, path }) =>
      isGraphQl(method, path) ? 'graphql' : matchRoute(method, path)?.route.operation,
    answer(request) {
      const reply = answerOrRefuse(store, request);
      return withEtag(request, {
        ...reply,
        headers: { 'x-github-request-id': 'LOCAL', ...store.rateLimits.headers(), ...reply.headers },
      });
    },
  };
}

function answerOrRefuse(store: GitHubStore, request: LocalRequest): LocalReply {
  try {
    const token = tokenOf(store, request);
    store.rateLimits.count();
    if (isGraphQl(request.method, request.path)) return answerGraphQl(request, token);
    const match = matchRoute(request.method, request.path);
    if (match === undefined) throw new NotServed(`${request.method} ${request.path}`);
    return answerRoute(store, request, token, match);
  } catch (error) {
    if (error instanceof GitHubError) return json(error.status, error.json(), error.about.headers);
    if (error instanceof NotServed) {
      return { ...json(501, { message: `The local GitHub does not serve ${error.message}` }), unknown: true };
    }
    throw error;
  }
}

function answerRoute(store: GitHubStore, request: LocalRequest, token: Token, { route, parameters }: Match) {
  // A repository that the token may not see is one that does not exist.
  const repository = store.find(`${parameters.owner}/${parameters.repo}`);
  if (repository === undefined) throw notFound();
  checkPermission(token, route);
  for (const name of request.query.keys()) {
    if (!route.query?.includes(name)) throw new NotServed(`the query parameter "${name}" of ${route.operation}`);
  }
  const urls = new Urls(`http://${request.headers.host ?? 'localhost'}`);
  return route.answer({ store, repository, token, request, parameters, urls });
}

function tokenOf(store: GitHubStore, request: LocalRequest): Token {
  const secret = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (secret === undefined) throw new GitHubError(401, 'Requires authentication');
  const token = store.tokenOf(secret);
  if (token === undefined) throw new GitHubError(401, 'Bad credentials');
  return token;
}

function checkPermission(token: Token, { needs, access }: Route): void {
  if (needs.some((permission) => may(token, permission, access))) return;
  const by = token.identity.kind === 'app' ? 'integration' : 'personal access token';
  throw new GitHubError(403, `Resource not accessible by ${by}`, {
    headers: { 'x-accepted-github-permissions': needs.map((name) => `${name.replace('-', '_')}=${access}`).join('; ') },
  });
}

/** A client that has the current representation gets 304 and no body. */
function withEtag(request: LocalRequest, reply: LocalReply): LocalReply {
  if (request.method !== 'GET' || reply.status !== 200) return reply;
  const etag = `W/"${createHash('sha256')
    .update(String(reply.body ?? ''))
    .digest('hex')}"`;
  const headers = { ...reply.headers, etag };
  return request.headers['if-none-match'] === etag ? { status: 304, headers } : { ...reply, headers };
}

function isGraphQl(method: string, path: string): boolean {
  return method === 'POST' && path === '/graphql';
}
