import type * as v from 'valibot';
import { safeParse } from 'valibot';
import type { LocalReply, LocalRequest } from '../http-service.js';
import type { Json } from './account-json.js';
import { GitHubError, invalid, notFound } from './github-error.js';
import type { GitHubStore } from './github-store.js';
import type { Access, Permission, Token } from './identity.js';
import type { Issue } from './records.js';
import type { LocalRepository } from './repository.js';
import type { Urls } from './urls.js';

/** A request to one repository, by somebody who may make it. */
export interface Call {
  readonly store: GitHubStore;
  readonly repository: LocalRepository;
  readonly token: Token;
  readonly request: LocalRequest;
  /** Decoded parts of the path, by their names in the route. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly urls: Urls;
}

export interface Route {
  /** GitHub's own `operationId`. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Template, as GitHub's description has it. */
  readonly path: string;
  /** One of these is enough. */
  readonly needs: readonly Permission[];
  readonly access: Exclude<Access, 'none'>;
  /** Query parameters that are understood. Any other makes the request unknown. */
  readonly query?: readonly string[];
  readonly answer: (call: Call) => LocalReply;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
/** https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
const PAGE_SIZE = 30;
const LARGEST_PAGE = 100;
/** The query parameters of every list. */
export const PAGES = ['per_page', 'page'] as const;

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): LocalReply {
  return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) };
}

/** One page of a list, with the links to the others. `wrap`: where a reply is not the bare list. */
export function pageOf<T>(
  call: Call,
  items: readonly T[],
  write: (item: T) => Json,
  wrap: (page: readonly Json[]) => unknown = (page) => page,
): LocalReply {
  const { items: page, headers } = slice(call, items);
  return json(200, wrap(page.map(write)), headers);
}

export function slice<T>(call: Call, items: readonly T[]): { items: readonly T[]; headers: Record<string, string> } {
  const { query } = call.request;
  const size = Math.min(positive(query.get('per_page'), PAGE_SIZE), LARGEST_PAGE);
  const page = positive(query.get('page'), 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (number: number, rel: string): string => {
    const target = new URLSearchParams(query);
    target.set('page', String(number));
    return `<${call.urls.api}${call.request.path}?${target}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  const headers: Record<string, string> = links.length === 0 ? {} : { link: links.join(', ') };
  return { items: items.slice((page - 1) * size, page * size), headers };
}

/** The request's body. Throws 400 for what is no JSON object, and 422 for what does not fit. */
export function readBody<T>(call: Call, resource: string, schema: v.GenericSchema<unknown, T>): T {
  let body: unknown;
  try {
    body = JSON.parse(call.request.body.toString('utf8'));
  } catch {
    throw new GitHubError(400, 'Problems parsing JSON');
  }
  const result = safeParse(schema, body);
  if (result.success) return result.output;
  throw invalid(
    ...result.issues.map((issue) => ({
      resource,
      field: issue.path?.map(({ key }) => String(key)).join('.') ?? '',
      code: issue.received === 'undefined' ? ('missing_field' as const) : ('invalid' as const),
      message: issue.message,
    })),
  );
}

/** The number or id at this place of the path. */
export function numberIn({ parameters }: Call, name: string): number {
  const text = parameters[name] ?? '';
  if (!/^\d+$/.test(text)) throw notFound();
  return Number(text);
}

/** The issue or pull request that the path names. Throws 404. */
export function issueOf(call: Call): Issue {
  const issue = call.repository.issues.get(numberIn(call, 'issue_number'));
  if (issue === undefined) throw notFound();
  return issue;
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text ?? Number.NaN);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
